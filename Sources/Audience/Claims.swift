/// The keys that rows have claimed, in all passes.
struct Claims: Sendable {
  private var numbers = KeyIndex<UInt64>()
  private var keys = KeyIndex<UInt128>()
  /// How many keys there will be, until room was made for them.
  private var expected: Int?
  /// What `KeyIndex.look` returned; it means nothing.
  private var looks: UInt64 = 0

  /// - Parameter rows: about how many there will be.
  init(expecting rows: Int) {
    expected = min(rows, Self.mostExpected)
  }

  /// How many bytes its slots take.
  var byteCount: Int { numbers.byteCount + keys.byteCount }

  /// What is guessed of a list must not cost much memory when it is wrong: 17 MB, or 29 by columns.
  private static let mostExpected = 1_000_000

  /// Marks the duplicates among the recipients of a batch. False if its rows are too many to count.
  mutating func settle(_ batch: inout ContactBatch) -> Bool {
    guard let last = batch.contacts.last else { return true }
    guard UInt32(exactly: last.row) != nil else { return false }
    if let expected = expected.take() {
      makeRoom(for: expected, byNumber: batch.keyColumns.isEmpty)
    }
    if batch.keyColumns.isEmpty {
      settleNumbers(&batch)
    } else {
      settleKeys(&batch)
    }
    return true
  }

  /// Done with the first batch: its thread reads on meanwhile.
  private mutating func makeRoom(for rows: Int, byNumber: Bool) {
    if byNumber { numbers = KeyIndex(expecting: rows) } else { keys = KeyIndex(expecting: rows) }
  }

  private mutating func settleNumbers(_ batch: inout ContactBatch) {
    var contacts = batch.contacts.mutableSpan
    // Of more at a time, the processor would forget the first ones before they are claimed.
    var hashes = InlineArray<32, UInt64>(repeating: 0)
    for start in stride(from: 0, to: contacts.count, by: hashes.count) {
      let part = start..<min(start + hashes.count, contacts.count)
      for index in part {
        hashes[index - start] = KeyIndex.hash(contacts[index].number?.digits ?? 0)
      }
      var found: UInt64 = 0
      for place in 0..<part.count { found &+= numbers.look(hash: hashes[place]) }
      looks &+= found
      for index in part {
        guard case .recipient = contacts[index].standing, let number = contacts[index].number
        else { continue }
        let row = UInt32(truncatingIfNeeded: contacts[index].row)
        let first = numbers.claim(number.digits, row: row, hash: hashes[index - start])
        if first != row { contacts[index].standing = .duplicate(ofRow: first) }
      }
    }
  }

  private mutating func settleKeys(_ batch: inout ContactBatch) {
    var key: [UInt8] = []
    for index in batch.contacts.indices where batch.contacts[index].standing == .recipient {
      let row = UInt32(truncatingIfNeeded: batch.contacts[index].row)
      key.removeAll(keepingCapacity: true)
      batch.appendKey(of: batch.contacts[index], to: &key)
      let first = keys.claim(Self.hash(key), row: row)
      if first != row { batch.contacts[index].standing = .duplicate(ofRow: first) }
    }
  }

  /// 128 bits, seeded anew in each process: no two keys of a list share them, by chance or on
  /// purpose. Not 0.
  private static func hash(_ key: [UInt8]) -> UInt128 {
    max(1, UInt128(half(key, 0)) << 64 | UInt128(half(key, 1)))
  }

  private static func half(_ key: [UInt8], _ salt: UInt8) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(salt)
    key.withUnsafeBytes { hasher.combine(bytes: $0) }
    return UInt64(UInt(bitPattern: hasher.finalize()))
  }
}
