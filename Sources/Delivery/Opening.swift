import NIOCore

/// The connections that are being opened at one time, one for each address of a host until the first stands.
/// Confined to their event loop.
final class Openings: Sendable {
  private let loop: any EventLoop
  private let all: NIOLoopBoundBox<[ObjectIdentifier: Opening]>
  private let connected: EventLoopPromise<any Channel>
  /// Nobody waits for a connection any more.
  private let isOver: NIOLoopBoundBox<Bool>

  init(loop: any EventLoop) {
    self.loop = loop
    all = .makeBoxSendingValue([:], eventLoop: loop)
    connected = loop.makePromise()
    isOver = .makeBoxSendingValue(false, eventLoop: loop)
  }

  /// What the proxy said instead of letting us through.
  var refusal: Fault? { all.value.values.lazy.compactMap(\.refusal).first }

  func begin(_ channel: any Channel) throws(Fault) -> Opening {
    guard !isOver.value else { throw .noConnection(reason: "not connected") }
    let opening = Opening(loop: loop)
    // One that is gone may have stood at the same place.
    all.value.updateValue(opening, forKey: ObjectIdentifier(channel))?
      .fail(.noConnection(reason: "not connected"))
    return opening
  }

  /// The channel that is connected first, unless all is given up before.
  func first(_ connecting: EventLoopFuture<any Channel>) -> EventLoopFuture<any Channel> {
    connecting.assumeIsolated().whenComplete { [self] result in
      guard !isOver.value else {
        if case .success(let channel) = result { channel.close(promise: nil) }
        return
      }
      isOver.value = true
      connected.completeWith(result)
    }
    return connected.futureResult
  }

  /// Neither names nor addresses that do not answer are waited for any longer.
  func giveUp(_ fault: Fault) {
    fail(fault)
    guard !isOver.value else { return }
    isOver.value = true
    connected.fail(fault)
  }

  /// The one that stands, once it is ready for a request.
  func ready(_ channel: any Channel) async throws -> NIOLoopBound<ExchangeHandler> {
    guard let opening = all.value[ObjectIdentifier(channel)] else {
      throw Fault.noConnection(reason: "not connected")
    }
    return try await opening.ready.futureResult.get()
  }

  /// Fails all that are not ready yet.
  func fail(_ fault: Fault) {
    for opening in all.value.values { opening.fail(fault) }
  }
}

/// The state of one connection that is being opened, confined to its event loop.
final class Opening: Sendable {
  let ready: EventLoopPromise<NIOLoopBound<ExchangeHandler>>
  private let refused: NIOLoopBoundBox<Fault?>
  private let kept: NIOLoopBoundBox<Bool>

  init(loop: any EventLoop) {
    ready = loop.makePromise()
    refused = .makeBoxSendingValue(nil, eventLoop: loop)
    kept = .makeBoxSendingValue(false, eventLoop: loop)
  }

  /// What the proxy said instead of letting us through.
  var refusal: Fault? { refused.value }

  func succeed(_ handler: ExchangeHandler) {
    guard !kept.value else { return }
    kept.value = true
    ready.succeed(NIOLoopBound(handler, eventLoop: ready.futureResult.eventLoop))
  }

  func fail(_ fault: Fault) {
    if case .proxyRefused = fault { refused.value = fault }
    guard !kept.value else { return }
    kept.value = true
    ready.fail(fault)
  }
}
