import Foundation

/// Random numbers that `VOLLEY_SEED` repeats; without it, other ones in each run. It is printed as what to
/// set, so that whatever fails can say so.
package struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
  private static let seed =
    ProcessInfo.processInfo.environment["VOLLEY_SEED"].flatMap { UInt64($0) }
    ?? .random(in: 1...1_000_000)

  private var state = seed

  package init() {}

  package var description: String { "VOLLEY_SEED=\(Self.seed)" }

  package mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
