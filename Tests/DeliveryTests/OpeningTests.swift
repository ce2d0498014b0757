import Delivery
import Ledger
import NIOCore
import NIOPosix
import Testing

/// The timeout is an hour, so that a connection which is not given up outlasts the test.
@Suite("A connection that is being opened", .timeLimit(.minutes(1)))
struct OpeningTests {
  private func check(_ rig: Rig) throws {
    #expect(rig.stop.reason == .interrupted(signal: 2))
    #expect(try rig.counts() == [.released: 1])
    #expect(rig.progress.counts.retries == 0)
  }

  @Test("is given up while its host is looked up, when the run is stopped")
  func lookUp() async throws {
    let rigs = Handover<Rig>()
    let resolver = SilentResolver { rigs.value?.stop.stop(.interrupted(signal: 2)) }
    let settings = Rig.Settings(
      messages: 2, timeout: .seconds(3_600), address: "https://api.example", resolver: resolver)
    try await Rig.with(port: 1, settings) { rig async throws in
      rigs.value = rig
      await rig.run()
      try check(rig)
    }
    resolver.end()
  }

  @Test("is given up in the middle of TLS, when the run is stopped")
  func security() async throws {
    let rigs = Handover<Rig>()
    let stop: @Sendable () -> Void = { rigs.value?.stop.stop(.interrupted(signal: 2)) }
    try await PlainListener.with(accepted: stop) { listener in
      let settings = Rig.Settings(
        messages: 2, timeout: .seconds(3_600), address: "https://127.0.0.1:\(listener.port)")
      try await Rig.with(port: listener.port, settings) { rig async throws in
        rigs.value = rig
        await rig.run()
        try check(rig)
      }
    }
  }
}

/// Never answers.
private final class SilentResolver: Resolver, Sendable {
  private let answer = MultiThreadedEventLoopGroup.singleton.any()
    .makePromise(of: [SocketAddress].self)
  private let asked: @Sendable () -> Void

  init(asked: @escaping @Sendable () -> Void) {
    self.asked = asked
  }

  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    asked()
    return answer.futureResult
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    answer.futureResult
  }

  func cancelQueries() {}

  func end() { answer.succeed([]) }
}
