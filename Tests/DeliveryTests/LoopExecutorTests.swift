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
        let waiting = loop.makePromise(of: Waiting<Int>.self)
        group.addTask(executorPreference: executor) {
          let value = await wait { waiting.succeed($0) }
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

  @Test(
    "go on in their turn when all of them are resumed later, even one that did not begin to wait")
  func later() async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let executor = LoopExecutor(loop)
    let notes = NIOLoopBoundBox<[String]>.makeBoxSendingValue([], eventLoop: loop)
    try await withThrowingDiscardingTaskGroup { group in
      let first = loop.makePromise(of: Waiting<Int>.self)
      let second = loop.makePromise(of: Waiting<Int>.self)
      group.addTask(executorPreference: executor) {
        let value = await wait { first.succeed($0) }
        notes.value.append("first \(value)")
      }
      group.addTask(executorPreference: executor) {
        let value = await wait { second.succeed($0) }
        notes.value.append("second \(value)")
        // As a lane that has its answer asks a desk which is quick.
        let next = await wait { executor.resumeLater([($0, value + 1)]) }
        notes.value.append("second \(next)")
      }
      let one = try await first.futureResult.get()
      let two = try await second.futureResult.get()
      try await loop.submit {
        executor.resumeLater([(one, 1)])
        executor.resume(two, returning: 2)
        notes.value.append("after")
      }.get()
    }
    let expected = ["second 2", "after", "first 1", "second 3"]
    #expect(try await loop.submit { notes.value }.get() == expected)
  }
}
