extension FaultRules {
  /// The faults that can be written, for help and for errors.
  package static var names: String { FaultText.names }

  /// Reads the text of `--faults`: `FAULT[:DETAIL]=WHEN`, separated by commas.
  ///
  /// `WHEN` is `P%` (a share), `#N` (the N-th request or connection), `every:N`, or a `to_number`;
  /// `xN` after it lets it happen N times at most. Example:
  /// `reset=1%,429:2=1%,stall=#7,503=+12025550100x2`.
  package init(parsing text: String, seed: UInt64 = 1) throws(MockError) {
    self.init()
    self.seed = seed
    // An empty option is one that asks for nothing.
    if text.trimmed.isEmpty { return }
    for rule in text.split(separator: ",", omittingEmptySubsequences: false) {
      try add(rule: rule.trimmed)
    }
    try checkShares(requests.map(\.when), of: text)
    try checkShares(connections.map(\.when), of: text)
  }

  private mutating func add(rule text: String) throws(MockError) {
    func failed(_ reason: String) -> MockError { .badFault(text: text, reason: reason) }
    // The last one: an address to redirect to may have others.
    guard let equals = text.lastIndex(of: "=") else {
      throw failed("say when it is to happen, as in reset=1% or reset=#5")
    }
    let what = String(text[..<equals]).trimmed
    let moment = String(text[text.index(after: equals)...]).trimmed
    guard let (when, times) = Self.when(moment) else {
      throw failed("“\(moment)” is no share (1%), count (#5, every:5) or number (+12025550100)")
    }
    if let fault = ConnectionFault(rawValue: what) {
      if case .number = when { throw failed("a connection has no number; use 1%, #5 or every:5") }
      add(fault, when, times: times)
    } else {
      add(try FaultText(what).fault(), when, times: times)
    }
  }

  private static func when(_ text: String) -> (When, times: Int?)? {
    let parts = text.split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first else { return nil }
    if parts.count == 1 { return condition(String(first)).map { ($0, nil) } }
    guard let times = Int(parts[1]), times > 0 else { return nil }
    return condition(String(first)).map { ($0, times) }
  }

  private static func condition(_ text: String) -> When? {
    if Contract.isE164(text) { return .number(text) }
    if let percent = text.without(suffix: "%").flatMap(Double.init) {
      return (0...100).contains(percent) ? .share(percent) : nil
    }
    if let count = text.without(prefix: "#").flatMap(Int.init) {
      return count > 0 ? .nth(count) : nil
    }
    if let count = text.without(prefix: "every:").flatMap(Int.init) {
      return count > 0 ? .every(count) : nil
    }
    return nil
  }

  private func checkShares(_ whens: [When], of text: String) throws(MockError) {
    let sum = whens.reduce(0.0) { if case .share(let percent) = $1 { $0 + percent } else { $0 } }
    if sum > 100 { throw .badFault(text: text, reason: "the shares add up to more than 100%") }
  }
}

extension String {
  fileprivate func without(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  fileprivate func without(suffix: String) -> String? {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
