import Composing

/// A small JSON document whose keys keep their order. Large ones are written without it.
package enum JSONValue {
  case null
  case integer(Int)
  /// Digits with a point, written as they are.
  case decimal(String)
  case text(String)
  case object([(key: String, value: JSONValue)])

  static func optional(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
  static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

  /// Appends the document without white space.
  package func appendLine(to output: inout [UInt8]) { append(to: &output, indent: nil) }

  /// Appends the document with one key a line and two spaces a level.
  func appendPretty(to output: inout [UInt8]) { append(to: &output, indent: 0) }

  private func append(to output: inout [UInt8], indent: Int?) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .integer(let number): output.append(contentsOf: String(number).utf8)
    case .decimal(let digits): output.append(contentsOf: digits.utf8)
    case .text(let text): JSONText.append(Array(text.utf8).span, to: &output)
    case .object(let pairs): Self.append(pairs, to: &output, indent: indent)
    }
  }

  private static func append(
    _ pairs: [(key: String, value: JSONValue)], to output: inout [UInt8], indent: Int?
  ) {
    let inner = indent.map { $0 + 2 }
    output.append(UInt8(ascii: "{"))
    for (index, pair) in pairs.enumerated() {
      if index > 0 { output.append(comma) }
      output.append(lineOf: inner)
      JSONText.append(Array(pair.key.utf8).span, to: &output)
      output.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
      pair.value.append(to: &output, indent: inner)
    }
    if !pairs.isEmpty { output.append(lineOf: indent) }
    output.append(UInt8(ascii: "}"))
  }
}

extension [UInt8] {
  /// Starts a line with so many spaces; nothing for `nil`.
  fileprivate mutating func append(lineOf spaces: Int?) {
    guard let spaces else { return }
    append(UInt8(ascii: "\n"))
    append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces))
  }
}
