/// One fault as `--faults` names it: `NAME[:DETAIL]`.
struct FaultText {
  private let text: String
  private let name: String
  private let detail: String?

  /// What can be written, for help and for errors.
  static let names =
    "reset, close or stall (each alone or with -unread or -taken), stall-status, stall-body, "
    + "truncated, chunked, chunked-cut, answer-close, answer-drop[:TIME], 100, 103, garbage, "
    + "400-list, 400-huge[:BYTES], 502-html, 503-html, bytewise, drip[:TIME], http10, "
    + "long-header[:BYTES], a status from 200 to 599 ([:Retry-After, or :URL for a redirect]), "
    + "accept-close, accept-reset, accept-silent, refuse"

  init(_ text: String) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = parts.first.map(String.init) ?? ""
    detail = parts.count == 2 ? String(parts[1]) : nil
  }

  func fault() throws(MockError) -> Fault {
    if let fault = Self.simple[name] {
      if detail != nil { throw failed("\(name) takes nothing after a colon") }
      return fault
    }
    switch name {
    case "answer-drop":
      return .answerThenClose(announced: false, after: try time(default: .zero))
    case "drip": return .pieces(pause: try time(default: .milliseconds(10)))
    case "400-huge": return .huge(bytes: try size(default: 5_000_000))
    case "long-header": return .longHeader(bytes: try size(default: 100_000))
    default: return try statusFault()
    }
  }

  private static let simple: [String: Fault] = {
    let moments = Fault.Moment.allCases
    let all =
      moments.map(Fault.reset) + moments.map(Fault.close) + moments.map(Fault.stall) + [
        .stallAfterStatusLine, .stallBody, .truncated, .chunked, .chunkedCut,
        .answerThenClose(announced: true), .continueFirst, .earlyHintsFirst, .garbage,
        .listOfMessages, .html(502), .html(503), .pieces(), .http10,
      ]
    return Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }()

  private func statusFault() throws(MockError) -> Fault {
    guard let status = Int(name) else {
      throw failed("there is no fault of that name; there are \(Self.names)")
    }
    guard (200...599).contains(status) else { throw failed("a status is 200 to 599") }
    guard let detail else { return .status(status) }
    if (300..<400).contains(status) { return .redirect(status, to: detail) }
    return .status(status, retryAfter: try retryAfter(detail))
  }

  /// `5` is seconds, `date+5` a date five seconds ahead, anything else goes out as it is.
  private func retryAfter(_ text: String) throws(MockError) -> RetryAfter {
    if text.hasPrefix("date"), let seconds = Int(text.dropFirst(4)) {
      guard Self.dates.contains(seconds) else {
        throw failed("a date is at most \(Self.dates.upperBound) seconds from now")
      }
      return .date(secondsFromNow: seconds)
    }
    return Int(text).map(RetryAfter.seconds) ?? .text(text)
  }

  /// About a thousand years, so that years have four digits.
  private static let dates = -30_000_000_000...30_000_000_000

  private func size(default size: Int) throws(MockError) -> Int {
    guard let detail else { return size }
    guard let bytes = Int(detail), (1...100_000_000).contains(bytes) else {
      throw failed("“\(detail)” is no number of bytes from 1 to 100000000")
    }
    return bytes
  }

  private func time(default time: Duration) throws(MockError) -> Duration {
    guard let detail else { return time }
    if detail.hasSuffix("ms"), let count = Int(detail.dropLast(2)), (0...3_600_000).contains(count)
    {
      return .milliseconds(count)
    }
    if detail.hasSuffix("s"), let count = Double(detail.dropLast()), (0...3600).contains(count) {
      return .seconds(count)
    }
    throw failed("“\(detail)” is no time such as 20ms or 1.5s")
  }

  private func failed(_ reason: String) -> MockError { .badFault(text: text, reason: reason) }
}
