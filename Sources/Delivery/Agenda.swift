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
    case nothing
  }

  /// Messages that are passed by at one time, so that whoever asks can do something else in between.
  static let longestSearch = 1_000
  /// Messages that are kept while their senders have to wait: some 20 MB. A list that is sorted by its senders
  /// gets no further than these beyond those of one.
  static let longestLookahead = 50_000
  /// Senders that are asked for each message.
  private static let mostSenders = 1_000

  private let source: any MessageSource
  private let options: PaceOptions
  private(set) var timetable: Timetable
  /// New messages that may still be begun; nil: all.
  private var allowance: Int?
  private var isExhausted = false
  /// The next message, where it does not matter whose it is.
  private var upcoming: Message?
  /// Those whose senders have to wait, where it does.
  private var waiting = Backlog()
  /// Of this pass through the plan.
  private var postponed = Postponed()
  /// Of the whole run.
  private(set) var left = Postponed()
  private let passes: Int
  /// How often all messages were looked at, without counting for the hours.
  private(set) var pass = 0

  /// - Parameter passes: how often all messages are looked at: whoever promises them leaves some for later.
  init(source: any MessageSource, options: PaceOptions, limit: Int?, passes: Int = 1) {
    self.source = source
    self.options = options
    self.passes = passes
    timetable = Timetable(rate: options.rate, senderRate: options.ratePerSender)
    allowance = limit
  }

  /// How long before its time a message is promised, so that the promise is durable by then.
  private var lead = Duration.milliseconds(10)

  /// How much earlier than that the present visitor wants its message.
  private var early = Duration.zero
  private var ahead: Duration { lead + early }

  /// The next message that `begin` takes.
  ///
  /// - Parameters:
  ///   - early: how long the visitor needs before it can send.
  ///   - isFree: whether `begin` would take a message: the hours are waited for, or told, for no other.
  mutating func next(
    at now: Moment, early: Duration = .zero, isFree: (Message) throws -> Bool = { _ in true },
    begin: (Message) throws -> Bool
  ) throws -> Next {
    self.early = early
    var passed = 0
    while !isExhausted {
      if passed == Self.longestSearch { return .later(now.instant) }
      if allowance == 0 { isExhausted = true }
      if isExhausted || isPastDeadline(now) { return .nothing }
      let earliest = timetable.earliest(from: now.instant)
      if earliest > now.instant + ahead {
        switch try look(at: now, &passed, isFree) {
        case .found: return .later(earliest - ahead)
        case .nothing: return try endOfPass(at: now)
        case .unfinished: return .later(now.instant)
        }
      }
      switch try candidate(at: now, &passed, isFree) {
      case .nothing: return try endOfPass(at: now)
      case .later(let moment): return .later(max(now.instant, moment - ahead))
      case .message(let message, let moment):
        guard try isWanted(message, at: now.instant), try begin(message) else {
          passed += 1
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
    self.early = early
    if isPastDeadline(now) { return .nothing }
    if let closed = closed(for: message, at: now) {
      guard let opening = awaited(closed.opening) else {
        left.note(closed.opening)
        return .nothing
      }
      return .later(now.instant(at: opening))
    }
    let moment = timetable.earliest(for: message.from, from: now.instant)
    if moment > now.instant + ahead { return .later(moment - ahead) }
    guard try isWanted(message, at: now.instant), try begin(message) else { return .nothing }
    timetable.take(message.from, at: moment)
    return .message(message, at: moment)
  }

  /// As many messages were begun as were allowed.
  var isAtLimit: Bool { allowance == 0 }

  /// No rate holds a message back.
  var isFree: Bool { timetable.isFree }

  /// A rate that was asked for or hours decide when a message leaves, and not one that was found out.
  var isTimed: Bool {
    options.rate != nil || options.ratePerSender != nil || options.window != nil
      || options.notAfter != nil
  }

  /// Whether there is nothing more to promise, as far as can be told without promising it: a message that
  /// is left may be taken.
  mutating func isAtEnd(at now: Moment) throws -> Bool {
    early = .zero
    if isExhausted || allowance == 0 || isPastDeadline(now) { return true }
    var passed = 0
    guard case .nothing = try look(at: now, &passed, { _ in true }) else { return false }
    guard case .nothing = try endOfPass(at: now) else { return false }
    return true
  }

  /// Whether a message that is to be tried again will have no hour for it any more; it is left then.
  mutating func isTooLate(_ message: Message, at moment: Moment) -> Bool {
    early = .zero
    let closed = closed(for: message, at: moment)
    // Others may leave until then.
    guard isOver(at: moment) || closed != nil && awaited(closed?.opening) == nil else {
      return false
    }
    left.note(isOver(at: moment) ? nil : closed?.opening)
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

  // MARK: The order

  /// What looking for one more message came to.
  private enum Look<Found> {
    case found(Found)
    case nothing
    /// So many were passed by that others may come first.
    case unfinished
  }

  /// The first message whose sender may send, with the moment.
  private mutating func candidate(
    at now: Moment, _ passed: inout Int, _ isFree: (Message) throws -> Bool
  ) throws -> Next {
    switch try look(at: now, &passed, isFree) {
    case .found: break
    case .nothing: return .nothing
    case .unfinished: return .later(now.instant)
    }
    let timetable = timetable
    guard timetable.tellsSenders else {
      let message = upcoming.take()
      return message.map { .message($0, at: timetable.earliest(from: now.instant)) } ?? .nothing
    }
    let limit = now.instant + ahead
    let (ready, opening) = waiting.take(by: limit) {
      timetable.earliest(for: $0, from: now.instant)
    }
    if let ready { return .message(ready, at: opening) }
    // Their senders have to wait: whoever comes later in the plan may have another.
    var soonest = opening
    while hasRoom {
      switch try nextOpen(at: now, &passed, isFree) {
      case .unfinished: return .later(now.instant)
      case .nothing: return .later(soonest)
      case .found(let message):
        let opening = timetable.earliest(for: message.from, from: now.instant)
        if opening <= limit { return .message(message, at: opening) }
        waiting.append(message)
        soonest = min(soonest, opening)
        passed += 1
      }
    }
    return .later(soonest)
  }

  /// Whether one more message may wait for its sender.
  private var hasRoom: Bool {
    // With zones, each is looked at again and again.
    waiting.count < (options.hasZones ? Self.longestSearch : Self.longestLookahead)
      && waiting.senderCount < Self.mostSenders
  }

  /// Looks for one more message, so that nobody waits for the time of one that is not there.
  private mutating func look(
    at now: Moment, _ passed: inout Int, _ isFree: (Message) throws -> Bool
  ) throws -> Look<Void> {
    if !options.hasZones {
      postponed = Postponed()
      if let closed = closed(for: nil, at: now) {
        return try lookOutOfHours(&passed, until: closed.opening, isFree)
      }
    } else {
      if let opening = postponed.opening, opening <= now.second { try startAgain() }
      try postponeWaiting(at: now, isFree)
    }
    if upcoming != nil || !waiting.isEmpty { return .found(()) }
    switch try nextOpen(at: now, &passed, isFree) {
    case .nothing: return .nothing
    case .unfinished: return .unfinished
    case .found(let message):
      keep(message)
      return .found(())
    }
  }

  /// No message may leave now: whether any is left for the opening.
  private mutating func lookOutOfHours(
    _ passed: inout Int, until opening: Int64?, _ isFree: (Message) throws -> Bool
  ) throws -> Look<Void> {
    while passed < Self.longestSearch {
      guard let message = try upcoming.take() ?? waiting.takeOne() ?? nextOfSource() else {
        return .nothing
      }
      if try isFree(message) {
        keep(message)
        postponed.note(opening)
        return .nothing
      }
      passed += 1
    }
    return .unfinished
  }

  /// Keeps a message that stands before all others of its sender.
  private mutating func keep(_ message: Message) {
    if timetable.tellsSenders { waiting.prepend(message) } else { upcoming = message }
  }

  /// Makes the next message of the plan whose window is open.
  private mutating func nextOpen(
    at now: Moment, _ passed: inout Int, _ isFree: (Message) throws -> Bool
  ) throws -> Look<Message> {
    while passed < Self.longestSearch {
      guard let message = try nextOfSource() else { return .nothing }
      guard try postpones(message, at: now, isFree) else { return .found(message) }
      passed += 1
    }
    return .unfinished
  }

  /// Passes by those that waited until their own windows closed.
  private mutating func postponeWaiting(
    at now: Moment, _ isFree: (Message) throws -> Bool
  ) throws {
    if let message = upcoming, try postpones(message, at: now, isFree) { upcoming = nil }
    guard waiting.contains(where: { closed(for: $0, at: now) != nil }) else { return }
    let before = waiting.takeAll()
    for message in before {
      guard try !postpones(message, at: now, isFree) else { continue }
      waiting.append(message)
    }
  }

  /// Whether a message is passed by, since its own window is closed.
  private mutating func postpones(
    _ message: Message, at now: Moment, _ isFree: (Message) throws -> Bool
  ) throws -> Bool {
    guard options.hasZones, let closed = closed(for: message, at: now) else { return false }
    if try isFree(message) { postponed.note(closed.opening) }
    return true
  }

  private func nextOfSource() throws -> Message? {
    do { return try source.next() } catch { throw SourceError(words: "\(error)") }
  }

  private func isWanted(_ message: Message, at now: Instant) throws -> Bool {
    do { return try source.isWanted(message, at: now) } catch {
      throw SourceError(words: "\(error)")
    }
  }

  /// Looks at all messages from the first one; those that wait come once more.
  private mutating func startAgain() throws {
    (upcoming, waiting, postponed) = (nil, Backlog(), Postponed())
    do { try source.restart() } catch { throw SourceError(words: "\(error)") }
  }

  // MARK: The hours

  private struct Closed { var opening: Int64? }

  /// Nil when the window is open, and will be when a message that is promised now leaves.
  private func closed(for message: Message?, at now: Moment) -> Closed? {
    guard let window = options.window else { return nil }
    let leaving = (now.wall + ahead.microseconds) / 1_000_000
    let zone = message?.zone
    for second in [now.second, leaving] where !window.isOpen(at: second, in: zone) {
      return Closed(opening: window.nextOpening(after: second, in: zone))
    }
    return nil
  }

  /// Whether a message that is promised now would leave too late.
  private func isOver(at now: Moment) -> Bool {
    options.notAfter.map { (now.wall + ahead.microseconds) / 1_000_000 >= $0 } ?? false
  }

  private mutating func isPastDeadline(_ now: Moment) -> Bool {
    guard isOver(at: now) else { return false }
    left.note(nil)
    isExhausted = true
    return true
  }

  /// Nil when the opening is not waited for.
  private func awaited(_ opening: Int64?) -> Int64? {
    guard options.waits, let opening, options.notAfter.map({ opening < $0 }) ?? true else {
      return nil
    }
    return opening
  }

  /// All messages were looked at. Those outside their hours are looked at again when the first of
  /// them opens, or left.
  private mutating func endOfPass(at now: Moment) throws -> Next {
    if pass + 1 < passes, upcoming == nil, waiting.isEmpty {
      pass += 1
      // The limit may be reached before they are looked at again.
      if postponed.isAny, awaited(postponed.opening) == nil { left.note(postponed.opening) }
      try startAgain()
      return .later(now.instant)
    }
    guard postponed.isAny else {
      isExhausted = true
      return .nothing
    }
    guard let opening = awaited(postponed.opening) else {
      left.note(postponed.opening)
      isExhausted = true
      return .nothing
    }
    return .later(max(now.instant, now.instant(at: opening)))
  }
}

/// Messages that were not sent because of the hour.
struct Postponed: Equatable, Sendable {
  var isAny = false
  /// The first moment at which one of them may leave, in seconds since 1970; nil: not foreseen.
  var opening: Int64?

  mutating func note(_ opening: Int64?) {
    isAny = true
    guard let opening else { return }
    self.opening = min(self.opening ?? opening, opening)
  }
}
