/// How a handset receives the text of a message (3GPP TS 23.038).
package enum MessageEncoding: String, Sendable, CaseIterable {
  /// The GSM 7-bit default alphabet with its extension table, counted in septets.
  case gsm7 = "GSM-7"
  /// Two bytes a UTF-16 unit, for every text with a character that GSM-7 lacks.
  case ucs2 = "UCS-2"

  /// Its raw value, for reports of a million rows.
  package var name: StaticString { self == .gsm7 ? "GSM-7" : "UCS-2" }

  /// The units that fit in a message of one segment: 140 bytes.
  package var unitsAlone: Int { self == .gsm7 ? 160 : 70 }

  /// The units that fit in each segment of a longer message, where a header of 6 bytes takes its
  /// share (3GPP TS 23.040, section 9.2.3.24.1).
  package var unitsJoined: Int { self == .gsm7 ? 153 : 67 }

  /// The units of one scalar: septets or UTF-16 units, 0 for one that GSM-7 lacks.
  @inline(__always)
  func units(of scalar: UInt32) -> Int {
    self == .gsm7 ? GSM7.septets(of: scalar) : (scalar > 0xFFFF ? 2 : 1)
  }
}
