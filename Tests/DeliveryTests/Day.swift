import Audience
import Composing
import Testing

@testable import Delivery

/// An agenda and its ledger, on a clock that the test moves.
struct Day {
  /// 24 November 2026, 12:00 in UTC.
  static let noon: Int64 = 20_781 * 86_400 + 43_200

  var agenda: Agenda
  let source: Messages
  var begun: [String] = []
  var now: Moment

  init(_ messages: [Message], _ options: PaceOptions, at second: Int64, limit: Int? = nil) {
    source = Messages(messages)
    agenda = Agenda(source: source, options: options, limit: limit)
    now = Moment(instant: .now, wall: second * 1_000_000)
  }

  /// The next message, when it may leave at once; moves the clock on where it is to wait.
  mutating func next() throws -> Message? {
    for _ in 0..<Self.mostTurns {
      var taken: [String] = []
      let known = begun
      let next = try agenda.next(at: now) { message in
        !known.contains(message.key)
      } begin: { message in
        guard !known.contains(message.key) else { return false }
        taken.append(message.key)
        return true
      }
      begun += taken
      switch next {
      case .nothing, .asleep: return nil
      case .message(let message, let at):
        advance(to: at)
        return message
      case .later(let moment): advance(to: moment)
      }
    }
    throw Endless()
  }

  /// Far more than any plan here needs.
  private static let mostTurns = 100_000
  private struct Endless: Error {}

  private mutating func advance(to moment: Instant) {
    let time = max(.zero, now.instant.duration(to: moment))
    now.instant += time
    now.wall += time.microseconds
  }

  mutating func all() throws -> [Message] {
    var messages: [Message] = []
    while let message = try next() { messages.append(message) }
    return messages
  }
}

extension Agenda.Next {
  var isAsleep: Bool { if case .asleep = self { true } else { false } }
  var isNothing: Bool { if case .nothing = self { true } else { false } }
}
