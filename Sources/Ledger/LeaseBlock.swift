/// Keys of messages to come, in the order of their list; leased in their own, in which neighbours share a
/// page of the ledger.
package struct LeaseBlock: Sendable {
  private struct Key {
    let place: Range<UInt32>
    let row: UInt32
    /// Whether its entry is the one that was numbered here.
    var isLeased = false
  }

  /// All keys one after the other, in UTF-8.
  private(set) var bytes: [UInt8] = []
  private var keys: [Key] = []
  /// Indices of keys.
  private var order: [Int] = []
  /// The number of the entry of the first key; those of the others follow.
  var first: Int64 = 0
  /// Whose numbers these are.
  var campaign: CampaignID?

  package init() {}

  /// How many keys it has, leased or not.
  package var count: Int { keys.count }

  /// - Parameters:
  ///   - key: in UTF-8; all keys together take less than 4 GB.
  ///   - row: of the list, after those of all keys that are there; less than 2³².
  package mutating func append(_ key: Span<UInt8>, row: Int) {
    let place = UInt32(bytes.count)..<UInt32(bytes.count + key.count)
    key.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    keys.append(Key(place: place, row: UInt32(row)))
  }

  /// Finds out in which order the ledger keeps the keys.
  package mutating func sort() {
    // Most keys differ in their first bytes, and to compare those is quick.
    var starts = keys.indices.map { (start: start(of: $0), index: $0) }
    starts.sort { first, second in
      if first.start != second.start { return first.start < second.start }
      return bytes[place(of: first.index)].lexicographicallyPrecedes(bytes[place(of: second.index)])
    }
    order = starts.map(\.index)
  }

  private func start(of index: Int) -> UInt128 {
    let place = place(of: index)
    var start: UInt128 = 0
    for offset in 0..<16 {
      start = start << 8 | (offset < place.count ? UInt128(bytes[place.lowerBound + offset]) : 0)
    }
    return start
  }

  /// The index of the key that comes at a position of the ledger's order.
  func index(at position: Int) -> Int { order[position] }

  func place(of index: Int) -> Range<Int> {
    Int(keys[index].place.lowerBound)..<Int(keys[index].place.upperBound)
  }

  func entry(of index: Int) -> EntryID { EntryID(rawValue: first + Int64(index)) }

  mutating func noteLeased(_ index: Int) { keys[index].isLeased = true }

  /// The entry that was leased here for the key of a row.
  package func entry(ofRow row: Int, key: Span<UInt8>, of campaign: CampaignID) -> EntryID? {
    guard campaign == self.campaign else { return nil }
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].row < row { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low].row == row, keys[low].isLeased else { return nil }
    let place = place(of: low)
    guard place.count == key.count else { return nil }
    for offset in 0..<key.count where bytes[place.lowerBound + offset] != key[offset] { return nil }
    return entry(of: low)
  }
}
