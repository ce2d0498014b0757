import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Delivery

/// Threads that are at one moment the first to make a decoder can crash Swift's runtime. There is one
/// first time in each process, so the test runs itself in many. Without the dialer's own first
/// decoder, about one in sixty of them dies.
@Suite("The first decoder", .timeLimit(.minutes(5)))
struct FirstDecoderTests {
  private static let mark = "VOLLEY_TESTS_FIRST_DECODER"

  @Test("is made before there are lanes that could race for it")
  func first() async throws {
    guard ProcessInfo.processInfo.environment[Self.mark] == nil else { return try race() }
    for _ in 0..<100 { try #require(try await statusOfAnother() == 0) }
  }

  /// What lanes do on the threads of their event loops, all at once.
  private func race() throws {
    let dialer = try Dialer(
      endpoint: try Endpoint("http://127.0.0.1:9"), proxy: nil, caFile: nil)
    let line = StartingLine()
    let all = DispatchGroup()
    for _ in 0..<StartingLine.runners {
      all.enter()
      Thread.detachNewThread {
        line.wait()
        withExtendedLifetime(ByteToMessageHandler(HTTPResponseDecoder())) {}
        all.leave()
      }
    }
    line.start()
    all.wait()
    withExtendedLifetime(dialer) {}
  }

  /// Lets threads go when all of them are there.
  private final class StartingLine: Sendable {
    static let runners = 4
    private let missing = Atomic(runners)
    private let isOpen = Atomic(false)

    func wait() {
      missing.subtract(1, ordering: .relaxed)
      while !isOpen.load(ordering: .relaxed) { sched_yield() }
    }

    func start() {
      while missing.load(ordering: .relaxed) > 0 { sched_yield() }
      isOpen.store(true, ordering: .relaxed)
    }
  }

  private func statusOfAnother() async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--testing-library", "swift-testing", "--filter", "FirstDecoderTests"]
    process.environment = [Self.mark: "1", "SWIFT_BACKTRACE": "enable=no"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return try await withCheckedThrowingContinuation { ended in
      process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
  }
}
