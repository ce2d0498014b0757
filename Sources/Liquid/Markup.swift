/// Filters that know HTML.
enum Markup {
  private static func entity(for byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  private static func append(_ text: StaticString, to out: inout [UInt8]) {
    text.withUTF8Buffer { out.append(contentsOf: $0) }
  }

  static func escape(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    for index in bytes.indices {
      if let entity = entity(for: bytes[index]) {
        append(entity, to: &out)
      } else {
        out.append(bytes[index])
      }
    }
  }

  /// Escapes what is not an entity already.
  static func escapeOnce(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    for index in bytes.indices {
      let isEntity = bytes[index] == UInt8(ascii: "&") && hasEntity(bytes, after: index)
      if !isEntity, let entity = entity(for: bytes[index]) {
        append(entity, to: &out)
      } else {
        out.append(bytes[index])
      }
    }
  }

  /// `name;` or `#123;`
  private static func hasEntity(_ bytes: Span<UInt8>, after ampersand: Int) -> Bool {
    var index = ampersand + 1
    let isNumber = index < bytes.count && bytes[index] == UInt8(ascii: "#")
    if isNumber { index += 1 }
    let start = index
    while index < bytes.count, isNumber ? bytes[index].isDigit : bytes[index].isLetter {
      index += 1
    }
    return index > start && index < bytes.count && bytes[index] == UInt8(ascii: ";")
  }

  // MARK: Newlines

  static func newlinesToBreaks(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    replaceNewlines(in: bytes, with: "<br />\n", into: &out)
  }

  static func stripNewlines(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    replaceNewlines(in: bytes, with: "", into: &out)
  }

  /// Replaces `\n`, and the `\r` before it.
  private static func replaceNewlines(
    in bytes: Span<UInt8>, with text: StaticString, into out: inout [UInt8]
  ) {
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "\n") {
        append(text, to: &out)
      } else if !(bytes[index] == UInt8(ascii: "\r") && bytes.has("\n", at: index + 1)) {
        out.append(bytes[index])
      }
    }
  }

  // MARK: strip_html

  /// Removes scripts, comments and styles with what is in them.
  static func stripBlocks(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    var blocks: [(opening: StaticString, closing: StaticString, isClosed: Bool)] = [
      ("<script", "</script>", true), ("<!--", "-->", true), ("<style", "</style>", true),
    ]
    var index = 0
    scan: while index < bytes.count {
      let isOpening = bytes[index] == UInt8(ascii: "<")
      for block in blocks.indices where isOpening && blocks[block].isClosed {
        let (opening, closing, _) = blocks[block]
        guard bytes.has(opening, at: index) else { continue }
        if let end = bytes.end(of: closing, from: index + opening.utf8CodeUnitCount) {
          index = end
          continue scan
        }
        // It is closed nowhere further on, so that looking again would be in vain.
        blocks[block].isClosed = false
      }
      out.append(bytes[index])
      index += 1
    }
  }

  static func stripTags(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    var (index, isClosed) = (0, true)
    while index < bytes.count {
      if isClosed, bytes[index] == UInt8(ascii: "<") {
        if let end = bytes.end(of: ">", from: index + 1) {
          index = end
          continue
        }
        isClosed = false
      }
      out.append(bytes[index])
      index += 1
    }
  }
}

extension Span<UInt8> {
  /// Where `text` ends first, looked for from `start`.
  fileprivate func end(of text: StaticString, from start: Int) -> Int? {
    var index = start
    while index < count {
      if has(text, at: index) { return index + text.utf8CodeUnitCount }
      index += 1
    }
    return nil
  }
}
