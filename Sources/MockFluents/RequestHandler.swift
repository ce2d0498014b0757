import NIOCore
import NIOHTTP1

/// One connection of the API: takes requests one after the other and plays their answers.
///
/// Memory is bounded: one body of at most `Contract.maximumBody`, and pipelined requests only as
/// far as one read of the socket brought them, for it is not read again while any of them waits.
final class RequestHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    case listening
    case answering
    /// Whatever still comes is thrown away: a stall, or an end that waits for the client's.
    case deaf
  }

  private let api: MockAPI
  private let wire: WireHandler
  private let number: Int
  private var phase = Phase.listening
  private var request: Request?
  private var inFlight = false
  private var waiting: [HTTPServerRequestPart] = []
  private var isTakingWaiting = false
  private var readIsDue = false
  private var failure: HTTPParserError?
  private var timer: Scheduled<Void>?
  private var context: ChannelHandlerContext?

  init(api: MockAPI, wire: WireHandler, number: Int) {
    self.api = api
    self.wire = wire
    self.number = number
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    phase = .deaf
    waiting = []
    timer?.cancel()
    endFlight()
    context.fireChannelInactive()
  }

  func read(context: ChannelHandlerContext) {
    if waiting.isEmpty { context.read() } else { readIsDue = true }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    switch phase {
    case .listening: take(part)
    case .answering: waiting.append(part)
    case .deaf: break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch (error, phase) {
    case (let error as HTTPParserError, .listening): refuseMalformed(error)
    case (let error as HTTPParserError, .answering): failure = error
    case (is HTTPParserError, .deaf), (is ByteToMessageDecoderError, _): break
    default: context.close(promise: nil)
    }
  }

  // MARK: Taking requests

  private func take(_ part: HTTPServerRequestPart) {
    switch part {
    case .head(let head): begin(head)
    case .body(var bytes): add(&bytes)
    case .end: finish()
    }
  }

  private func begin(_ head: HTTPRequestHead) {
    inFlight = true
    let request = Request(head, connection: number, fault: api.began())
    self.request = request
    if let fault = request.fault, fault.judgement == .at(.unread) {
      phase = .deaf
      play(api.struck(fault, request)[...])
    } else if let status = head.objection {
      refuse(status, status == 413 ? "request entity too large" : "Exactly one Host is required")
    } else if head.expectsContinue {
      write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), promise: nil)
    }
  }

  private func add(_ bytes: inout ByteBuffer) {
    guard phase == .listening, let size = request?.body.readableBytes else { return }
    if size + bytes.readableBytes > Contract.maximumBody {
      refuse(413, "request entity too large")
    } else {
      request?.body.writeBuffer(&bytes)
    }
  }

  private func finish() {
    guard phase == .listening, let request else { return }
    phase = .answering
    self.request = nil
    let script = api.answer(request)
    if api.latency == .zero { return play(script[...]) }
    after(api.latency) { $0.play(script[...]) }
  }

  private func refuseMalformed(_ error: HTTPParserError) {
    if error == .headerOverflow {
      refuse(431, "Request Header Fields Too Large")
    } else {
      refuse(400, "Malformed HTTP request: \(error)")
    }
  }

  /// Answers a request that is not read to its end. The connection is closed in two steps: closed
  /// at once, with bytes unread, the kernel would send RST, and the answer could be lost.
  private func refuse(_ status: Int, _ message: String) {
    phase = .deaf
    waiting = []
    request = nil
    api.refused(status)
    endFlight()
    write(Answer.refusal(status, message).encoded(.init(connection: "close")), promise: nil)
    context?.close(mode: .output, promise: nil)
    after(.seconds(2)) { $0.context?.close(promise: nil) }
  }

  // MARK: Playing answers

  private func play(_ script: ArraySlice<WireStep>) {
    guard let step = script.first else { return next() }
    let rest = script.dropFirst()
    // Before the last bytes leave: the client's next request must not meet this one.
    if step.endsStory(followedBy: rest) { endFlight() }
    switch step {
    case .bytes(let bytes): send(bytes, then: rest)
    case .wait(let time): after(time) { $0.play(rest) }
    case .hold: hold(rest)
    case .end(let ending): end(ending)
    }
  }

  private func hold(_ rest: ArraySlice<WireStep>) {
    guard let loop = context?.eventLoop else { return }
    let handler = NIOLoopBound(self, eventLoop: loop)
    api.onRelease {
      loop.execute { if handler.value.phase == .answering { handler.value.play(rest) } }
    }
  }

  private func send(_ bytes: [UInt8], then rest: ArraySlice<WireStep>) {
    guard !rest.isEmpty, let loop = context?.eventLoop else {
      write(bytes, promise: nil)
      return next()
    }
    let promise = loop.makePromise(of: Void.self)
    promise.futureResult.assumeIsolated().whenSuccess { self.play(rest) }
    write(bytes, promise: promise)
  }

  private func end(_ ending: Fault.Ending) {
    phase = .deaf
    waiting = []
    switch ending {
    case .close: context?.close(promise: nil)
    case .reset: wire.reset()
    case .stall, .keepAlive: break
    }
  }

  private func next() {
    phase = .listening
    takeWaiting()
  }

  /// A loop and no recursion, since answers may be given at once: thousands may wait.
  private func takeWaiting() {
    if isTakingWaiting { return }
    isTakingWaiting = true
    var taken = 0
    while phase == .listening, taken < waiting.count {
      take(waiting[taken])
      taken += 1
    }
    waiting.removeFirst(min(taken, waiting.count))
    isTakingWaiting = false
    if phase == .listening, let failure { return refuseMalformed(failure) }
    if readIsDue, waiting.isEmpty {
      readIsDue = false
      context?.read()
    }
  }

  private func endFlight() {
    guard inFlight else { return }
    inFlight = false
    api.ended()
  }

  private func write(_ bytes: [UInt8], promise: EventLoopPromise<Void>?) {
    context?.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: promise)
  }

  private func after(_ time: Duration, _ action: @escaping (RequestHandler) -> Void) {
    timer = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { action(self) }
  }
}

extension WireStep {
  /// Whether the client has nothing more to wait for once this step is done.
  fileprivate func endsStory(followedBy rest: ArraySlice<WireStep>) -> Bool {
    self != .end(.stall) && rest.allSatisfy(\.isSilentEnd)
  }
}
