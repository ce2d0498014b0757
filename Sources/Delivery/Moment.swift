/// One point in time by both clocks: the one that measures, and the one on the wall.
package struct Moment: Sendable {
  package var instant: Instant
  /// Microseconds since 1970.
  package var wall: Int64

  package init(instant: Instant, wall: Int64) {
    self.instant = instant
    self.wall = wall
  }

  package static var now: Moment { Moment(instant: .now, wall: wallClock()) }

  /// This one later, as far as the wall clock goes on as it does now.
  func later(at instant: Instant) -> Moment {
    Moment(instant: instant, wall: wall + self.instant.duration(to: instant).microseconds)
  }

  /// Whole seconds since 1970, by the wall clock.
  package var second: Int64 { wall / 1_000_000 }

  /// When the wall clock will show `second`, as far as it goes on as it does now.
  func instant(at second: Int64) -> Instant {
    instant + .microseconds(second * 1_000_000 - wall)
  }
}
