import ArgumentParser
import Audience
import Foundation
import Logging
import Reports

/// What a command says of its own doing, on standard error: words for people, or a JSON object a
/// line for machines.
struct Log: Sendable {
  enum Format: String, Sendable, CaseIterable, ExpressibleByArgument { case text, json }

  let format: Format
  let logger: Logger

  init(_ format: Format = .text, level: Logger.Level = .notice) {
    self.format = format
    var logger = Logger(label: "volley") { _ in LineHandler(format: format) }
    logger.logLevel = level
    self.logger = logger
  }

  /// The log that the command line asks for, for what is said before that is read in earnest.
  static var early: Log {
    let name = CommandOptions.value(of: "log-format", in: CommandLine.arguments)
    return Log(name.flatMap(Format.init) ?? .text)
  }

  /// Says something to a person who waits for it: plain in text, and an event in JSON, which is kept: phone numbers are
  /// masked in it, but for a hash, which may look like one.
  func say(_ words: String, level: Logger.Level = .error, hasHash: Bool = false) {
    switch format {
    case .text: Console.note("volley: \(words)")
    case .json: logger.log(level: level, "\(hasHash ? words : PhoneNumber.masked(in: words))")
    }
  }
}

/// Writes each event as one line.
struct LineHandler: LogHandler {
  var logLevel = Logger.Level.notice
  var metadata: Logger.Metadata = [:]
  let format: Log.Format

  init(format: Log.Format) {
    self.format = format
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    tellMissing()
    let facts = metadata.merging(event.metadata ?? [:]) { $1 }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
    write(event.level, event.message.description, facts)
  }

  /// What was left out, once there is room to say so.
  func tellMissing() {
    let missing = StandardError.shared.takeMissing()
    guard missing > 0 else { return }
    let words = "lines of this log are missing here: nobody read standard error"
    write(.warning, words, [("lines", String(missing))])
  }

  private func write(_ level: Logger.Level, _ words: String, _ facts: [(String, String)]) {
    let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let line =
      switch format {
      case .text: Self.text(time, level, words, facts)
      case .json: Self.json(time, level, words, facts)
      }
    Console.note(line, mayBeMissing: level < .warning)
  }

  static func text(
    _ time: String, _ level: Logger.Level, _ words: String, _ facts: [(String, String)]
  ) -> String {
    let facts = facts.map { " \($0)=\($1.contains(" ") ? "\"\($1)\"" : $1)" }.joined()
    return "\(time) \(level): \(escaped(words + facts))"
  }

  static func json(
    _ time: String, _ level: Logger.Level, _ words: String, _ facts: [(String, String)]
  ) -> String {
    var members: [(String, JSONValue)] = [
      ("time", .text(time)), ("level", .text(level.rawValue)), ("message", .text(words)),
    ]
    members += facts.map { ($0, .text($1)) }
    var line: [UInt8] = []
    JSONValue.object(members).appendLine(to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  /// Without what a terminal would obey or a line would break at.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isUnseen {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
