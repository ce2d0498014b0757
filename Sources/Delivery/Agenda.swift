import Composing

/// What is to be sent next, and when: the messages of the plan in their order, at the pace and in
/// the hours that were asked for.
///
/// Pure but for its source: whoever asks says what time it is, and promises the message.
struct Agenda {
  enum Next {
    /// A promised message, and when it may leave.
    case message(Message, at: Instant)
    /// Nothing may be promised before. When that is now, there is more to look at, and others may come
    /// first.
    case later(Instant)
    /// Not before its own hours, which come once more with the plan: whoever asks can do others meanwhile.
    case asleep
    case nothing
  }

  private let options: PaceOptions
  private let hours: QuietHours
  private var candidates: Candidates
  private(set) var timetable: Timetable
  /// New messages that may still be begun; nil: all.
  private var allowance: Int?
  private var isExhausted = false
  /// What was left because of the hour, in the whole run.
  private(set) var left = Postponed()
  private let passes: Int
  /// How often all messages were looked at, without counting for the hours.
  private(set) var pass = 0
  /// How long before its time a message is promised, so that the promise is durable by then.
  private var lead = Duration.milliseconds(10)

  /// - Parameter passes: how often all messages are looked at: whoever promises them leaves some for later.
  init(source: any MessageSource, options: PaceOptions, limit: Int?, passes: Int = 1) {
    self.options = options
    hours = QuietHours(options)
    timetable = Timetable(rate: options.rate, senderRate: options.ratePerSender)
    candidates = Candidates(source, hours: hours, tellsSenders: timetable.tellsSenders)
    self.passes = passes
    allowance = limit
  }

  /// The next message that `begin` takes.
  ///
  /// - Parameters:
  ///   - early: how long the visitor needs before it can send.
  ///   - isFree: whether `begin` would take a message: the hours are waited for, or told, for no other.
  mutating func next(
    at now: Moment, early: Duration = .zero, isFree: (Message) throws -> Bool = { _ in true },
    begin: (Message) throws -> Bool
  ) throws -> Next {
    var visit = Visit(at: now, ahead: lead + early)
    while !isExhausted {
      if visit.isLong { return .later(now.instant) }
      if allowance == 0 { isExhausted = true }
      if isExhausted || isPastDeadline(visit) { return .nothing }
      let earliest = timetable.earliest(from: now.instant)
      if earliest > visit.limit {
        switch try candidates.look(&visit, isFree) {
        case .found: return .later(earliest - visit.ahead)
        case .nothing: return try endOfPass(at: now)
        case .unfinished: return .later(now.instant)
        }
      }
      switch try candidates.next(&visit, timetable, isFree) {
      case .nothing: return try endOfPass(at: now)
      case .later(let moment): return .later(max(now.instant, moment - visit.ahead))
      case .message(let message, let moment):
        guard try candidates.isWanted(message, at: now.instant), try begin(message) else {
          visit.passed += 1
          continue
        }
        allowance = allowance.map { $0 - 1 }
        timetable.take(message.from, at: moment)
        return .message(message, at: moment)
      }
    }
    return .nothing
  }

  /// A message that was tried before, once more.
  mutating func again(
    _ message: Message, at now: Moment, early: Duration = .zero,
    begin: (Message) throws -> Bool
  ) throws -> Next {
    let visit = Visit(at: now, ahead: lead + early)
    if isPastDeadline(visit) { return .nothing }
    if let closed = hours.closed(in: message.zone, at: visit) {
      guard let opening = hours.awaited(closed.opening) else {
        left.note(closed.opening)
        return .nothing
      }
      if hours.hasZones {
        candidates.postpone(until: opening)
        return .asleep
      }
      return .later(now.instant(at: opening))
    }
    let moment = timetable.earliest(for: message.from, from: now.instant)
    if moment > visit.limit { return .later(moment - visit.ahead) }
    guard try candidates.isWanted(message, at: now.instant), try begin(message) else {
      return .nothing
    }
    timetable.take(message.from, at: moment)
    return .message(message, at: moment)
  }

  /// Whether a message that was begun is still to be sent.
  func isWanted(_ message: Message, at now: Instant) throws -> Bool {
    try candidates.isWanted(message, at: now)
  }

  /// A message that was begun comes once more with the plan.
  mutating func takeBack() {
    allowance = allowance.map { $0 + 1 }
    isExhausted = false
  }

  /// Whether as many messages were begun as were allowed.
  var isAtLimit: Bool { allowance == 0 }

  /// No rate holds a message back.
  var isUnpaced: Bool { timetable.isUnpaced }

  /// A rate that was asked for or hours decide when a message leaves, and not one that was found out.
  var isTimed: Bool {
    options.rate != nil || options.ratePerSender != nil || options.window != nil
      || options.notAfter != nil
  }

  /// Whether there is nothing more to promise, as far as can be told without promising it: the message that
  /// is next may be taken.
  mutating func isAtEnd(
    at now: Moment, isFree: (Message) throws -> Bool = { _ in true }
  ) throws -> Bool {
    var visit = Visit(at: now, ahead: lead)
    if isExhausted || allowance == 0 || isPastDeadline(visit) { return true }
    guard case .nothing = try candidates.look(&visit, isFree) else { return false }
    guard case .nothing = try endOfPass(at: now) else { return false }
    return true
  }

  /// Whether a message that is to be tried again will have no hour for it any more; it is left then.
  mutating func isTooLate(_ message: Message, at moment: Moment) -> Bool {
    let visit = Visit(at: moment, ahead: lead)
    let (isOver, closed) = (hours.isOver(at: visit), hours.closed(in: message.zone, at: visit))
    // Others may leave until then.
    guard isOver || closed != nil && hours.awaited(closed?.opening) == nil else { return false }
    left.note(isOver ? nil : closed?.opening)
    return true
  }

  mutating func follow(_ rate: Double?) {
    timetable.follow(rate)
  }

  /// Learns how long a promise takes.
  /// - Parameter delay: what the first message of the group came too late by.
  mutating func noteCommit(took duration: Duration, late delay: Duration) {
    lead = min(max((lead * 3 + duration * 2) / 4, .milliseconds(10)), .milliseconds(500))
    if delay > .zero { timetable.slip(by: delay) }
  }

  private mutating func isPastDeadline(_ visit: Visit) -> Bool {
    guard hours.isOver(at: visit) else { return false }
    left.note(nil)
    isExhausted = true
    return true
  }

  /// All messages were looked at. Those outside their hours are looked at again when the first of
  /// them opens, or left.
  private mutating func endOfPass(at now: Moment) throws -> Next {
    let postponed = candidates.postponed
    // What comes later in the order must not take the places of those that a limit leaves.
    let isAwaited = allowance != nil && hours.awaited(postponed.opening) != nil
    if pass + 1 < passes, candidates.isEmpty, !isAwaited {
      pass += 1
      // The limit may be reached before they are looked at again.
      if postponed.isAny, hours.awaited(postponed.opening) == nil { left.note(postponed.opening) }
      try candidates.startAgain()
      return .later(now.instant)
    }
    guard postponed.isAny else {
      isExhausted = true
      return .nothing
    }
    guard let opening = hours.awaited(postponed.opening) else {
      left.note(postponed.opening)
      isExhausted = true
      return .nothing
    }
    return .later(max(now.instant, now.instant(at: opening)))
  }
}
