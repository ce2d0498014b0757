import Composing

/// Which message of the plan may come next: in its order, but for those whose hours are closed, which are
/// postponed, and those whose senders have to wait, which are kept.
///
/// Pure but for its source.
struct Candidates {
  /// What looking for one more message came to.
  enum Look<Found> {
    case found(Found)
    case nothing
    /// So many were passed by that others may come first.
    case unfinished
  }

  enum Next {
    /// May be promised, and leave then.
    case message(Message, at: Instant)
    /// All that were looked at have to wait until then.
    case later(Instant)
    case nothing
  }

  /// Messages that are kept while their senders have to wait: some 20 MB. A list that is sorted by its senders
  /// gets no further than these beyond those of one.
  static let longestLookahead = 50_000
  /// Senders that are asked for each message.
  private static let mostSenders = 1_000

  private let source: any MessageSource
  private let hours: QuietHours
  /// Whether it matters whose message is taken.
  private let tellsSenders: Bool
  /// The next message, where it does not matter.
  private var upcoming: Message?
  /// Those whose senders have to wait, where it does.
  private var waiting = Backlog()
  /// What was postponed in this pass through the plan.
  private(set) var postponed = Postponed()

  init(_ source: any MessageSource, hours: QuietHours, tellsSenders: Bool) {
    self.source = source
    self.hours = hours
    self.tellsSenders = tellsSenders
  }

  /// Whether none is kept: the next one is read from the plan.
  var isEmpty: Bool { upcoming == nil && waiting.isEmpty }

  /// All are looked at once more when the hours of another one begin.
  mutating func postpone(until opening: Int64) { postponed.note(opening) }

  /// Takes the first message whose sender may send, with the moment.
  ///
  /// - Parameter isFree: whether a message may be promised: no others are postponed.
  mutating func next(
    _ visit: inout Visit, _ timetable: Timetable, _ isFree: (Message) throws -> Bool
  ) throws -> Next {
    switch try look(&visit, isFree) {
    case .found: break
    case .nothing: return .nothing
    case .unfinished: return .later(visit.now.instant)
    }
    let now = visit.now.instant
    guard tellsSenders else {
      return upcoming.take().map { .message($0, at: timetable.earliest(from: now)) } ?? .nothing
    }
    let (ready, opening) = waiting.take(by: visit.limit) { timetable.earliest(for: $0, from: now) }
    if let ready { return .message(ready, at: opening) }
    return try nextOfOthers(&visit, timetable, until: opening, isFree)
  }

  /// The senders of all that are kept have to wait: whoever comes later in the plan may have another.
  private mutating func nextOfOthers(
    _ visit: inout Visit, _ timetable: Timetable, until opening: Instant,
    _ isFree: (Message) throws -> Bool
  ) throws -> Next {
    var soonest = opening
    while hasRoom {
      switch try nextOpen(&visit, isFree) {
      case .unfinished: return .later(visit.now.instant)
      case .nothing: return .later(soonest)
      case .found(let message):
        let opening = timetable.earliest(for: message.from, from: visit.now.instant)
        if opening <= visit.limit { return .message(message, at: opening) }
        waiting.append(message)
        soonest = min(soonest, opening)
        visit.passed += 1
      }
    }
    return .later(soonest)
  }

  /// Whether one more message may wait for its sender.
  private var hasRoom: Bool {
    // With zones, each is looked at again and again.
    waiting.count < (hours.hasZones ? Visit.longestSearch : Self.longestLookahead)
      && waiting.senderCount < Self.mostSenders
  }

  /// Looks for one more message, so that nobody waits for the time of one that is not there.
  mutating func look(
    _ visit: inout Visit, _ isFree: (Message) throws -> Bool
  ) throws -> Look<Void> {
    if !hours.hasZones {
      postponed = Postponed()
      if let closed = hours.closed(in: nil, at: visit) {
        return try lookOutOfHours(&visit, until: closed.opening, isFree)
      }
    } else {
      if let opening = postponed.opening, opening <= visit.now.second { try startAgain() }
      try postponeWaiting(visit, isFree)
    }
    if !isEmpty { return .found(()) }
    switch try nextOpen(&visit, isFree) {
    case .nothing: return .nothing
    case .unfinished: return .unfinished
    case .found(let message):
      keep(message)
      return .found(())
    }
  }

  /// No message may leave now: whether any is left for the opening.
  private mutating func lookOutOfHours(
    _ visit: inout Visit, until opening: Int64?, _ isFree: (Message) throws -> Bool
  ) throws -> Look<Void> {
    while !visit.isLong {
      guard let message = try upcoming.take() ?? waiting.takeOne() ?? nextOfSource() else {
        return .nothing
      }
      if try isFree(message) {
        keep(message)
        postponed.note(opening)
        return .nothing
      }
      visit.passed += 1
    }
    return .unfinished
  }

  /// Keeps a message that stands before all others of its sender.
  private mutating func keep(_ message: Message) {
    if tellsSenders { waiting.prepend(message) } else { upcoming = message }
  }

  /// Makes the next message of the plan whose window is open.
  private mutating func nextOpen(
    _ visit: inout Visit, _ isFree: (Message) throws -> Bool
  ) throws -> Look<Message> {
    while !visit.isLong {
      guard let message = try nextOfSource() else { return .nothing }
      guard try postpones(message, visit, isFree) else { return .found(message) }
      visit.passed += 1
    }
    return .unfinished
  }

  /// Passes by those that waited until their own windows closed.
  private mutating func postponeWaiting(
    _ visit: Visit, _ isFree: (Message) throws -> Bool
  ) throws {
    if let message = upcoming, try postpones(message, visit, isFree) { upcoming = nil }
    guard waiting.contains(where: { hours.closed(in: $0.zone, at: visit) != nil }) else { return }
    let before = waiting.takeAll()
    for message in before {
      guard try !postpones(message, visit, isFree) else { continue }
      waiting.append(message)
    }
  }

  /// Whether a message is passed by, since its own window is closed.
  private mutating func postpones(
    _ message: Message, _ visit: Visit, _ isFree: (Message) throws -> Bool
  ) throws -> Bool {
    guard hours.hasZones, let closed = hours.closed(in: message.zone, at: visit) else {
      return false
    }
    if try isFree(message) { postponed.note(closed.opening) }
    return true
  }

  // MARK: The plan

  private func nextOfSource() throws -> Message? {
    do { return try source.next() } catch { throw SourceError(words: "\(error)") }
  }

  /// Whether a message that was made, and perhaps tried, is still to be sent.
  func isWanted(_ message: Message, at now: Instant) throws -> Bool {
    do { return try source.isWanted(message, at: now) } catch {
      throw SourceError(words: "\(error)")
    }
  }

  /// Looks at all messages from the first one; those that wait come once more.
  mutating func startAgain() throws {
    (upcoming, waiting, postponed) = (nil, Backlog(), Postponed())
    do { try source.restart() } catch { throw SourceError(words: "\(error)") }
  }
}
