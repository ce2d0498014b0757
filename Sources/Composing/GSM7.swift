/// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, section 6.2.1).
enum GSM7 {
  /// Whether eight bytes are surely one septet each: printable ASCII without the signs that GSM-7 has
  /// not, or only in its extension table. These stand after the letters, and there is the grave accent.
  @inline(__always)
  static func isPlain(_ lanes: ByteLanes) -> Bool {
    let isControl = ~(lanes.bit6 | lanes.bit5)
    let isAfterLetters =
      lanes.bit6 & (lanes.word & ByteLanes.all(0x1F) &+ ByteLanes.all(0x80 - 0x1B))
    return (lanes.word | isControl | isAfterLetters) & ByteLanes.all(0x80) == 0 && !lanes.has(0x60)
  }

  /// The septets of a scalar: 1, 2 for an escape and a code, or 0 for one outside the alphabet.
  @inline(__always)
  static func septets(of scalar: UInt32) -> Int {
    // Most characters are letters and digits.
    switch scalar {
    case 0x61...0x7A, 0x41...0x5A, 0x20, 0x30...0x39: 1
    case 0...0x7F: septets(ascii: scalar)
    default: septets(beyondASCII: scalar)
    }
  }

  /// ESC is a code of the alphabet, but no character: it has none here.
  private static func septets(ascii scalar: UInt32) -> Int {
    switch scalar {
    case 0x0A, 0x0D, 0x20...0x5A, 0x5F, 0x61...0x7A: 1
    case 0x0C, 0x5B...0x5E, 0x7B...0x7E: 2  // Page break, [ \ ] ^ and { | } ~
    default: 0  // Other control characters, and `
    }
  }

  private static func septets(beyondASCII scalar: UInt32) -> Int {
    switch Unicode.Scalar(scalar) {
    case "¡", "£", "¤", "¥", "§", "¿", "Ä", "Å", "Æ", "Ç", "É", "Ñ", "Ö", "Ø", "Ü", "ß", "à",
      "ä", "å", "æ", "è", "é", "ì", "ñ", "ò", "ö", "ø", "ù", "ü":
      1
    case "Γ", "Δ", "Θ", "Λ", "Ξ", "Π", "Σ", "Φ", "Ψ", "Ω": 1
    case "€": 2
    default: 0
    }
  }
}
