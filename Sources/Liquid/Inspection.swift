/// Ruby's `inspect`, which shows a value within an array or object as it would be written.
enum Inspection {
  /// Appends a value. Objects show their values in the order of their names.
  static func append(_ value: Value, to out: inout [UInt8], depth: Int) {
    guard depth < Limits.depth else { return }
    switch value {
    case .nil: out.append(contentsOf: "nil".utf8)
    case .boolean(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): out.append(contentsOf: String(value).utf8)
    case .decimal(let value): out.append(contentsOf: DecimalText(value).description.utf8)
    case .string(let value): append(value, to: &out)
    case .array(let values):
      list(values, in: ("[", "]"), to: &out) { append($0, to: &$1, depth: depth + 1) }
    case .object(let object):
      let pairs = object.sorted { $0.key < $1.key }
      list(pairs, in: ("{", "}"), to: &out) {
        append($0.key, to: &$1)
        $1.append(contentsOf: "=>".utf8)
        append($0.value, to: &$1, depth: depth + 1)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], in brackets: (String, String), to out: inout [UInt8],
    _ append: (Element, inout [UInt8]) -> Void
  ) {
    out.append(contentsOf: brackets.0.utf8)
    for (index, element) in elements.enumerated() {
      if index > 0 { out.append(contentsOf: ", ".utf8) }
      append(element, &out)
    }
    out.append(contentsOf: brackets.1.utf8)
  }

  /// Appends a text in quotes.
  static func append(_ string: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    let scalars = Array(string.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      out.append(contentsOf: escaped(scalar, before: next).utf8)
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func escaped(_ scalar: Unicode.Scalar, before next: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{07}": return "\\a"
    case "\u{08}": return "\\b"
    case "\u{0B}": return "\\v"
    case "\u{0C}": return "\\f"
    case "\u{1B}": return "\\e"
    case "#": return next == "{" || next == "$" || next == "@" ? "\\#" : "#"
    default: return isPrintable(scalar) ? String(scalar) : number(of: scalar)
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .unassigned, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }

  private static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    if scalar.value > 0xFFFF { return "\\u{\(digits)}" }
    return "\\u" + pad(digits, to: 4)
  }

  private static func pad(_ digits: String, to width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
