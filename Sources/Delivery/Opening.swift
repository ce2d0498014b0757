import NIOCore

/// The connections that are being opened at one time, one for each address of a host until the first stands.
/// Confined to their event loop.
final class Openings: Sendable {
  private let loop: any EventLoop
  private let all: NIOLoopBoundBox<[ObjectIdentifier: Opening]>

  init(loop: any EventLoop) {
    self.loop = loop
    all = .makeBoxSendingValue([:], eventLoop: loop)
  }

  /// What the proxy said instead of letting us through.
  var refusal: Fault? { all.value.values.lazy.compactMap(\.refusal).first }

  func begin(_ channel: any Channel) -> Opening {
    let opening = Opening(loop: loop)
    // One that is gone may have stood at the same place.
    all.value.updateValue(opening, forKey: ObjectIdentifier(channel))?
      .fail(.noConnection(reason: "not connected"))
    return opening
  }

  /// The one that stands, once it is ready for a request.
  func ready(_ channel: any Channel) async throws -> NIOLoopBound<ExchangeHandler> {
    guard let opening = all.value[ObjectIdentifier(channel)] else {
      throw Fault.noConnection(reason: "not connected")
    }
    return try await opening.ready.futureResult.get()
  }

  /// Of all that are not ready yet.
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
