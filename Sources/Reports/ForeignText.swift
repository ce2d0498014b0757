import Audience

/// Text that others wrote, made fit to be shown: of contacts, templates, and the API.
///
/// What cannot be seen, or would turn the text around it, is shown by its name instead of obeyed. It is
/// not escaped here: that is ``PageText``'s work, for every text alike.
enum ForeignText {
  /// One line of at most `limit` scalars as they are shown; what is left out shows as `…`.
  static func line(_ text: some StringProtocol, limit: Int) -> String {
    var shown = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      let name = name(ofHidden: scalar)
      count += name?.unicodeScalars.count ?? 1
      guard count <= limit else {
        shown.append("…")
        break
      }
      if let name {
        shown.append(contentsOf: name.unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// The first bytes of a text, at most `limit`, without half a character at their end.
  static func start(of text: [UInt8], limit: Int) -> [UInt8] {
    guard text.count > limit else { return text }
    var end = limit
    while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(text[..<end])
  }

  /// What is shown in place of a character that cannot be seen or that changes how others are shown;
  /// `nil` for all the rest.
  static func name(ofHidden scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x00...0x1F, 0x7F: scalar.controlPicture.map { String($0) }
    // Joiners hold emoji and some scripts together; variation selectors choose their looks.
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x180B...0x180D, 0x180F: nil
    default: isHidden(scalar) ? "[\(scalar.codePoint)]" : nil
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return false }
    if scalar.properties.isDefaultIgnorableCodePoint && !isTag(scalar) { return true }
    return switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    case .format: !isTag(scalar)
    default: false
    }
  }

  /// Letters that make the flag of England out of a black one.
  private static func isTag(_ scalar: Unicode.Scalar) -> Bool {
    0xE0020...0xE007F ~= scalar.value
  }
}
