import Foundation

/// A file of accepted messages, one JSON line each.
final class MessageLog: Sendable {
  private let descriptor: CInt

  /// Opens `path` for appending; it is created 0600, since it holds phone numbers.
  init(path: String) throws(MockError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpenLog(path: path, reason: String(cString: strerror(errno)))
    }
  }

  deinit { close(descriptor) }

  /// One `write` a line: lines stay whole whoever is killed when, and whoever else appends.
  /// False if the line could not be written.
  func append(_ message: Received) -> Bool {
    var line = Self.line(message)
    return line.withUTF8 { bytes in write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
    }
  }

  static func line(_ message: Received) -> String {
    let to = JSONText.quoted(message.to)
    let from = JSONText.quoted(message.from)
    let text = JSONText.quoted(message.message)
    return "{\"time\":\"\(Timestamp.iso(message.time))\",\"to_number\":\(to),"
      + "\"from_number\":\(from),\"message\":\(text)}\n"
  }
}
