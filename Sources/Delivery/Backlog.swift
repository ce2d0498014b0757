import Audience
import Composing
import NIOCore

/// Messages that were made and wait: those of each sender in the order of the plan.
struct Backlog {
  private struct Line {
    let sender: PhoneNumber
    var messages = CircularBuffer<Message>()
  }

  private var lines: [Line] = []
  /// Where the line of a sender stands; none is empty.
  private var places: [PhoneNumber: Int] = [:]
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }
  var senderCount: Int { lines.count }

  mutating func append(_ message: Message) {
    let place = places[message.from] ?? lines.count
    if place == lines.count {
      lines.append(Line(sender: message.from))
      places[message.from] = place
    }
    lines[place].messages.append(message)
    count += 1
  }

  /// Adds a message that goes before those of its sender.
  mutating func prepend(_ message: Message) {
    guard let place = places[message.from] else { return append(message) }
    lines[place].messages.prepend(message)
    count += 1
  }

  /// Takes one of those that wait, the first of its sender.
  mutating func takeOne() -> Message? { isEmpty ? nil : take(0) }

  /// Takes the message of the lowest row whose sender may send by a moment. There must be one that waits.
  ///
  /// - Parameter opening: when a sender may send.
  /// - Returns: the message, and when it may leave; or nil, and the first moment at which one may.
  mutating func take(
    by moment: Instant, opening: (PhoneNumber) -> Instant
  ) -> (message: Message?, at: Instant) {
    var first: (place: Int, at: Instant)?
    var soonest = opening(lines[0].sender)
    for place in lines.indices {
      let at = opening(lines[place].sender)
      soonest = min(soonest, at)
      if at <= moment, first.map({ row(of: place) < row(of: $0.place) }) ?? true {
        first = (place, at)
      }
    }
    return first.map { (take($0.place), $0.at) } ?? (nil, soonest)
  }

  func contains(where isSought: (Message) -> Bool) -> Bool {
    lines.contains { $0.messages.contains(where: isSought) }
  }

  /// All of them, those of each sender in the order of the plan; none waits any more.
  mutating func takeAll() -> [Message] {
    defer { self = Backlog() }
    return lines.flatMap(\.messages)
  }

  private func row(of place: Int) -> Int { lines[place].messages.first?.row ?? .max }

  private mutating func take(_ place: Int) -> Message {
    let message = lines[place].messages.removeFirst()
    count -= 1
    guard lines[place].messages.isEmpty else { return message }
    places[lines[place].sender] = nil
    let last = lines.removeLast()
    if place < lines.count {
      lines[place] = last
      places[last.sender] = place
    }
    return message
  }
}
