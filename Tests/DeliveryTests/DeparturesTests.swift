import Scratch
import Testing

import struct Audience.PhoneNumber

@testable import Delivery

@Suite("Departures")
struct DeparturesTests {
  private let start = Instant.now
  private let sender = PhoneNumber(digits: 12_025_550_100)

  /// The moments at which messages leave that are planned at a rate, when their connections are open so much
  /// later, and timers fire late by what `jitter` says.
  private func leave(
    _ text: String, count: Int, opening: (Int) -> Duration,
    jitter: (Int) -> Duration = { _ in .zero }
  ) throws -> [Duration] {
    let rate = try #require(Rate(text))
    var departures = Departures(rate: rate, senderRate: nil)
    let interval = Duration.seconds(1 / rate.perSecond) * Pace.reserve
    var events = (0..<count).map { (start + interval * $0 + opening($0), $0) }
    var waiting: [Int: Departures.Booking] = [:]
    var left: [Duration] = []
    while let (now, index) = events.min(by: { $0.0 < $1.0 }) {
      events.removeAll { $0.1 == index }
      let booking = try waiting[index] ?? book(sender, at: now, in: &departures)
      waiting[index] = booking
      if let moment = departures.wait(booking, at: now) {
        events.append((moment + jitter(index), index))
      } else {
        left.append(start.duration(to: now))
      }
    }
    return left
  }

  private func book(
    _ sender: PhoneNumber, at now: Instant, in departures: inout Departures
  ) throws -> Departures.Booking {
    let booking = departures.book(sender, at: now)
    return try #require(booking)
  }

  /// The most that leave in any window of that length.
  private func most(_ moments: [Duration], in window: Duration) -> Int {
    moments.map { first in moments.count { $0 >= first && $0 < first + window } }.max() ?? 0
  }

  @Test(
    "never exceed the rate in a window, and keep 98 % of it, whenever connections open",
    arguments: [
      ("20/s", 0.03), ("20/s", 0.3), ("5/s", 0.03), ("5/s", 0.3), ("200/s", 0.1), ("1000/s", 0.02),
    ])
  func openings(_ text: String, _ longest: Double) throws {
    let rate = try #require(Rate(text))
    var generator = SeededGenerator()
    let late = (0..<min(rate.count * 20, 2_000)).map { _ in
      Double.random(in: 0...longest, using: &generator)
    }
    let moments = try leave(text, count: late.count, opening: { .seconds(late[$0]) })
    #expect(moments.count == late.count, "\(generator)")
    #expect(most(moments, in: .seconds(1)) <= rate.count, "\(generator)")
    let time = try #require(moments.last).inSeconds
    #expect(Double(moments.count) / time >= rate.perSecond * 0.98 - 1, "\(generator)")
  }

  @Test(
    "make up for timers that fire somewhat late, and for nothing more",
    arguments: [2.0, 3.9, 9, 60])
  func jitter(_ milliseconds: Double) throws {
    let late = (0..<400).map { $0.isMultiple(of: 7) ? milliseconds : 0 }
    let moments = try leave(
      "100/s", count: late.count,
      opening: { .milliseconds($0.isMultiple(of: 3) ? 20 : 0) + .milliseconds(late[$0]) },
      jitter: { .milliseconds(late[$0]) })
    #expect(most(moments, in: .seconds(1)) <= 100)
    for (one, next) in zip(moments, moments.dropFirst()) {
      #expect(next - one >= .milliseconds(10.05 - 4.001))
    }
    // The last one was planned for 4.01 s, and moves by what a seventh of all were too late by.
    let slip = 400 / 7 * max(0, milliseconds - 4)
    #expect(try #require(moments.last) < .milliseconds(4_080 + slip))
  }

  @Test("after a standstill, those that missed their moments leave one by one")
  func standstill() throws {
    let moments = try leave("50/s", count: 60, opening: { .milliseconds(max(0, 500 - $0 * 20)) })
    #expect(most(moments, in: .seconds(1)) <= 50)
    let gaps = zip(moments, moments.dropFirst()).map { $1 - $0 }
    #expect(gaps.allSatisfy { $0 >= .milliseconds(16) }, "\(gaps)")
  }

  @Test("leave those alone that would have to wait long")
  func patience() throws {
    var departures = Departures(rate: Rate("10/s"), senderRate: nil)
    var booked = 0
    while departures.book(sender, at: start) != nil { booked += 1 }
    #expect(booked == 10)
    let next = departures.book(sender, at: start + .milliseconds(90))
    #expect(next != nil)
    let last = departures.book(sender, at: start + .milliseconds(95))
    #expect(last == nil)
  }

  @Test("wait less where connections are closed meanwhile")
  func impatience() {
    var departures = Departures(rate: Rate("100/s"), senderRate: nil)
    func bookings(_ departures: inout Departures, at now: Instant) -> Int {
      var booked = 0
      while departures.book(sender, at: now) != nil { booked += 1 }
      return booked
    }
    #expect(bookings(&departures, at: start) == 100)
    departures.noteClosed(after: .milliseconds(400))
    #expect(bookings(&departures, at: start + .seconds(10)) == 21)
    departures.noteClosed(after: .milliseconds(600))
    #expect(bookings(&departures, at: start + .seconds(20)) == 21)
    departures.noteClosed(after: .milliseconds(1))
    #expect(bookings(&departures, at: start + .seconds(30)) == 3)
  }

  @Test("keep the rate of each sender")
  func senders() throws {
    let other = PhoneNumber(digits: 12_025_550_101)
    var departures = Departures(rate: nil, senderRate: Rate("2/s"))
    for number in [sender, other] {
      let moment = departures.wait(try book(number, at: start, in: &departures), at: start)
      #expect(moment == nil)
    }
    let next = try book(sender, at: start, in: &departures)
    let waiting = departures.wait(next, at: start)
    let moment = try #require(waiting)
    #expect(start.duration(to: moment) >= .milliseconds(498))
    // One that is late, after which none comes too soon.
    let late = moment + .milliseconds(104)
    let gone = departures.wait(next, at: late)
    #expect(gone == nil)
    let then = departures.wait(try book(sender, at: late, in: &departures), at: late)
    let distance = moment.duration(to: try #require(then))
    #expect(distance >= .milliseconds(600) && distance < .milliseconds(610))
  }
}
