/// When a run must end although messages are left: a mistake or an outage is met by all alike, and
/// what is not attempted can be sent later.
package struct StopRules: Sendable {
  /// Equal rejections in a row, before any message was accepted. What differs from one message to the
  /// next in the API's words, such as a number or the name of a request, makes no other rejection.
  package static let rejectionsAtStart = 20
  /// Messages in a row that failed or are unknown, at any time.
  package static let troubleInARow = 50

  private let limit: ErrorLimit?
  private let recipients: Int
  private var accepted = false
  private var errors = 0
  /// Those of the errors that may have been accepted.
  private var inDoubt = 0
  private var row: (kind: Kind, count: Int)?

  /// Ends of the same kind are counted in a row.
  private enum Kind: Equatable {
    case rejected(status: Int, words: String)
    case trouble
  }

  /// - Parameter recipients: the messages of the plan, of which a percentage is taken.
  package init(limit: ErrorLimit? = nil, recipients: Int = 0) {
    self.limit = limit
    self.recipients = recipients
  }

  /// Takes note of what became of one message.
  package mutating func note(_ outcome: Outcome) -> StopReason? {
    switch outcome {
    case .sent:
      accepted = true
      row = nil
      return nil
    case .stop:
      return nil
    case .rejected(let status, let words):
      errors += 1
      let count = count(.rejected(status: status, words: Self.inCommon(words)))
      let words = "\(status): \(words)"
      if let tooMany { return tooMany }
      guard !accepted, count >= Self.rejectionsAtStart else { return nil }
      return .sameRejection(count: count, words: words)
    case .notAccepted(_, let words, _), .unknown(_, let words, _):
      errors += 1
      if case .unknown = outcome { inDoubt += 1 }
      let count = count(.trouble)
      if let tooMany { return tooMany }
      return count >= Self.troubleInARow ? .trouble(count: count, last: words) : nil
    }
  }

  /// The words without numbers, and without what looks like the name of a request: letters and digits mixed, of some
  /// length. A code such as `E101` tells one reason from another.
  private static func inCommon(_ words: String) -> String {
    var common = ""
    var part = ""
    for character in words + " " {
      if character.isLetter || character.isNumber {
        part.append(character)
      } else {
        let digits = part.count(where: \.isNumber)
        let isAny = digits == part.count ? digits >= shortestNumber : part.count >= shortestName
        common += digits > 0 && isAny ? "#" : part
        common.append(character)
        part = ""
      }
    }
    return common
  }

  /// How many digits such a number has at least; a status or the number of a field is shorter.
  private static let shortestNumber = 5
  /// How many letters and digits such a name has at least.
  private static let shortestName = 8

  /// - Returns: how many were of this kind in a row, this one included.
  private mutating func count(_ kind: Kind) -> Int {
    let count = row?.kind == kind ? (row?.count ?? 0) + 1 : 1
    row = (kind, count)
    return count
  }

  private var tooMany: StopReason? {
    guard let limit, limit.isPassed(by: errors, of: recipients) else { return nil }
    return .tooManyErrors(count: errors, inDoubt: inDoubt, limit: limit.description)
  }
}

/// `--max-errors`: a number of messages, or a percentage of the plan's.
package enum ErrorLimit: Sendable, Equatable, CustomStringConvertible {
  /// 0 or more messages.
  case count(Int)
  /// 0…100
  case percent(Double)

  /// `12` or `2.5%`; nil for anything else.
  package init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Int(text), count >= 0 else { return nil }
      self = .count(count)
    }
  }

  /// Whether there are more errors than that; a percentage is one of `total`.
  package func isPassed(by errors: Int, of total: Int) -> Bool {
    switch self {
    case .count(let count): errors > count
    case .percent(let percent): Double(errors) * 100 > percent * Double(total)
    }
  }

  package var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let percent):
      percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
    }
  }
}
