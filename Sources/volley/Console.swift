import ArgumentParser
import Audience
import Campaign
import Glibc
import Reports
import Synchronization

/// Where words go: results to standard output, all else to standard error.
///
/// A reader that went away changes nothing: what it did not read is dropped.
enum Console {
  static func result(_ text: String) { result(Array(fit(text, STDOUT_FILENO).utf8)) }

  /// The summary as one JSON object.
  static func result(_ summary: Summary) {
    var line: [UInt8] = []
    summary.appendLine(to: &line)
    result(line)
  }

  private static func result(_ bytes: [UInt8]) {
    // On a terminal both stand in one place.
    StandardError.shared.flush()
    guard let code = write(bytes, to: STDOUT_FILENO), code != EPIPE else { return }
    lost.withLock { $0 = code }
  }

  /// Why results did not reach standard output; nil when they did, or when nobody wants them any more.
  private static let lost = Mutex<Int32?>(nil)

  /// - Parameter mayBeMissing: Whether it is left out where much of what was noted before is still unread.
  static func note(_ text: String, mayBeMissing: Bool = false) {
    // A progress line may stand there.
    let line = (canDraw ? "\r\u{1B}[K" : "") + fit(text, STDERR_FILENO)
    StandardError.shared.write(line, mayBeMissing: mayBeMissing)
  }

  /// The columns of the terminal that errors are shown on; nil without one.
  static var width: Int? { size(of: STDERR_FILENO) }

  static func draw(_ text: String) { StandardError.shared.write(text) }

  /// Waits for a file that takes no more for now, as whoever called may have left it.
  ///
  /// - Returns: why some of it could not be written.
  static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        var room = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&room, 1, -1)
      } else if count == 0 || errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// A line or more, with a line end: no text out of a list can steer a terminal, and none is broken
  /// in the middle of a word.
  private static func fit(_ text: String, _ file: Int32) -> String {
    let harmless = text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n"
        ? scalar.controlPicture ?? "\u{FFFD}" : turnsText(scalar) ? "\u{FFFD}" : scalar
    }
    let line = String(String.UnicodeScalarView(harmless))
    return (columns(of: file).map { Wrapping(width: $0).wrapped(line) } ?? line) + "\n"
  }

  /// Embeddings, overrides and isolates of Unicode's directions: what follows would be shown backwards.
  private static func turnsText(_ scalar: Unicode.Scalar) -> Bool {
    0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
  }

  /// The width of a terminal that has room for words; nil for everything else, where lines stay whole.
  private static func columns(of file: Int32) -> Int? {
    size(of: file).flatMap { $0 >= 20 ? $0 : nil }
  }

  private static func size(of file: Int32) -> Int? {
    var size = winsize()
    guard isatty(file) == 1, ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Whether somebody reads what is noted at once: else it is a log.
  static var notesAreSeen: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether a line can be drawn again: on a terminal that obeys.
  static var canDraw: Bool {
    isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Turns volley's errors into words and exit codes.
  static func reporting(
    _ log: Log = Log(), _ body: () async throws -> Campaign.ExitCode
  ) async throws {
    signal(SIGPIPE, SIG_IGN)
    let code: Campaign.ExitCode
    do {
      code = try await body()
    } catch let error as CampaignError {
      log.say(error.words, hasHash: error.hasHash)
      code = error.code
    }
    if let lost = lost.withLock({ $0 }) {
      log.say("standard output could not be written: \(systemWords(lost))")
      if code == .success { throw ArgumentParser.ExitCode(Campaign.ExitCode.error.rawValue) }
    }
    if code != .success { throw ArgumentParser.ExitCode(code.rawValue) }
  }

  /// A caller may have closed standard input or output. The next file opened would take its place,
  /// and words for people would be written into it.
  static func keepStandardFilesApart() {
    for file in 0...2 as ClosedRange<Int32> where fcntl(file, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Asks on the terminal; false without one, and for everything but yes. What was typed before the question
  /// is no answer to it.
  static func confirms(_ question: String) -> Bool {
    guard let terminal = fopen("/dev/tty", "r+e") else { return false }
    defer { fclose(terminal) }
    StandardError.shared.flush()
    tcflush(fileno(terminal), TCIFLUSH)
    fputs("\(question) [y/N] ", terminal)
    fflush(terminal)
    return isYes(line(of: terminal))
  }

  /// All of it: the beginning of a longer line, or what stands before a NUL, would be another answer.
  private static func line(of terminal: UnsafeMutablePointer<FILE>) -> [UInt8] {
    var line: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(line) }
    let count = getline(&line, &room, terminal)
    return Array(UnsafeRawBufferPointer(start: line, count: max(0, count)))
  }

  private static func isYes(_ line: [UInt8]) -> Bool {
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return words.count == 1 && ["y", "yes"].contains(words[0].lowercased())
  }

  /// Whether there is somebody to ask.
  static var hasTerminal: Bool {
    guard isatty(STDERR_FILENO) == 1, let terminal = fopen("/dev/tty", "r+e") else { return false }
    fclose(terminal)
    return true
  }
}
