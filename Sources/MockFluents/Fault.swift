import Foundation

/// One way to misbehave on one request: what the API makes of the message, and what it then does.
package struct Fault: Sendable, Equatable {
  /// How far the API gets with the request before things go wrong.
  package enum Moment: String, Sendable, CaseIterable {
    /// Its head has arrived; the body is not read, and the request is not `seen`.
    case unread
    /// It was read whole and thrown away.
    case read
    /// The message was taken: it is in `received` and in the log. A request that the contract
    /// refuses cannot be taken; it gets the contract's answer instead of the fault.
    case taken
  }

  /// How things go on once a fault's bytes are out.
  package enum Ending: Sendable, Equatable { case keepAlive, close, reset, stall }

  /// What `Statistics.faults` counts it under.
  package let name: String
  let judgement: Judgement
  let steps: [Step]

  enum Judgement: Sendable, Equatable {
    case at(Moment)
    /// Taken or refused as if nothing were wrong; only the delivery of the answer is odd.
    case byContract
  }

  enum Step: Sendable, Equatable {
    case send([UInt8], status: Int?)
    /// The contract's own answer.
    case answer(Style)
    /// An answer of the fault's own.
    case reply(Answer, RetryAfter)
    case wait(Duration)
    /// Until the mock is told to let go.
    case hold
    case end(Ending)
  }

  /// How the contract's own answer is delivered.
  struct Style: Sendable, Equatable {
    var framing = Answer.Framing()
    /// Bytes to a write; nil writes all at once.
    var piece: Int?
    var pause = Duration.zero
  }
}

/// What a connection does to its socket, in order. Without an `end`, the connection is kept alive.
enum WireStep: Sendable, Equatable {
  case bytes([UInt8])
  case wait(Duration)
  case hold
  case end(Fault.Ending)

  /// Nothing of it reaches the client, and it holds no request open.
  var isSilentEnd: Bool {
    switch self {
    case .bytes: false
    case .wait, .hold: true
    case .end(let ending): ending != .stall
    }
  }
}

/// What the delivery of an answer has to know of its request.
struct Manner {
  var keepAlive: Bool
  var isHead: Bool
  var now: Date

  var framing: Answer.Framing {
    Answer.Framing(connection: keepAlive ? nil : "close", bodyless: isHead)
  }
}

extension Fault {
  /// The fault spelt out for a request that the contract would answer with `answer`.
  func script(_ answer: Answer, _ manner: Manner) -> [WireStep] {
    let script = steps.flatMap { Self.wire($0, answer, manner) }
    if manner.keepAlive { return script }
    if case .end = script.last { return script }
    return script + [.end(.close)]
  }

  /// The status that the client is shown first, if any.
  func status(_ answer: Answer) -> Int? {
    for step in steps {
      switch step {
      case .send(_, let status?): return status
      case .answer: return answer.status
      case .reply(let reply, _): return reply.status
      default: continue
      }
    }
    return nil
  }

  /// No fault at all.
  static func plain(_ answer: Answer, _ manner: Manner) -> [WireStep] {
    let bytes = WireStep.bytes(answer.encoded(manner.framing))
    return manner.keepAlive ? [bytes] : [bytes, .end(.close)]
  }

  private static func wire(_ step: Step, _ answer: Answer, _ manner: Manner) -> [WireStep] {
    switch step {
    case .send(let bytes, _): return [.bytes(bytes)]
    case .wait(let time): return [.wait(time)]
    case .hold: return [.hold]
    case .end(.keepAlive): return []
    case .end(let ending): return [.end(ending)]
    case .answer(let style): return deliver(answer, style, manner)
    case .reply(var reply, let retryAfter):
      reply.headers += retryAfter.header(now: manner.now)
      return [.bytes(reply.encoded(manner.framing))]
    }
  }

  private static func deliver(_ answer: Answer, _ style: Style, _ manner: Manner) -> [WireStep] {
    var framing = style.framing
    framing.connection = framing.connection ?? manner.framing.connection
    framing.bodyless = manner.isHead
    let bytes = answer.encoded(framing)
    guard let piece = style.piece else { return [.bytes(bytes)] }
    return stride(from: 0, to: bytes.count, by: piece).flatMap { start -> [WireStep] in
      let bytes = WireStep.bytes(Array(bytes[start..<min(start + piece, bytes.count)]))
      return start == 0 ? [bytes] : [.wait(style.pause), bytes]
    }
  }
}
