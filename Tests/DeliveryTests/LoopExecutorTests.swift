import Ledger
import MockFluents
import NIOCore
import NIOPosix
import Testing

@testable import Delivery

@Suite("Tasks on an event loop", .timeLimit(.minutes(1)))
struct LoopExecutorTests {
  @Test("go on at once when they are resumed so, and else in their turn")
  func order() async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let executor = LoopExecutor(loop)
    let notes = NIOLoopBoundBox<[String]>.makeBoxSendingValue([], eventLoop: loop)
    for atOnce in [true, false] {
      try await loop.submit { notes.value = [] }.get()
      try await withThrowingDiscardingTaskGroup { group in
        let waiting = loop.makePromise(of: CheckedContinuation<Int, Never>.self)
        group.addTask(executorPreference: executor) {
          let value = await withCheckedContinuation { waiting.succeed($0) }
          notes.value.append("task \(value)")
          // Whatever it waits for next comes in its turn.
          await Task.yield()
          notes.value.append("task again")
        }
        let continuation = try await waiting.futureResult.get()
        try await loop.submit {
          notes.value.append("before")
          if atOnce {
            executor.resume(continuation, returning: 1)
          } else {
            continuation.resume(returning: 1)
          }
          notes.value.append("after")
        }.get()
      }
      let expected =
        atOnce
        ? ["before", "task 1", "after", "task again"] : ["before", "after", "task 1", "task again"]
      #expect(try await loop.submit { notes.value }.get() == expected)
    }
  }

  @Test("write no request before whoever resumed them is done")
  func requests() async throws {
    try await MockServer.withServer { server in
      try await Rig.with(port: server.port) { rig async throws in
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let executor = LoopExecutor(loop)
        let (sender, progress) = (rig.sender, rig.progress)
        try await withThrowingDiscardingTaskGroup { group in
          let waiting = loop.makePromise(of: CheckedContinuation<Int, Never>.self)
          group.addTask(executorPreference: executor) {
            let lane = Lane(on: executor, of: sender)
            let turn = Desk.Turn(message: .example(0), entry: EntryID(rawValue: 1), at: .now)
            _ = await lane.attemptOnce(turn, evenLate: false)
            progress.note(.sent(status: 201), .settle, Times(start: 0, instant: .now))
            _ = await withCheckedContinuation { waiting.succeed($0) }
            _ = await lane.attemptOnce(turn, evenLate: false)
          }
          let continuation = try await waiting.futureResult.get()
          let begun = try await loop.submit {
            executor.resume(continuation, returning: 1)
            return progress.counts.inFlight
          }.get()
          #expect(begun == 0)
        }
        #expect(server.received.count == 2)
      }
    }
  }
}
