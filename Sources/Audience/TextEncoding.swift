/// How a file turns bytes into characters. UTF-16 is known by its byte order mark alone.
package enum TextEncoding: String, Hashable, Sendable, CustomStringConvertible {
  case utf8 = "UTF-8"
  case utf8BOM = "UTF-8 with BOM"
  case utf16LE = "UTF-16 LE"
  case utf16BE = "UTF-16 BE"
  case windows1252 = "Windows-1252"

  package var description: String { rawValue }

  /// Bytes before the first character.
  var markLength: Int {
    switch self {
    case .utf8, .windows1252: 0
    case .utf8BOM: 3
    case .utf16LE, .utf16BE: 2
    }
  }

  /// Bytes of an ASCII character.
  var unitLength: Int {
    switch self {
    case .utf8, .utf8BOM, .windows1252: 1
    case .utf16LE, .utf16BE: 2
    }
  }

  /// The encoding that a byte order mark names.
  init?(mark bytes: [UInt8]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8BOM
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LE
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BE
    } else {
      return nil
    }
  }
}
