extension TemplateError: CustomStringConvertible {
  /// The fault in words, its place, and the line with a caret.
  public var description: String {
    "line \(line), column \(column): \(summary)\n\(excerpt)"
  }

  /// The fault in words, without its place.
  public var summary: String {
    switch kind {
    case .unterminated(let opening, let closing): "`\(opening)` is not closed with `\(closing)`"
    case .unclosedBlock(let name): "`\(name)` is never closed with `end\(name)`"
    case .misplacedTag(let name, nil): "`\(name)` stands outside any block"
    case .misplacedTag(let name, let block?):
      "`\(name)` has no place inside `\(block)`, which ends with `end\(block)`"
    case .unknownTag(let name, let nearest): "unknown tag `\(short(name))`" + hint(nearest)
    case .refusedTag(let name, let reason): "`\(name)` is not available: \(reason)"
    case .unexpectedCharacter(let text): "unexpected character \(shown(text))" + plain(text)
    case .unexpected(let found, let expected): "expected \(expected), but found \(short(found))"
    case .nestedTooDeeply(let limit): "nested too deeply: at most \(limit) levels"
    case .tooManyTags(let limit): "too many tags: at most \(limit)"
    case .tooLong(let limit): "the template is too long: at most \(limit) bytes"

    case .unknownVariable(let name, let nearest, let known):
      "unknown variable `\(short(name))`" + (nearest == nil ? list(known) : hint(nearest))
    case .unknownProperty(let property, let name):
      "`\(short(name))` is text and has no `\(short(property))`" + advice(property)
    case .unknownFilter(let name, let nearest): "unknown filter `\(short(name))`" + hint(nearest)
    case .refusedFilter(let name): "the filter `\(name)` is not available: messages have no lists"
    case .wrongArguments(let filter, let given, let accepted):
      "the filter `\(filter)` takes \(words(accepted)), but has \(given)"
    case .unknownOption(let filter, let option):
      "the filter `\(filter)` has no option `\(short(option))`"
    case .nothingToPrint: "there is nothing to print"
    case .noDirective(let format):
      "the format \"\(short(format))\" says nothing of the date; `date: \"%d/%m/%Y\"` prints 31/12/2026"
    }
  }

  /// A name of megabytes is a slip too, and no reason to fill a terminal.
  private func short(_ name: String) -> String {
    let most = 100
    return name.utf8.count > most && name.count > most ? "\(name.prefix(most))…" : name
  }

  /// A space of word processors looks like any other.
  private func shown(_ character: String) -> String {
    let isSeen = character.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        && scalar.properties.generalCategory != .control
    }
    let codes = character.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    return isSeen ? "`\(character)`" : codes.joined(separator: " ")
  }

  /// What to write for a character of word processors.
  private func plain(_ character: String) -> String {
    guard let scalar = character.unicodeScalars.first else { return "" }
    if "\u{201C}\u{201D}\u{201E}\u{AB}\u{BB}".unicodeScalars.contains(scalar) {
      return "; write a plain `\"`"
    }
    if "\u{2018}\u{2019}\u{201A}\u{2039}\u{203A}".unicodeScalars.contains(scalar) {
      return "; write a plain `'`"
    }
    return scalar.properties.isWhitespace ? "; write a plain space" : ""
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean `\($0)`?" } ?? ""
  }

  private func list(_ known: [String]) -> String {
    guard !known.isEmpty else { return "; there are no columns" }
    let shown = known.prefix(12).map { "`\(short($0))`" }.joined(separator: ", ")
    return "; known are \(shown)" + (known.count > 12 ? " and \(known.count - 12) more" : "")
  }

  private func advice(_ property: String) -> String {
    switch property {
    case "first": "; its first character is `| slice: 0`"
    case "last": "; its last character is `| slice: -1`"
    default: ""
    }
  }

  private func words(_ accepted: ClosedRange<Int>) -> String {
    switch (accepted.lowerBound, accepted.upperBound) {
    case (0, 0): "no argument"
    case (1, 1): "one argument"
    case (let low, let high) where low == high: "\(low) arguments"
    case (let low, let high): "\(low) to \(high) arguments"
    }
  }
}
