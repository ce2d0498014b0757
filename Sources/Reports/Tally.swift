import Audience

/// How often each of many things comes, in memory that does not grow with their number: when there is no
/// room for another one, the half that came least often is dropped.
///
/// Each row of a million could have another sender, or words of its own; what many rows share is kept
/// whenever it comes.
package struct Tally<Key: Hashable & Sendable>: Sendable {
  /// One of the things, and how often it came.
  package struct Entry: Sendable {
    package let key: Key
    package fileprivate(set) var count = 0
    /// The first few, in the order of the contacts.
    package fileprivate(set) var rows: [ContactPlace] = []
    /// Whether it may have come before and been dropped, so that `count` is the least it can be.
    package let isAtLeast: Bool
    fileprivate let place: Int

    /// More often, and then earlier, is more.
    fileprivate var rank: (Int, Int) { (count, -place) }
  }

  private let most: Int
  private let shownRows: Int
  private var entries: [Key: Entry] = [:]
  private var places = 0
  /// How often all of them came.
  private(set) var total = 0
  /// Whether some were dropped.
  package private(set) var isCut = false

  /// - Parameters:
  ///   - most: How many are told apart, at least 2.
  ///   - shownRows: How many rows of each are remembered.
  package init(most: Int, shownRows: Int = 0) {
    (self.most, self.shownRows) = (most, shownRows)
  }

  /// How many different ones came; at least so many when some were dropped.
  package var different: Int { isCut ? most + 1 : entries.count }

  /// The most frequent first, and of those the earliest.
  package var sorted: [Entry] { entries.values.sorted { $0.rank > $1.rank } }

  // Another module notes the senders of all rows.
  /// Counts one of the things, in the row that is named if any.
  @specialized(where Key == PhoneNumber)
  @specialized(where Key == Unicode.Scalar)
  package mutating func note(_ key: Key, row: ContactPlace? = nil, times: Int = 1) {
    total += times
    if entries[key] == nil { add(key) }
    entries[key]?.count += times
    if let row, let shown = entries[key]?.rows.count, shown < shownRows {
      entries[key]?.rows.append(row)
    }
  }

  private mutating func add(_ key: Key) {
    if entries.count == most { dropHalf() }
    entries[key] = Entry(key: key, isAtLeast: isCut, place: places)
    places += 1
  }

  private mutating func dropHalf() {
    let last = entries.values.map(\.rank).sorted { $0 > $1 }[most / 2 - 1]
    entries = entries.filter { $0.value.rank >= last }
    isCut = true
  }
}
