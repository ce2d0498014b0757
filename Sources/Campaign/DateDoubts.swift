import Liquid

/// Dates that a template reads one way, in a list that seems to mean them the other way.
///
/// `12/02/2026` is read month first, until `13/02/2026` says that the list is day first: then the first
/// one says another day than was meant.
struct DateDoubts: Sendable {
  private struct Order: Sendable {
    var guessed = Plan.Trouble(reason: "")
    /// The first row that can only be meant the other way.
    var contrary: Int?

    /// A row that has both has two columns, of two makings.
    mutating func note(_ isGuessed: Bool, _ isContrary: Bool, row: Int) {
      guard isGuessed != isContrary else { return }
      if isGuessed { guessed.note(row: row) } else { contrary = contrary ?? row }
    }
  }

  private var slashes = Order()
  private var dashes = Order()

  mutating func note(_ notes: RenderNotes, row: Int) {
    slashes.note(notes.contains(.guessedSlashes), notes.contains(.daySlashes), row: row)
    dashes.note(notes.contains(.guessedDashes), notes.contains(.monthDashes), row: row)
  }

  /// A sentence for each way of writing dates that is in doubt.
  var warnings: [String] {
    [
      Self.warning(slashes, "month first, as with slashes", "day first"),
      Self.warning(dashes, "day first, as with dashes", "month first"),
    ].compactMap { $0 }
  }

  private static func warning(_ order: Order, _ read: String, _ other: String) -> String? {
    guard let contrary = order.contrary, order.guessed.count > 0 else { return nil }
    return "\(order.guessed.rowsInWords) \(order.guessed.count == 1 ? "has a date" : "have dates") "
      + "read \(read), but that of row \(contrary) can only be \(other): some "
      + "messages may name another day than is meant; write dates as 2026-12-31"
  }
}
