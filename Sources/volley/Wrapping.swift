import Liquid

/// Breaks lines that a terminal would break in the middle of a word.
struct Wrapping {
  /// Columns of the terminal.
  let width: Int

  /// - Parameter text: without what a terminal obeys, but for line ends.
  func wrapped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrap(Array($0)) }.map { String($0) }.joined(separator: "\n")
  }

  /// A line of a message keeps all its spaces: one that it is broken at stays at the end.
  private func wrap(_ line: [Character]) -> [[Character]] {
    guard Self.width(of: line[...]) > width else { return [line] }
    let isMessage = line.starts(with: SampleText.margin)
    let indent = isMessage ? Array("  ┊ ") : indentation(of: line)
    var lines: [[Character]] = []
    var rest = line[...]
    while Self.width(of: rest) > width {
      let end = end(of: rest, after: indent.count, keepsSpace: isMessage)
      lines.append(Array(rest[..<end]))
      rest = (indent + (isMessage ? rest[end...] : rest[end...].drop { $0 == " " }))[...]
    }
    return lines + [Array(rest)]
  }

  /// That of the line, and a little more.
  private func indentation(of line: [Character]) -> [Character] {
    Array(repeating: " ", count: min(line.prefix { $0 == " " }.count + 2, width / 2))
  }

  /// The first character that has no room any more.
  private func fitting(_ line: ArraySlice<Character>) -> Int {
    var used = 0
    let end = line.firstIndex { character in
      used += ColumnWidth.of(character)
      return used > width
    }
    return max(end ?? line.endIndex, line.startIndex + SampleText.margin.count + 1)
  }

  /// Where the line can be broken: at a space; a word longer than all of it is cut.
  private func end(
    of line: ArraySlice<Character>, after indent: Int, keepsSpace: Bool
  ) -> Int {
    let end = fitting(line)
    let words = line[..<(keepsSpace ? end : min(end + 1, line.endIndex))].dropFirst(indent + 1)
    guard let space = words.lastIndex(of: " ") else { return end }
    return keepsSpace ? space + 1 : space
  }

  private static func width(of text: ArraySlice<Character>) -> Int {
    text.reduce(0) { $0 + ColumnWidth.of($1) }
  }
}
