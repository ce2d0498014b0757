import Foundation
import Glibc

/// The zone of the machine's own clock, by its name in the zone database.
///
/// `/etc/localtime` is a link into that database on most machines. On others, and in many containers, it is a
/// copy of a zone's file: what is in it tells which, with `/etc/timezone` to choose among names for the same.
struct MachineZone {
  var clock = "/etc/localtime"
  var nameFile = "/etc/timezone"
  var database = "/usr/share/zoneinfo"

  /// Whether there are names to choose from.
  var hasDatabase: Bool { access("\(database)/Europe", F_OK) == 0 }

  /// Nil when it cannot be told. Without a file, clocks show UTC.
  var name: String? {
    guard let file = Self.realPath(clock) else { return isUTC ? "UTC" : nil }
    if let name = Self.name(inPath: file), isKnown(name) { return name }
    guard let bytes = FileManager.default.contents(atPath: file), !bytes.isEmpty else { return nil }
    if let name = wanted, isKnown(name), hasZone(name, bytes) { return name }
    let same = names.filter { hasZone($0, bytes) && isKnown($0) }
    // Older names are links to the one in use.
    return same.first { !Self.isLink("\(database)/\($0)") } ?? same.first
  }

  /// The zone of a path into the database, whichever of its parts that is.
  static func name(inPath path: String) -> String? {
    guard let range = path.range(of: "/zoneinfo/") else { return nil }
    return withoutPart(String(path[range.upperBound...]))
  }

  /// `posix/Europe/Berlin` is the same zone as `Europe/Berlin`.
  static func withoutPart(_ name: String) -> String {
    for part in ["posix/", "right/"] where name.hasPrefix(part) {
      return String(name.dropFirst(part.count))
    }
    return name
  }

  private static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  static func realPath(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// Where there is no file: without a link too, or with one for UTC, as on machines without the database.
  private var isUTC: Bool {
    var facts = stat()
    guard lstat(clock, &facts) == 0 else { return errno == ENOENT }
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: clock)
    return target.flatMap(Self.name).map(["UTC", "Etc/UTC"].contains) == true
  }

  private func isKnown(_ name: String) -> Bool {
    access("\(database)/\(name)", R_OK) == 0 && TimeZone(identifier: name) != nil
  }

  private func hasZone(_ name: String, _ bytes: Data) -> Bool {
    let path = "\(database)/\(name)"
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_size == bytes.count else { return false }
    return FileManager.default.contents(atPath: path) == bytes
  }

  private var wanted: String? {
    FileManager.default.contents(atPath: nameFile).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// All zones, those called by a place first.
  private var names: [String] {
    let all = FileManager.default.enumerator(atPath: database)?.compactMap { $0 as? String } ?? []
    let names = all.filter { Self.withoutPart($0) == $0 }
    let places = [
      "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/",
      "Indian/", "Pacific/",
    ]
    let isPlace = { (name: String) in places.contains(where: name.hasPrefix) }
    return names.filter(isPlace).sorted() + names.filter { !isPlace($0) }.sorted()
  }
}
