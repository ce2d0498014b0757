/// How characters are told to people.
extension Unicode.Scalar {
  /// `U+202E`
  package var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The sign for a control character of ASCII (Unicode's control pictures), so that it is seen and not
  /// obeyed; nil for all others.
  package var controlPicture: Unicode.Scalar? {
    switch value {
    case 0..<0x20: Unicode.Scalar(0x2400 + value)
    case 0x7F: "\u{2421}"
    default: nil
    }
  }

  /// Nothing that is seen, or something that a terminal could obey or a line would break at.
  package var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Whether it is seen where it stands alone.
  package var isSeenAlone: Bool {
    switch properties.generalCategory {
    case .surrogate, .privateUse, .unassigned, .spaceSeparator, .nonspacingMark, .enclosingMark:
      false
    default: !isUnseen
    }
  }
}
