/// A format of `date` that seems to be meant otherwise.
public enum FormatSlip: Hashable, Sendable {
  /// `%M` beside a day and no hour: minutes, for the month.
  case minutes(String)
  /// `%H:%m`: the month, for minutes.
  case month(String)
  /// `%dd.%mm.%yyyy`, with letters repeated as in Java or Excel; `directive` is the first part that is read, `%d`.
  case letters(String, directive: String)
  /// `%h:%M`: the name of the month, for the hour.
  case hour(String)

  init?(_ format: String) {
    let repeated =
      format.firstMatch(of: /(%-?([dmMyYH]))\2+[.\/:-]%/)
      ?? format.firstMatch(of: /[.\/:-](%-?([dmMyYH]))\2+(?![A-Za-z])/)
    if let match = repeated {
      self = .letters(format, directive: String(match.output.1))
    } else if format.contains(/%-?[HIkl]:%-?m/) {
      self = .month(format)
    } else if format.contains(/%-?h:%-?M/) {
      self = .hour(format)
    } else {
      var letters = Set<UInt8>()
      DateFormat.forEachDirective(in: Array(format.utf8).span) { letters.insert($0.letter) }
      guard letters.contains(UInt8(ascii: "M")), !letters.isDisjoint(with: "de".utf8),
        letters.isDisjoint(with: "HIklcTXRr".utf8)
      else { return nil }
      self = .minutes(format)
    }
  }
}
