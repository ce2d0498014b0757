/// Takes the meaning from quotes in comments of a list of suppressed numbers: `# asked "nicely"` would be a
/// fault of the file. No other line is changed, nor a field of quotes in one that begins with `#`.
struct CommentQuotes {
  private let delimiter: UInt8
  private var isComment = false
  private var isQuoted = false
  private var previous = UInt8(ascii: "\n")

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// - Parameter text: the next part of the list.
  mutating func soften(_ text: inout [UInt8]) {
    for index in text.indices {
      let byte = text[index]
      let startsLine = !isQuoted && "\r\n".utf8.contains(previous)
      if startsLine { isComment = byte == UInt8(ascii: "#") }
      if byte == UInt8(ascii: "\"") {
        // Behind a quote that closed a field, it is one within it.
        let opens = startsLine || previous == delimiter || previous == byte
        if isComment, !isQuoted, !opens {
          text[index] = UInt8(ascii: "'")
        } else {
          isQuoted.toggle()
        }
      }
      previous = text[index]
    }
  }
}
