/// JSON written by hand where the order of the fields matters to a reader.
enum JSONText {
  /// `text` as a JSON string, quotes included (RFC 8259, section 7).
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
    out += "\""
    return out
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout String) {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: out.unicodeScalars.append(scalar)
    }
  }
}
