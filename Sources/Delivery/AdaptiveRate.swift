import Glibc

/// Finds the rate that the API endures when nobody said it: less after a 429 (multiplicatively),
/// slowly more without (additively), and no limit at all before the first one.
///
/// Pure: whoever asks says what time it is.
package struct AdaptiveRate: Sendable {
  /// What is left of the rate after a refusal. Near 1, since the rate that was accepted up to then
  /// is known, and the limit is just above it.
  static let decrease = 0.95
  /// What comes back in a second, of the rate that was refused.
  static let increase = 0.00125
  /// After so long without a refusal, while messages are accepted, the limit is believed to have moved, and
  /// the increase doubles every `doubling`.
  static let patience = 40.0
  static let doubling = 2.0
  /// Messages a second.
  static let least = 0.02
  /// The lowest rate, as a share of the most that was ever accepted in a second: with less, the end of an
  /// outage would be found late.
  static let leastShare = 0.02
  /// How long accepted messages are counted, and so the time that an API is believed to count in.
  static let window = Duration.seconds(1)
  /// Requests that leave so soon after a refusal were on their way already.
  static let grace = Duration.milliseconds(100)
  /// A share of refusals, of what is accepted, that is not worth slowing down for.
  static let rare = 0.02
  static let longestHold = Duration.seconds(30)
  /// An API that never accepted anything, and refused so often in a row, each time after a longer hold, is asked
  /// every few seconds: it may come to its end with the few tries that messages have. Less would not outlast a
  /// quota of a minute with ten lanes.
  static let longestStreak = 5
  static let streakHold = Duration.seconds(3)
  /// An API that says when to come back, and refuses then, is asked again after so many times that.
  static let mistrust = 4
  /// What is refused at more than so many times what was ever accepted tells that the rate is far too high.
  static let excess = 2.0

  /// After the last refusal.
  private var reduced: (rate: Double, ceiling: Double, at: Instant, settled: Bool)?
  /// Whether it was guessed: nothing had been accepted.
  private var isBlind = false
  private var accepted = RecentCount(window: window)
  private var refused = RecentCount(window: window)
  /// Since when messages flow undisturbed.
  private var flowing: Instant?
  /// For how long messages were accepted since the last refusal. While everyone holds back, nothing is
  /// refused either, and that says nothing of the limit.
  private var undisturbed = Duration.zero
  private var lastAccepted: Instant?
  /// When the latest of all requests left that were accepted.
  private var lastAcceptedLeft: Instant?
  /// The most that was accepted in a second.
  private var most = 0.0
  /// Refusals without an accepted message between them.
  private var refusalsInARow = 0
  private var refusals = 0
  private var answers = RecentAnswers()

  /// Begins without any limit.
  package init() {}

  /// Messages a second at `now`; nil: no limit is known.
  package func rate(at now: Instant) -> Double? {
    guard let reduced else { return nil }
    let time = (undisturbed + sinceLastAccepted(at: now)).inSeconds
    // What took nothing yet may bear anything: twice as much each second.
    if isBlind { return max(Self.least, reduced.rate) * Self.doubled(time) }
    let restless = max(0, time - (reduced.settled ? Self.patience : 0))
    let steps = time + Self.doubling * (Self.doubled(restless / Self.doubling) - 1)
    return max(Self.least, reduced.rate + reduced.ceiling * Self.increase * steps)
  }

  /// Takes note of a message that was accepted at `now`, and lets the rate grow.
  package mutating func noteAccepted(sentAt: Instant, at now: Instant) {
    lastAcceptedLeft = max(sentAt, lastAcceptedLeft ?? sentAt)
    accepted.add(at: now)
    answers.add(isRefusal: false)
    refusalsInARow = 0
    most = max(most, accepted.count(at: now) / Self.window.inSeconds)
    undisturbed += sinceLastAccepted(at: now)
    lastAccepted = now
    if flowing == nil { flowing = now }
  }

  /// What messages at the present rate take to come, at most.
  private func sinceLastAccepted(at now: Instant) -> Duration {
    guard let lastAccepted, let reduced else { return .zero }
    return min(
      max(.zero, lastAccepted.duration(to: now)), max(Self.window, .seconds(2 / reduced.rate)))
  }

  /// Slows down, unless the request had left before that was done last, or refusals are so rare
  /// that they tell of no limit.
  ///
  /// - Parameters:
  ///   - asked: for how long the API told to stay away, and so does count; zero: it said nothing.
  ///   - before: when the same message was refused first; nil: never before. Where others were accepted that
  ///     left later, this tells of the message.
  /// - Returns: how long everyone is to hold back, so that what the API counted can run off.
  package mutating func noteRefused(
    sentAt: Instant, at now: Instant, asked: Duration = .zero, refusedFirst before: Instant? = nil
  ) -> Duration {
    if asked == .zero, let before, let lastAcceptedLeft, lastAcceptedLeft > before { return .zero }
    refused.add(at: now)
    answers.add(isRefusal: true)
    if asked == .zero, isRare(at: now) { return .zero }
    refusals += 1
    // Before there is such evidence, everyone holds back once.
    if reduced == nil, asked == .zero, !answers.tellOfLimit {
      guard refusals == 1 else { return .zero }
      // How many come after the hold is to be measured anew.
      flowing = nil
      return Self.window
    }
    if let reduced, sentAt <= reduced.at + Self.grace { return .zero }
    refusalsInARow += 1
    slowDown(at: now, asked)
    flowing = nil
    undisturbed = .zero
    lastAccepted = nil
    guard refusalsInARow > 1 || !(reduced?.settled ?? false) else { return .zero }
    if isHopeless(asked) { return Self.streakHold }
    return min(Self.longestHold, Self.window * (1 << min(refusalsInARow - 1, 10)))
  }

  /// Whether refusals are few among what was answered within a second, or among many answers, which take
  /// longer at a small rate: there, one refusal would be much.
  private mutating func isRare(at now: Instant) -> Bool {
    refused.count(at: now) < accepted.count(at: now) * Self.rare
      || (answers.isMany && answers.share < Self.rare)
  }

  private func isHopeless(_ asked: Duration) -> Bool {
    most == 0 && asked == .zero && refusalsInARow > Self.longestStreak
  }

  private mutating func slowDown(at now: Instant, _ asked: Duration) {
    let measured = accepted.count(at: now) / Self.window.inSeconds
    let isSettled = flowing.map { $0.duration(to: now) >= Self.window } ?? false
    let before = rate(at: now)
    let ceiling: Double
    switch before {
    case nil: ceiling = max(measured, 1)
    // The refused one may be all that was too many; and counts of small rates are coarse.
    case let rate?:
      let highest = min(rate, max(most, 1) * Self.excess)
      ceiling = isSettled ? min(highest, max(measured + 1, highest * 0.9)) : highest
    }
    let share = refusalsInARow > 1 ? 0.5 : Self.decrease
    let told = asked > .zero ? 1 / min(asked * Self.mistrust, Self.longestHold).inSeconds : 0
    let asking = isHopeless(asked) ? 1 / Self.streakHold.inSeconds : 0
    let least = max(Self.least, most * Self.leastShare, told, asking)
    reduced = (max(least, ceiling * share), ceiling, now, isSettled)
    isBlind = most == 0
  }

  /// What becomes of one that is doubled so often; more than 2^40 is no limit any more.
  private static func doubled(_ times: Double) -> Double { exp2(min(times, 40)) }
}

/// What the last answers were, whenever they came.
struct RecentAnswers: Sendable {
  /// Enough to tell a share of a few hundredths from none.
  private static let many = 250.0

  private var all = 0.0
  private var refused = 0.0
  /// The latest twenty, one bit each.
  private var latest: UInt32 = 0

  mutating func add(isRefusal: Bool) {
    latest = (latest << 1 | (isRefusal ? 1 : 0)) & 0xF_FFFF
    all += 1
    if isRefusal { refused += 1 }
    guard all >= 2 * Self.many else { return }
    all /= 2
    refused /= 2
  }

  var isMany: Bool { all >= Self.many }
  var share: Double { refused / max(1, all) }
  /// Three refusals in a row, or five of the latest twenty answers: what chance does not bring together.
  var tellOfLimit: Bool { latest & 0b111 == 0b111 || latest.nonzeroBitCount >= 5 }
}

/// How many there were in a window that ends now.
struct RecentCount: Sendable {
  private static let parts = 20
  private var counts = [Int](repeating: 0, count: parts)
  /// How many seconds a part takes.
  private let part: Double
  /// The number of the part that was counted in last.
  private var last = 0
  private var start: Instant?

  init(window: Duration) {
    part = window.inSeconds / Double(Self.parts)
  }

  mutating func add(at now: Instant) {
    advance(to: now)
    counts[last % Self.parts] += 1
  }

  /// The current part has only begun, which is made up for.
  mutating func count(at now: Instant) -> Double {
    let begun = advance(to: now)
    let covered = last < Self.parts ? Double(Self.parts) : Double(Self.parts - 1) + begun
    return Double(counts.reduce(0, +)) * Double(Self.parts) / covered
  }

  /// - Returns: how much of the current part has passed, 0…1.
  @discardableResult
  private mutating func advance(to now: Instant) -> Double {
    let start = start ?? now
    self.start = start
    let position = max(Double(last), start.duration(to: now).inSeconds / part)
    let current = Int(position)
    for step in 0..<min(current - last, Self.parts) { counts[(current - step) % Self.parts] = 0 }
    last = current
    return min(1, position - Double(current))
  }
}
