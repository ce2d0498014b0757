import NIOCore
import NIOHTTP1

/// One request at a time over one connection: writes it, gathers the answer, and knows whether any
/// of its bytes may have left.
///
/// Confined to its event loop.
final class ExchangeHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  /// What is left of a body after a 2xx head decides nothing more; so long it is waited for.
  static let graceAfterSuccess: TimeAmount = .seconds(1)
  /// Up to this size an idle socket takes a request whole or not at all: the smallest send buffer
  /// that Linux gives a TCP socket.
  static let takenWhole = 16 * 1024

  private let wire: WireHandler
  private var context: ChannelHandlerContext?
  private var current: Exchange?
  private var timer: Scheduled<Void>?
  /// Whether a write has failed since the last one began.
  private var isRefused = false

  private struct Exchange {
    let report: (Attempt) -> Void
    var deadline: NIODeadline
    var answer: Answer?
    var written = true
    /// A fault met while the request was being flushed, when it is not yet known what was written.
    var parked: Fault?
    var flushing = true
  }

  /// Whether the connection may be used for another request.
  private(set) var isReusable = true

  init(_ wire: WireHandler) {
    self.wire = wire
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    wire.exchanges = self
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    finish(fault: .closed(reason: "closed"))
    timer?.cancel()
    self.context = nil
    wire.exchanges = nil
  }

  /// Writes a request, and always reports what came of it, once.
  func exchange(
    _ request: ByteBuffer, deadline: NIODeadline, report: @escaping (Attempt) -> Void
  ) {
    guard let context, isReusable, current == nil else {
      let fault = Fault.closed(reason: "closed while idle")
      report(Attempt(written: false, fault: fault))
      return
    }
    current = Exchange(report: report, deadline: deadline)
    arm(for: deadline, in: context)
    let refused = flush(request, on: context.eventLoop)
    current?.flushing = false
    if refused, request.readableBytes <= Self.takenWhole { current?.written = false }
    if let fault = current?.parked ?? (refused ? .closed(reason: "write failed") : nil) {
      finish(fault: fault)
    }
  }

  /// - Returns: whether the very first write failed, and with it all of the request.
  private func flush(_ request: ByteBuffer, on loop: any EventLoop) -> Bool {
    isRefused = false
    let written = loop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenFailure { _ in self.isRefused = true }
    wire.write(request, promise: written)
    return isRefused
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      current?.answer = Answer(head)
      // After a 101 another protocol follows, if any.
      if !head.isKeepAlive || head.status == .switchingProtocols { isReusable = false }
    case .body(let part):
      keep(part, in: context)
    case .end:
      if wire.holdsMore { isReusable = false }
      finishAnswered(in: context)
    }
  }

  /// Whether the end of an answer is still to come.
  var hasExchange: Bool { current != nil }

  /// Something came that belongs to no request.
  func endReuse() { isReusable = false }

  /// Whether a request waits for its answer, of which nothing is known yet.
  var isWaiting: Bool { current != nil && current?.answer == nil }

  /// The whole answer, where it needed no decoder.
  func takeAnswer(_ answer: Answer) {
    current?.answer = answer
    finish(fault: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if let status = current?.answer?.status, (200..<300).contains(status) {
      let grace = NIODeadline.now() + Self.graceAfterSuccess
      if let deadline = current?.deadline, grace < deadline {
        current?.deadline = grace
        rearm(for: grace, in: context)
      }
    }
    context.fireChannelReadComplete()
  }

  private func keep(_ part: ByteBuffer, in context: ChannelHandlerContext) {
    guard let kept = current?.answer?.body.count else { return }
    let room = Answer.keptBody - kept
    current?.answer?.body.append(contentsOf: part.readableBytesView.prefix(room))
    if part.readableBytes > room {
      isReusable = false
      finishAnswered(in: context)
    }
  }

  private func finishAnswered(in context: ChannelHandlerContext) {
    finish(fault: nil)
    if !isReusable { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    finish(fault: Fault(error))
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(fault: .closed(reason: "closed by the other side"))
    context.fireChannelInactive()
  }

  /// Ends the exchange. A head that came decides it, whatever happened to its body.
  private func finish(fault: Fault?) {
    if fault != nil { isReusable = false }
    guard let exchange = current else { return }
    if exchange.flushing, let fault {
      current?.parked = exchange.parked ?? fault
      return
    }
    current = nil
    exchange.report(
      Attempt(
        written: exchange.written || exchange.answer != nil, answer: exchange.answer,
        fault: exchange.answer == nil ? fault : nil))
  }

  // One timer serves many exchanges: it is moved when it fires, not with every request.

  private func arm(for deadline: NIODeadline, in context: ChannelHandlerContext) {
    if timer == nil { rearm(for: deadline, in: context) }
  }

  private func rearm(for deadline: NIODeadline, in context: ChannelHandlerContext) {
    timer?.cancel()
    // It holds the handler until it fires or is cancelled, which it is at the latest when the handler is
    // removed; held weakly, each use of the handler would cost more.
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
      self.timerFired()
    }
  }

  private func timerFired() {
    timer = nil
    guard let context, let exchange = current else { return }
    if exchange.deadline > .now() {
      rearm(for: exchange.deadline, in: context)
    } else {
      finish(fault: .timeout)
      context.close(promise: nil)
    }
  }
}

extension Answer {
  init(_ head: HTTPResponseHead) {
    self.init(
      status: Int(head.status.code), retryAfter: head.valueUnlessSuccess(of: "retry-after"),
      location: head.valueUnlessSuccess(of: "location"))
  }
}

extension HTTPResponseHead {
  /// Nobody looks at the fields of a success, and most answers are one.
  fileprivate func valueUnlessSuccess(of name: String) -> String? {
    (200..<300).contains(status.code) ? nil : headers.first(name: name)
  }
}
