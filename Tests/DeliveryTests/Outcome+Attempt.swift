import Delivery

extension Outcome {
  /// That of an attempt whose answer repeats no token.
  init(of attempt: Attempt, safe: Set<Int> = []) {
    self.init(of: attempt, safe: safe, hiding: "")
  }
}
