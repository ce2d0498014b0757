/// The faults there are. Each is named as the text of `--faults` names it.
extension Fault {
  /// RST at the given moment.
  package static func reset(_ moment: Moment) -> Fault {
    Fault(name: named("reset", moment), judgement: .at(moment), steps: [.end(.reset)])
  }

  /// FIN without an answer at the given moment.
  package static func close(_ moment: Moment) -> Fault {
    Fault(name: named("close", moment), judgement: .at(moment), steps: [.end(.close)])
  }

  /// No answer, ever; the connection stays open until the client closes it.
  package static func stall(_ moment: Moment) -> Fault {
    Fault(name: named("stall", moment), judgement: .at(moment), steps: [.end(.stall)])
  }

  /// The contract's answer, after which the connection is closed, `after` some time.
  /// `announced` says so in the answer (`Connection: close`).
  package static func answerThenClose(announced: Bool, after time: Duration = .zero) -> Fault {
    let style = Style(framing: .init(connection: announced ? "close" : nil))
    let pause: [Step] = time > .zero ? [.wait(time)] : []
    return Fault(
      name: announced ? "answer-close" : "answer-drop", judgement: .byContract,
      steps: [.answer(style)] + pause + [.end(.close)])
  }

  /// The message is taken; the answer stops after its status line.
  package static let stallAfterStatusLine = raw(
    "stall-status", "HTTP/1.1 201 Created\r\n", status: 201, then: .stall)

  /// The message is taken; the answer promises 100 bytes of body, sends 10, and is cut off.
  package static let truncated = raw(
    "truncated", "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n0123456789",
    status: 201, then: .close)

  /// The message is taken; the answer promises a body that never comes.
  package static let stallBody = raw(
    "stall-body", "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n", status: 201, then: .stall)

  /// The message is taken; the answer's body comes in chunks, whole.
  package static let chunked = raw(
    "chunked", chunkedHead + "5\r\nhello\r\n7;note=1\r\n, world\r\n0\r\n\r\n",
    status: 201, then: .keepAlive)

  /// The message is taken; the answer's body is cut off within a chunk.
  package static let chunkedCut = raw(
    "chunked-cut", chunkedHead + "5\r\nhello\r\nff\r\n, wor", status: 201, then: .close)

  /// `100 Continue`, then the contract's answer.
  package static let continueFirst = informational("100", "HTTP/1.1 100 Continue\r\n\r\n")

  /// `103 Early Hints`, then the contract's answer.
  package static let earlyHintsFirst = informational(
    "103", "HTTP/1.1 103 Early Hints\r\nLink: </docs>; rel=preload\r\n\r\n")

  /// Bytes that are not HTTP, then FIN.
  package static let garbage = raw(
    "garbage", "\u{1}\u{2}SSH-2.0-Not_HTTP\r\n\u{7f}\u{0}\r\n", at: .read, status: nil, then: .close
  )

  /// 400 whose `message` is a list of strings, as NestJS sends for failed validation.
  package static let listOfMessages = Fault(
    name: "400-list", judgement: .at(.read),
    steps: [.reply(.json(400, listBody), .none)])

  /// 400 with megabytes of body.
  package static func huge(bytes: Int = 5_000_000) -> Fault {
    let message = String(repeating: "x", count: max(0, bytes - hugeRest))
    return Fault(
      name: "400-huge", judgement: .at(.read), steps: [.reply(.refusal(400, message), .none)])
  }

  /// The HTML page of a proxy in front of the API that cannot reach it.
  package static func html(_ status: Int) -> Fault {
    let page = "<html><head><title>\(status)</title></head><body><h1>\(status)</h1></body></html>\n"
    let answer = Answer(status, headers: [.init("Content-Type", "text/html")], body: page.utf8)
    return Fault(name: "\(status)-html", judgement: .at(.read), steps: [.reply(answer, .none)])
  }

  /// Any answer whatever.
  package static func answer(
    _ answer: Answer, retryAfter: RetryAfter = .none, at moment: Moment = .read
  ) -> Fault {
    Fault(
      name: named(String(answer.status), moment), judgement: .at(moment),
      steps: [.reply(answer, retryAfter)])
  }

  /// Any status, with the API's error body if it is an error; 2xx takes the message.
  package static func status(_ status: Int, retryAfter: RetryAfter = .none) -> Fault {
    let taken = (200..<300).contains(status)
    let answer = taken ? Answer(status) : Answer.refusal(status, "Told to answer \(status)")
    return Fault(
      name: String(status), judgement: .at(taken ? .taken : .read),
      steps: [.reply(answer, retryAfter)])
  }

  /// A redirect.
  package static func redirect(_ status: Int, to location: String) -> Fault {
    .answer(Answer(status, headers: [.init("Location", location)]))
  }

  /// The contract's answer in writes of `piece` bytes each, with a pause between them.
  package static func pieces(of piece: Int = 1, pause: Duration = .zero) -> Fault {
    Fault(
      name: pause > .zero ? "drip" : "bytewise", judgement: .byContract,
      steps: [.answer(Style(piece: max(1, piece), pause: pause))])
  }

  /// The contract's answer, but not before `MockServer.releaseAnswers()`.
  package static let held = Fault(
    name: "held", judgement: .byContract, steps: [.hold, .answer(Style())])

  /// The contract's answer as HTTP/1.0 gives it: the connection is closed after it.
  package static let http10 = Fault(
    name: "http10", judgement: .byContract,
    steps: [.answer(Style(framing: .init(version: "HTTP/1.0"))), .end(.close)])

  /// The contract's answer with one header field of `bytes` bytes.
  package static func longHeader(bytes: Int = 100_000) -> Fault {
    let field = Answer.Header("X-Long", String(repeating: "x", count: bytes))
    return Fault(
      name: "long-header", judgement: .byContract,
      steps: [.answer(Style(framing: .init(extra: [field])))])
  }

  /// Bytes of your own, in place of an answer.
  package static func raw(
    _ name: String, _ text: String, at moment: Moment = .taken, status: Int?, then ending: Ending
  ) -> Fault {
    let send = Step.send(Array(text.utf8), status: status)
    return Fault(name: name, judgement: .at(moment), steps: [send, .end(ending)])
  }

  private static let chunkedHead = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
  private static let hugeRest = Answer.refusal(400, "").body.count
  private static let listBody =
    #"{"message":["to_number must be a phone number","message should not be empty"],"#
    + #""error":"Bad Request","statusCode":400}"#

  private static func informational(_ name: String, _ head: String) -> Fault {
    let send = Step.send(Array(head.utf8), status: nil)
    return Fault(name: name, judgement: .byContract, steps: [send, .answer(Style())])
  }

  /// `read` is the moment that goes without saying.
  private static func named(_ name: String, _ moment: Moment) -> String {
    moment == .read ? name : "\(name)-\(moment.rawValue)"
  }
}
