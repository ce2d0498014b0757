/// Words as a shell reads them back.
package enum ShellText {
  /// The word itself where it is plain; else in quotes. What cannot be seen is written by its bytes
  /// (`$'…'`, as POSIX.1-2024 has it), so that a page shows all that is typed.
  package static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.unicodeScalars.allSatisfy(isPlain) { return word }
    let hides = word.unicodeScalars.contains {
      $0 != "\n" && ForeignText.name(ofHidden: $0) != nil
    }
    return hides
      ? "$'" + word.unicodeScalars.map(escaped).joined() + "'"
      : "'" + word.replacing("'", with: #"'\''"#) + "'"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "@", "%", "+", "=", ":", ",", ".", "/", "-": true
    default: false
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'": return #"\'"#
    case "\\": return #"\\"#
    case "\n": return #"\n"#
    default: break
    }
    guard ForeignText.name(ofHidden: scalar) != nil else { return String(scalar) }
    return String(scalar).utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }
}
