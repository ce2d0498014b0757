/// A format of `date` that seems to be meant otherwise.
public enum FormatSlip: Hashable, Sendable {
  /// `%M` beside a day and no hour: minutes, for the month.
  case minutes(String)
  /// `%H:%m`: the month, for minutes.
  case month(String)
  /// `%dd.%mm.%yyyy`, as it is in other languages, and the `%d` of it.
  case letters(String, directive: String)
  /// `%h:%M`: the name of the month, for the hour.
  case hour(String)

  init?(_ format: String) {
    let letters =
      format.firstMatch(of: /(%-?([dmMyYH]))\2+[.\/:-]%/)
      ?? format.firstMatch(of: /[.\/:-](%-?([dmMyYH]))\2+(?![A-Za-z])/)
    if let match = letters {
      self = .letters(format, directive: String(match.output.1))
    } else if format.contains(/%-?[HIkl]:%-?m/) {
      self = .month(format)
    } else if format.contains(/%-?h:%-?M/) {
      self = .hour(format)
    } else {
      let letters = Set(format.matches(of: /%[-0_^#]*[0-9]*([A-Za-z%])/).map(\.output.1))
      guard letters.contains("M"), !letters.isDisjoint(with: ["d", "e"]),
        letters.isDisjoint(with: ["H", "I", "k", "l", "c", "T", "X", "R", "r"])
      else { return nil }
      self = .minutes(format)
    }
  }
}
