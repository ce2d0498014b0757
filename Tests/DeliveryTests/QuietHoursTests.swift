import Audience
import Testing

@testable import Delivery

@Suite("Quiet hours")
struct QuietHoursTests {
  /// 24 November 2026, 12:00 in UTC.
  private static let noon: Int64 = 20_781 * 86_400 + 43_200

  private func visit(_ second: Int64, ahead: Duration = .zero) -> Visit {
    Visit(at: Moment(instant: .now, wall: (Self.noon + second) * 1_000_000), ahead: ahead)
  }

  private func hours(
    _ window: String? = nil, waits: Bool = false, notAfter: Int64? = nil
  ) throws -> QuietHours {
    var options = try window.map { try PaceOptions(open: $0) } ?? PaceOptions()
    options.waits = waits
    options.notAfter = notAfter.map { Self.noon + $0 }
    return QuietHours(options)
  }

  @Test("are none where nothing was asked for")
  func none() throws {
    let hours = try hours()
    #expect(hours.closed(in: nil, at: visit(0)) == nil)
    #expect(!hours.isOver(at: visit(0)))
  }

  @Test("end when the window opens, for each recipient by its own clock")
  func opening() throws {
    let hours = try hours("13:00-14:00")
    let closed = hours.closed(in: nil, at: visit(0))
    #expect(closed == .init(opening: Self.noon + 3_600))
    #expect(hours.closed(in: nil, at: visit(3_600)) == nil)
    let berlin = try #require(Zone(named: "Europe/Berlin"))
    #expect(hours.closed(in: berlin, at: visit(0)) == nil)
  }

  @Test("are those in which a message leaves, not only those in which it is promised")
  func ahead() throws {
    let hours = try hours("11:00-12:01", notAfter: 30)
    #expect(hours.closed(in: nil, at: visit(59)) == nil)
    let closed = hours.closed(in: nil, at: visit(59, ahead: .seconds(1)))
    #expect(closed == .init(opening: Self.noon + 23 * 3_600))
    let before = hours.closed(in: nil, at: visit(-3_601, ahead: .seconds(1)))
    #expect(before == .init(opening: Self.noon - 3_600))
    #expect(!hours.isOver(at: visit(29)))
    #expect(hours.isOver(at: visit(29, ahead: .seconds(1))))
  }

  @Test("are waited for when that is asked for, up to the deadline")
  func awaited() throws {
    let opening = Self.noon + 3_600
    #expect(try hours().awaited(opening) == nil)
    #expect(try hours(waits: true).awaited(opening) == opening)
    #expect(try hours(waits: true).awaited(nil) == nil)
    #expect(try hours(waits: true, notAfter: 3_600).awaited(opening) == nil)
    #expect(try hours(waits: true, notAfter: 3_601).awaited(opening) == opening)
  }

  @Test("tell the first opening of those that were postponed")
  func postponed() {
    var postponed = Postponed()
    for opening in [nil, 9, 5, nil, 7] as [Int64?] { postponed.note(opening) }
    #expect(postponed == Postponed(isAny: true, opening: 5))
  }
}
