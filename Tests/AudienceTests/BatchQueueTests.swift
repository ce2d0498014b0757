import Audience
import Dispatch
import Testing

@Suite(.timeLimit(.minutes(1))) struct BatchQueueTests {
  /// Puts numbers from a thread of its own until nobody wants more.
  private func read(_ count: Int, into queue: BatchQueue<Int, String>) -> DispatchGroup {
    let thread = DispatchGroup()
    DispatchQueue(label: "test.reader").async(group: thread) {
      for number in 0..<count where !queue.put(number) { break }
      queue.end("read")
    }
    return thread
  }

  @Test(arguments: [1, 2, 3, 16], [0, 1, 2, 7, 16, 17, 5_000])
  func batchesComeInOrderAndThenTheEnd(room: Int, count: Int) {
    let queue = BatchQueue<Int, String>(room: room)
    let thread = read(count, into: queue)
    var taken: [Int] = []
    while let number = queue.take() { taken.append(number) }
    #expect(taken == Array(0..<count))
    #expect(queue.ending == "read")
    #expect(queue.take() == nil)
    thread.wait()
  }

  @Test(arguments: [1, 2, 16])
  func theEndIsKnownOnlyAfterTheLastBatch(room: Int) {
    let queue = BatchQueue<Int, String>(room: room)
    #expect(queue.put(1))
    #expect(queue.take() == 1)
    #expect(queue.ending == nil)
    queue.end("read")
    #expect(queue.take() == nil)
  }

  @Test(arguments: [1, 2, 16])
  func aReaderThatWaitsIsLetGo(room: Int) {
    let queue = BatchQueue<Int, String>(room: room)
    let thread = read(.max, into: queue)
    #expect(queue.take() == 0)
    queue.abandon()
    thread.wait()
    #expect(!queue.put(1))
  }
}
