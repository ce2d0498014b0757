import Foundation
import Synchronization

/// The short names of time zones, `CET`, as the zone database has them (RFC 8536). Foundation's are those
/// of one language, and empty for most of the world.
struct ZoneNames: Sendable {
  /// A way in which a zone's clocks were or are set.
  private struct Kind {
    let offset: Int
    let isDaylight: Bool
    let name: String
  }

  private let kinds: [Kind]
  /// When clocks were set anew, in seconds since 1970, and to which kind.
  private let changes: [(moment: Int, kind: Int)]

  private static let known = Mutex<[String: ZoneNames]>([:])

  /// The names of a zone, found by its own in the database; without any if there is no such file.
  static func of(_ identifier: String) -> ZoneNames {
    known.withLock { known in
      if let names = known[identifier] { return names }
      let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(identifier)")
      let names = ZoneNames(data.map(Array.init) ?? [])
      known[identifier] = names
      return names
    }
  }

  /// What clocks are called that are set so at a moment. Nil if the database does not know.
  func name(at moment: Int, offset: Int, isDaylight: Bool) -> String? {
    let fits = { (kind: Kind) in kind.offset == offset && kind.isDaylight == isDaylight }
    let before = changes.last { $0.moment <= moment && fits(kinds[$0.kind]) }
    let kind = before.map { kinds[$0.kind] } ?? kinds.first(where: fits)
    return kind.flatMap { $0.name.isEmpty ? nil : $0.name }
  }

  /// Reads the bytes of a file; what is no such file has no names.
  private init(_ bytes: [UInt8]) {
    var reader = Reader(bytes)
    guard let first = reader.readHeader() else {
      (kinds, changes) = ([], [])
      return
    }
    // The second part has the same with times of 64 bits.
    if first.version >= UInt8(ascii: "2"), reader.skip(first.length(ofTime: 4)),
      let second = reader.readHeader()
    {
      (kinds, changes) = reader.read(second, ofTime: 8)
    } else {
      reader = Reader(bytes)
      _ = reader.readHeader()
      (kinds, changes) = reader.read(first, ofTime: 4)
    }
  }

  private struct Header {
    let version: UInt8
    let counts: [Int]

    var changes: Int { counts[3] }
    var kinds: Int { counts[4] }
    var characters: Int { counts[5] }

    func length(ofTime size: Int) -> Int {
      changes * (size + 1) + kinds * 6 + characters + counts[2] * (size + 4) + counts[1] + counts[0]
    }
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func readHeader() -> Header? {
      guard bytes.count >= index + 44, bytes[index..<index + 4].elementsEqual("TZif".utf8) else {
        return nil
      }
      let version = bytes[index + 4]
      index += 20
      let counts = (0..<6).map { _ in integer(4) }
      return counts.allSatisfy { $0 >= 0 } ? Header(version: version, counts: counts) : nil
    }

    mutating func skip(_ count: Int) -> Bool {
      index += count
      return index <= bytes.count
    }

    mutating func read(
      _ header: Header, ofTime size: Int
    ) -> ([Kind], [(moment: Int, kind: Int)]) {
      guard bytes.count >= index + header.length(ofTime: size) else { return ([], []) }
      let moments = (0..<header.changes).map { _ in integer(size) }
      let order = (0..<header.changes).map { _ in integer(1) & 0xFF }
      let facts = (0..<header.kinds).map { _ in (integer(4), integer(1), integer(1) & 0xFF) }
      let names = bytes[index..<index + header.characters]
      let kinds = facts.map { offset, isDaylight, start in
        let name = names.dropFirst(start).prefix { $0 != 0 }
        return Kind(
          offset: offset, isDaylight: isDaylight != 0, name: String(decoding: name, as: UTF8.self))
      }
      return (kinds, zip(moments, order).filter { kinds.indices.contains($1) }.map { ($0, $1) })
    }

    /// Reads a number in two's complement, the first byte first.
    private mutating func integer(_ size: Int) -> Int {
      var value = Int(Int8(bitPattern: bytes[index]))
      for byte in bytes[index + 1..<index + size] { value = value << 8 | Int(byte) }
      index += size
      return value
    }
  }
}
