import Audience

/// Single characters, for people.
enum CharacterText {
  /// `ë U+00EB latin small letter e with diaeresis`
  static func named(_ scalar: Unicode.Scalar) -> String {
    let name = scalar.properties.name ?? scalar.properties.nameAlias
    return [scalar.isSeenAlone ? String(scalar) : nil, scalar.codePoint, name?.lowercased()]
      .compactMap { $0 }.joined(separator: " ")
  }
}
