import Glibc

/// The write-ahead log beside a ledger, as SQLite's file format describes it (fileformat2, section 4).
struct LogFile {
  private static let headLength = 32
  private static let frameHeadLength = 24
  /// How it begins, but for the last bit, which says how its sums are made.
  private static let mark: UInt32 = 0x377F_0682

  let path: String

  /// Whether it has more than a head; one that has no more tells nothing.
  var isThere: Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_size > Self.headLength
  }

  /// Whether it tells what a ledger's runs did. Anything else than a log is as good as none, and so is one
  /// that was begun and has no transaction yet: whoever found the ledger without its log may have begun it.
  var tellsSomething: Bool {
    // SQLite has no locks on the log that closing it would drop.
    let file = open(path, O_RDONLY | O_CLOEXEC)
    // Who closed the ledger just now has moved all of it to the file.
    guard file >= 0 else { return true }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: Self.headLength)
    let count = pread(file, &bytes, Self.headLength, 0)
    // One that cannot be read is there all the same, and SQLite says what is wrong with it.
    if count < 0 { return true }
    guard count == Self.headLength, let head = Head(bytes) else { return false }
    // Before a log is begun anew, all of it is moved to the file.
    return head.generation > 0 || Self.hasTransaction(file, head)
  }

  private struct Head {
    let pageSize: Int
    let generation: UInt32
    let salt: ArraySlice<UInt8>
    var sum: Sum

    init?(_ bytes: [UInt8]) {
      let mark = bytes.word(at: 0)
      guard mark & ~1 == LogFile.mark else { return nil }
      pageSize = Int(bytes.word(at: 8))
      generation = bytes.word(at: 12)
      salt = bytes[16..<24]
      sum = Sum(isBigEndian: mark & 1 == 1)
      sum.add(bytes[..<24])
    }
  }

  /// Whether a whole transaction stands at its beginning: frames of this log whose sums are right, up to one
  /// that ends it.
  private static func hasTransaction(_ file: Int32, _ head: Head) -> Bool {
    guard (512...65_536).contains(head.pageSize) else { return false }
    var sum = head.sum
    var place = headLength
    var frame = [UInt8](repeating: 0, count: frameHeadLength + head.pageSize)
    while pread(file, &frame, frame.count, off_t(place)) == frame.count {
      sum.add(frame[..<8])
      sum.add(frame[frameHeadLength...])
      guard frame[8..<16] == head.salt, frame.word(at: 16) == sum.first,
        frame.word(at: 20) == sum.second
      else { return false }
      if frame.word(at: 4) != 0 { return true }
      place += frame.count
    }
    return false
  }

  /// The running sum of all that stands before.
  private struct Sum {
    let isBigEndian: Bool
    private(set) var first: UInt32 = 0
    private(set) var second: UInt32 = 0

    init(isBigEndian: Bool) {
      self.isBigEndian = isBigEndian
    }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
      for place in stride(from: bytes.startIndex, to: bytes.endIndex, by: 8) {
        first &+= word(bytes, place) &+ second
        second &+= word(bytes, place + 4) &+ first
      }
    }

    private func word(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt32 {
      let word = bytes.word(at: place)
      return isBigEndian ? word : word.byteSwapped
    }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// Big-endian.
  fileprivate func word(at place: Int) -> UInt32 {
    self[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
