import Foundation

/// A time zone of the IANA database.
package final class Zone: Sendable, CustomStringConvertible {
  /// Its name as the database has it, such as `Europe/Berlin`.
  package let description: String
  private let rules: TimeZone

  /// The machine's own.
  package static let system = Zone(TimeZone.current)

  /// Nil for what is no name of the database; abbreviations (`PST`) name more than one zone.
  package convenience init?(named name: String) {
    guard name.contains("/") || Self.namesWithoutPlace.contains(name),
      let rules = TimeZone(identifier: name)
    else { return nil }
    self.init(rules, name: name)
  }

  private init(_ rules: TimeZone, name: String? = nil) {
    self.rules = rules
    description = name ?? rules.identifier
  }

  private static let namesWithoutPlace: Set = [
    "UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "CET",
    "EET", "MET", "WET", "EST", "HST", "MST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
    "Japan", "Singapore", "Israel", "Iran", "Turkey", "Egypt", "Poland", "Portugal", "Eire",
    "GB", "GB-Eire", "Iceland", "Jamaica", "Cuba", "Navajo", "Hongkong", "Libya", "NZ",
    "NZ-CHAT", "Kwajalein", "W-SU", "PRC", "ROC", "ROK",
  ]

  /// A zone that was probably meant by a name that is none.
  package static func nearest(to name: String) -> String? {
    // The digits of `UTC+2` are no slip of the pen.
    if name.contains(where: \.isNumber) { return nil }
    let wanted = bare(name)
    return wanted.isEmpty ? nil : identifiers[wanted] ?? identifiersOfPlaces[wanted]
  }

  private static let identifiers = [String: String](
    (TimeZone.knownTimeZoneIdentifiers + namesWithoutPlace.sorted()).map { (bare($0), $0) },
    uniquingKeysWith: { first, _ in first })

  private static let identifiersOfPlaces = [String: String](
    TimeZone.knownTimeZoneIdentifiers.map { name in
      (bare(name.split(separator: "/").last.map(String.init) ?? name), name)
    }, uniquingKeysWith: { first, _ in first })

  private static func bare(_ name: String) -> String {
    name.lowercased().filter(\.isLetter)
  }

  /// What its clocks show more than those of UTC, in seconds.
  ///
  /// - Parameter moment: seconds since 1970.
  package func offset(at moment: Int64) -> Int64 {
    Int64(rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment))))
  }

  /// The first second after the change of its clocks that lies between two moments, by halving.
  ///
  /// - Parameters:
  ///   - first: seconds since 1970, before the change.
  ///   - last: after it.
  package func change(between first: Int64, and last: Int64) -> Int64 {
    let offset = offset(at: last)
    var (before, after) = (first, last)
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if self.offset(at: middle) == offset { after = middle } else { before = middle }
    }
    return after
  }
}

extension Zone: Equatable {
  package static func == (one: Zone, other: Zone) -> Bool { one.description == other.description }
}

/// The zones of a list's column, each made once.
struct ZoneReader: Sendable {
  /// Nil for what is no name of a zone, which costs most to find out.
  private var known: [String: Zone?] = [:]

  /// Nil for what is no name of a zone.
  mutating func read(_ name: String) -> Zone? {
    if let zone = known[name] { return zone }
    let zone = Zone(named: name)
    // A column of nonsense must not fill the memory.
    if known.count < 1_000 { known[name] = .some(zone) }
    return zone
  }
}
