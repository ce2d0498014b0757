import MockFluents
import NIOCore
import NIOPosix
import Testing

@testable import Delivery

/// Single exchanges over a connection to the mock.
@Suite("An exchange", .timeLimit(.minutes(2)))
struct ExchangeHandlerTests {
  private static let longTimeout = TimeAmount.seconds(30)

  @Test(
    "keeps 64 KiB of a body, and its connection only if there was no more",
    arguments: [
      (65_535, 65_535, true), (65_536, 65_536, true), (65_537, 65_536, false),
      (5_000_000, 65_536, false),
    ])
  func cap(_ size: Int, _ kept: Int, _ reusable: Bool) async throws {
    let sight = try await meet(.huge(bytes: size))
    #expect(sight.attempt.answer?.status == 400)
    #expect(sight.attempt.answer?.body.count == kept)
    #expect(sight.attempt.answer?.body.starts(with: #"{"message":"xxx"#.utf8) == true)
    #expect(sight.isReusable == reusable)
  }

  @Test("does not wait for what it would not keep")
  func rest() async throws {
    let head = "HTTP/1.1 400 Bad Request\r\nContent-Length: 1000000\r\n\r\n"
    let text = head + String(repeating: "x", count: 65_537)
    let sight = try await meet(.raw("long", text, status: 400, then: .stall))
    #expect(sight.attempt.answer?.body.count == 65_536)
    #expect(sight.time < Self.longTimeout)
  }

  @Test("gives a body that stalls after a success one second, and its connection up")
  func grace() async throws {
    let sight = try await meet(.stallBody)
    #expect(sight.attempt == Attempt(written: true, answer: Delivery.Answer(status: 201)))
    #expect(sight.time >= .seconds(1))
    #expect(sight.time < Self.longTimeout)
    #expect(!sight.isReusable)
  }

  @Test("waits for the words of a refusal until the timeout")
  func words() async throws {
    let text = "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\nno"
    let fault = MockFluents.Fault.raw("stall-words", text, status: 400, then: .stall)
    let sight = try await meet(fault, timeout: .seconds(3))
    let answer = Delivery.Answer(status: 400, body: Array("no".utf8))
    #expect(sight.attempt == Attempt(written: true, answer: answer))
    #expect(sight.time >= .seconds(3))
  }

  // A socket takes a small request whole or not at all; of a large one a part may have left when
  // its write fails.

  @Test("whose write fails did not happen when the request is small", arguments: [1_000, 16_384])
  func small(_ size: Int) async throws {
    let sight = try await meet(nil, size: size, breaking: Breaking(takes: false))
    #expect(!sight.attempt.written)
    #expect(sight.seen == 0)
    guard case .notAccepted = Outcome(of: sight.attempt) else {
      Issue.record("\(sight.attempt)")
      return
    }
  }

  @Test("whose write fails is in doubt when the request is large", arguments: [16_385, 100_000])
  func large(_ size: Int) async throws {
    let sight = try await meet(nil, size: size, breaking: Breaking(takes: true))
    #expect(sight.seen == 1)
    expectDoubt(sight)
  }

  @Test(
    "over a connection that takes a large request and then breaks is in doubt",
    arguments: [(16_385, MockFluents.Fault.Moment.read), (16_385, .taken), (8_000_000, .unread)])
  func breaks(_ size: Int, _ moment: MockFluents.Fault.Moment) async throws {
    expectDoubt(try await meet(.reset(moment), size: size))
  }

  private func expectDoubt(_ sight: Sight) {
    #expect(sight.attempt.written)
    #expect(sight.attempt.answer == nil)
    guard case .unknown = Outcome(of: sight.attempt) else {
      Issue.record("\(sight.attempt)")
      return
    }
  }

  /// What one exchange came to.
  private struct Sight {
    var attempt: Attempt
    var time: TimeAmount
    var isReusable: Bool
    /// How often the mock has read the request whole.
    var seen: Int
  }

  /// - Parameter size: of the whole request, in bytes.
  private func meet(
    _ fault: MockFluents.Fault?, size: Int = 1_000, timeout: TimeAmount = longTimeout,
    breaking: Breaking? = nil
  ) async throws -> Sight {
    try await MockServer.withServer { server in
      server.enqueue(fault)
      let client = Client(on: MultiThreadedEventLoopGroup.singleton.next())
      return try await client.exchange(with: server, request(of: size), timeout, breaking)
    }
  }

  /// A request that the mock would take, filled up with white space.
  private func request(of size: Int) -> ByteBuffer {
    let head = """
      POST /v1/messages HTTP/1.1\r
      Host: 127.0.0.1\r
      Authorization: Bearer t\r
      Content-Type: application/json\r
      Content-Length:\u{20}
      """
    let json = #"{"to_number":"+12025550100","from_number":"+12025550000","message":"Hi"}"#
    let digits = 8
    let length = size - head.utf8.count - digits - 4
    let zeros = String(repeating: "0", count: digits - "\(length)".count)
    let filler = String(repeating: " ", count: length - json.utf8.count)
    return ByteBuffer(string: "\(head)\(zeros)\(length)\r\n\r\n\(json)\(filler)")
  }

  /// A lane's part in an exchange, on its event loop.
  private actor Client {
    private let loop: any EventLoop

    init(on loop: any EventLoop) {
      self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
      loop.executor.asUnownedSerialExecutor()
    }

    func exchange(
      with server: MockServer, _ request: ByteBuffer, _ timeout: TimeAmount, _ breaking: Breaking?
    ) async throws -> Sight {
      let endpoint = try Endpoint("http://127.0.0.1:\(server.port)")
      let dialer = try Dialer(endpoint: endpoint, proxy: nil, caFile: nil)
      let connection = try await dialer.connect(on: loop, deadline: .now() + longTimeout)
      defer { connection.close() }
      if let breaking {
        try connection.channel.pipeline.syncOperations.addHandler(breaking, position: .first)
      }
      let start = NIODeadline.now()
      let attempt = await connection.exchange(
        request, deadline: start + timeout, on: LoopExecutor(loop))
      let time = NIODeadline.now() - start
      if breaking?.takes == true { try await server.wait { !$0.seen.isEmpty } }
      return Sight(
        attempt: attempt, time: time, isReusable: connection.handler.value.isReusable,
        seen: server.statistics.seen.values.reduce(0, +))
    }
  }

  /// A socket whose write fails: with nothing of the request taken, or with all of it.
  private final class Breaking: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let takes: Bool

    init(takes: Bool) {
      self.takes = takes
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      if takes { context.writeAndFlush(data, promise: nil) }
      promise?.fail(IOError(errnoCode: ECONNRESET, reason: "write"))
    }
  }
}
