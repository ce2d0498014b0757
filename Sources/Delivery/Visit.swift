/// One visit to the agenda: what time it is, and how many messages were looked at in vain.
struct Visit {
  /// Messages that are passed by at one time, so that whoever asks can do something else in between.
  static let longestSearch = 1_000

  let now: Moment
  /// How long before its time a message is promised.
  let ahead: Duration
  /// Messages that were passed by.
  var passed = 0

  init(at now: Moment, ahead: Duration) {
    self.now = now
    self.ahead = ahead
  }

  /// What may leave by then is promised now.
  var limit: Instant { now.instant + ahead }
  /// When a message that is promised now leaves, in seconds since 1970.
  var leaving: Int64 { (now.wall + ahead.microseconds) / 1_000_000 }
  /// So many were passed by that others may come first.
  var isLong: Bool { passed >= Self.longestSearch }
}
