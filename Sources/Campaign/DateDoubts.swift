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
  }

  private var slashes = Order()
  private var dashes = Order()

  mutating func note(_ notes: RenderNotes, row: Int) {
    if notes.contains(.guessedSlashes) { slashes.guessed.note(row: row) }
    if notes.contains(.daySlashes) { slashes.contrary = slashes.contrary ?? row }
    if notes.contains(.guessedDashes) { dashes.guessed.note(row: row) }
    if notes.contains(.monthDashes) { dashes.contrary = dashes.contrary ?? row }
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
