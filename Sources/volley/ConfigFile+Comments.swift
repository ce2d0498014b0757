import Yams

/// What YAML takes for a comment, and who wrote it may not: of `your order #17` only `your order` is left.
extension ConfigFile {
  /// Options whose values may well have a `#` in them.
  private static let ofWords: Set = [
    "message", "to-column", "from-column", "timezone-column", "key",
  ]
  private static let ofFiles: Set = ["contacts", "template", "suppress"]

  /// Whether a comment may have taken a part of a value.
  func isCut(_ scalar: Node.Scalar, of name: String, _ lines: [Substring]) -> Bool {
    guard let whole = Self.withComment(scalar, lines) else { return false }
    if Self.ofWords.contains(name) { return true }
    if Self.ofFiles.contains(name) { return TextFile.isFile(absolute(whole)) }
    // No campaign can be called `visit # 2`; of `visit  # 2` and `visit # the second` that is clear to all.
    return name == "campaign" && !whole.contains(/[ \t]{2,}#|[ \t]#+(?:[ \t]+\D|[ \t]*$)/)
  }

  /// A value without quotes and the comment behind it, of the line where that stands; nil without one.
  private static func withComment(_ scalar: Node.Scalar, _ lines: [Substring]) -> String? {
    guard scalar.style == .plain, let mark = scalar.mark, lines.indices.contains(mark.line - 1)
    else {
      return nil
    }
    // It may go over several lines, and a comment ends it. YAML counts scalars, and knows two kinds of space.
    let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
    let text = { (part: ArraySlice<Unicode.Scalar>) in String(String.UnicodeScalarView(part)) }
    let words = scalar.string.unicodeScalars.split { isSpace($0) || $0 == "\n" }.map(String.init)
    var seen = 0
    for (index, line) in lines[(mark.line - 1)...].enumerated() {
      let part = Array(line.unicodeScalars.dropFirst(index == 0 ? mark.column - 1 : 0))
      let comment = part.indices.dropFirst().first { part[$0] == "#" && isSpace(part[$0 - 1]) }
      let found = part[..<(comment ?? part.count)].split(whereSeparator: isSpace)
      if comment != nil {
        return found.last.map(text) == words.last ? text(part[...]) : nil
      }
      seen += found.count
      if seen >= words.count { return nil }
    }
    return nil
  }
}
