import Audience

/// The numbers a campaign sends from; each recipient always gets the same one.
///
/// The choice is rendezvous hashing: every sender is scored against the recipient and the highest
/// score wins. So the order of the pool does not matter, a resumed or repeated run agrees with the
/// first, and adding a sender to n others moves one recipient in n + 1 and only to the new one.
package struct SenderPool: Sendable {
  /// At least one, in the order they were given.
  package let senders: [PhoneNumber]

  /// A pool of at least one number; `nil` for none.
  package init?(_ senders: [PhoneNumber]) {
    guard !senders.isEmpty else { return nil }
    self.senders = senders
  }

  /// The sender that this recipient gets.
  package func sender(for recipient: PhoneNumber) -> PhoneNumber {
    var best = senders[0]
    guard senders.count > 1 else { return best }
    var bestScore = Self.score(best, recipient)
    for sender in senders.dropFirst() {
      let score = Self.score(sender, recipient)
      // Equal scores are broken by the number, or the order of the pool would decide.
      if (score, sender.digits) > (bestScore, best.digits) { (best, bestScore) = (sender, score) }
    }
    return best
  }

  private static func score(_ sender: PhoneNumber, _ recipient: PhoneNumber) -> UInt64 {
    mix(mix(sender.digits) ^ recipient.digits)
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014). It must never change: ledgers and
  /// plans of earlier versions hold its choices. `Hasher` is seeded anew in each process.
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
