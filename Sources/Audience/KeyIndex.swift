/// Which row claimed a key first. For numbers a slot has 12 bytes, and a row needs about 20: the index
/// is between half and three quarters full, and grows a small part at a time.
struct KeyIndex<Key: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  private var shards: [Shard]
  private(set) var count = 0

  /// How many bytes its slots take.
  var byteCount: Int { shards.reduce(0) { $0 + $1.byteCount } }

  private static var shardBits: UInt64 { 4 }

  /// - Parameter expected: how many keys there will be, as far as that is known. Room for so many is
  ///   taken at once, instead of moving each key several times.
  init(expecting expected: Int = 0) {
    let room = (expected * 10 / 7) >> Self.shardBits
    // Different sizes, so that the shards do not all grow at the same time.
    shards = (0..<1 << Self.shardBits).map { Shard(capacity: room + 16 + $0) }
  }

  /// The row that claimed `key` first: `row`, unless an earlier one did. A claim that is made again
  /// gets the same answer.
  /// - Parameter key: not 0.
  mutating func claim(_ key: Key, row: UInt32) -> UInt32 {
    claim(key, row: row, hash: Self.hash(key))
  }

  /// - Parameter hash: of the key.
  mutating func claim(_ key: Key, row: UInt32, hash: UInt64) -> UInt32 {
    let first = shards[Self.shard(hash)].claim(key, row: row, hash: hash)
    if first == nil { count += 1 }
    return first ?? row
  }

  /// Adds marks to a key that is known by such rather than by its row.
  mutating func mark(_ key: Key, _ marks: UInt32) {
    let hash = Self.hash(key)
    let first = shards[Self.shard(hash)].claim(key, row: marks, hash: hash)
    if first == nil { count += 1 }
    if let first, first | marks != first {
      shards[Self.shard(hash)].set(key, row: first | marks, hash: hash)
    }
  }

  /// None where the key is not known.
  func marks(of key: Key) -> UInt32 {
    let hash = Self.hash(key)
    return shards[Self.shard(hash)].row(of: key, hash: hash) ?? 0
  }

  /// Looks where a key would be. Done for some keys in a row before they are claimed, it lets the
  /// processor fetch their memory side by side instead of one after the other.
  /// - Returns: something to use, so that the look is not optimised away.
  func look(hash: UInt64) -> Key { shards[Self.shard(hash)].look(hash: hash) }

  func contains(_ key: Key) -> Bool {
    let hash = Self.hash(key)
    return shards[Self.shard(hash)].contains(key, hash: hash)
  }

  private static func shard(_ hash: UInt64) -> Int { Int(hash >> (64 - shardBits)) }

  /// The finaliser of MurmurHash3: neighbours among numbers land far apart. Which numbers land beside each
  /// other is not known before, so that no list can be made to be slow.
  static func hash(_ key: Key) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: key) ^ keySeed
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 33)
  }

  /// A table with open addressing; 0 is a free slot.
  private struct Shard: Sendable {
    private var keys: [Key]
    private var rows: [UInt32]
    private var count = 0

    init(capacity: Int) {
      keys = Array(repeating: 0, count: capacity)
      rows = Array(repeating: 0, count: capacity)
    }

    var byteCount: Int { keys.count * (MemoryLayout<Key>.stride + MemoryLayout<UInt32>.stride) }

    /// The earlier row, or nil if the key is new.
    mutating func claim(_ key: Key, row: UInt32, hash: UInt64) -> UInt32? {
      let slot = slot(of: key, hash: hash)
      if keys[slot] == key { return rows[slot] }
      keys[slot] = key
      rows[slot] = row
      count += 1
      if count * 4 >= keys.count * 3 { grow() }
      return nil
    }

    mutating func set(_ key: Key, row: UInt32, hash: UInt64) {
      rows[slot(of: key, hash: hash)] = row
    }

    func row(of key: Key, hash: UInt64) -> UInt32? {
      let slot = slot(of: key, hash: hash)
      return keys[slot] == key ? rows[slot] : nil
    }

    func contains(_ key: Key, hash: UInt64) -> Bool {
      keys[slot(of: key, hash: hash)] == key
    }

    func look(hash: UInt64) -> Key {
      let slot = firstSlot(hash)
      return keys[slot] &+ Key(rows[slot])
    }

    /// The bits below those that chose the shard, scaled to the size, which is no power of two.
    private func firstSlot(_ hash: UInt64) -> Int {
      let bits = (hash << KeyIndex.shardBits) >> 32
      return Int((bits &* UInt64(keys.count)) >> 32)
    }

    /// Where `key` is, or would be.
    private func slot(of key: Key, hash: UInt64) -> Int {
      var slot = firstSlot(hash)
      while keys[slot] != 0, keys[slot] != key {
        slot += 1
        if slot == keys.count { slot = 0 }
      }
      return slot
    }

    private mutating func grow() {
      var larger = Shard(capacity: keys.count + keys.count / 2)
      for old in keys.indices where keys[old] != 0 {
        let slot = larger.slot(of: keys[old], hash: KeyIndex.hash(keys[old]))
        larger.keys[slot] = keys[old]
        larger.rows[slot] = rows[old]
      }
      larger.count = count
      self = larger
    }
  }
}

private let keySeed = UInt64.random(in: 0 ... .max)
