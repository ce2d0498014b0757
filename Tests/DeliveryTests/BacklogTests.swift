import Audience
import Composing
import Testing

@testable import Delivery

@Suite("Messages that wait for their senders")
struct BacklogTests {
  private func message(_ row: Int, from sender: UInt64) -> Message {
    Message(
      key: "\(row)", row: row, to: PhoneNumber(digits: 12_025_550_100),
      from: PhoneNumber(digits: sender), text: Array("Hi".utf8), segments: 1, encoding: .gsm7)
  }

  @Test("come in the order of their rows, as their senders may send")
  func order() {
    var backlog = Backlog()
    let now = Instant.now
    let late = now + .seconds(9)
    for (row, sender) in [(2, 1), (3, 1), (4, 2), (5, 3), (6, 2)] as [(Int, UInt64)] {
      backlog.append(message(row, from: sender))
    }
    #expect(backlog.count == 5 && backlog.senderCount == 3)
    let waiting: (PhoneNumber) -> Instant = { $0 == PhoneNumber(digits: 1) ? late : now }
    #expect(backlog.take(by: now, opening: waiting).message?.row == 4)
    #expect(backlog.take(by: now, opening: waiting).message?.row == 5)
    #expect(backlog.take(by: now, opening: waiting).message?.row == 6)
    #expect(backlog.count == 2 && backlog.senderCount == 1)
    let none = backlog.take(by: now, opening: waiting)
    #expect(none.message == nil && none.at == late)
    backlog.append(message(7, from: 3))
    #expect(backlog.contains { $0.row == 7 } && !backlog.contains { $0.row == 4 })
    #expect(backlog.take(by: late) { _ in late }.message?.row == 2)
    #expect(backlog.takeAll().map(\.row) == [3, 7])
    #expect(backlog.isEmpty && backlog.senderCount == 0)
  }

  @Test("have one line for each sender, also when that of another one was taken to its end")
  func lines() {
    var backlog = Backlog()
    for (row, sender) in [(2, 1), (3, 2), (4, 3)] as [(Int, UInt64)] {
      backlog.append(message(row, from: sender))
    }
    let now = Instant.now
    #expect(backlog.take(by: now) { _ in now }.message?.row == 2)
    backlog.append(message(5, from: 3))
    backlog.prepend(message(1, from: 3))
    #expect(backlog.count == 4 && backlog.senderCount == 2)
    #expect(backlog.takeAll().map(\.row) == [1, 4, 5, 3])
  }
}
