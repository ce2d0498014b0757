import Audience
import Composing

/// A message that a page shows as it arrives.
struct MessageSample: Sendable {
  let row: Int
  let to: PhoneNumber?
  let from: PhoneNumber?
  /// The beginning of the text; the whole of it unless that is very long.
  let text: [UInt8]
  /// What the whole text costs.
  let segments: Segments
  /// The first character that makes it UCS-2.
  let forcing: ForcingCharacter?

  /// The most bytes that are kept: more than a page shows, little enough to keep some of them.
  static let longestText = 8_000

  init(_ row: borrowing ReportRow) {
    self.row = row.row
    to = row.to
    from = row.from
    text = ForeignText.start(of: row.message, limit: Self.longestText)
    segments = Segments(of: row.message.span)
    forcing = segments.encoding == .ucs2 ? ForcingCharacter.first(in: row.message.span) : nil
  }
}

/// Chooses the messages that a preview shows: the shortest, the longest, the one of the most segments,
/// and three at equal distances.
struct SampleChoice: Sendable {
  private(set) var shortest: MessageSample?
  private(set) var longest: MessageSample?
  private(set) var dearest: MessageSample?
  private(set) var even: [MessageSample] = []
  private let evenPlaces: [Int]
  private var place = 0

  /// - Parameter total: How many messages there will be.
  init(total: Int) {
    evenPlaces = (1...3).map { total * $0 / 4 }
  }

  mutating func note(_ row: borrowing ReportRow) {
    let units = Segments(of: row.message.span).units
    let cost = (row.segments ?? 0, units)
    if units < shortest?.segments.units ?? .max { shortest = MessageSample(row) }
    if units > longest?.segments.units ?? -1 { longest = MessageSample(row) }
    if cost > dearest.map({ ($0.segments.count, $0.segments.units) }) ?? (-1, 0) {
      dearest = MessageSample(row)
    }
    if evenPlaces.contains(place) { even.append(MessageSample(row)) }
    place += 1
  }

  /// Each message once, with everything that it is.
  var labelled: [(labels: [String], sample: MessageSample)] {
    let special = [("Shortest", shortest), ("Longest", longest), ("Most expensive", dearest)]
    let evenly = even.enumerated().map {
      ("Chosen evenly, \($0 + 1) of \(even.count)", $1 as MessageSample?)
    }
    return (special + evenly).reduce(into: []) { kept, next in
      guard let sample = next.1 else { return }
      if let known = kept.firstIndex(where: { $0.sample.row == sample.row }) {
        kept[known].labels.append(next.0)
      } else {
        kept.append(([next.0], sample))
      }
    }
  }
}
