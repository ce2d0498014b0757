import Glibc
import Testing

@testable import Reports

@Suite struct FileWriterTests {
  /// - Returns: what was told of each write, and at the end.
  private func write(_ texts: [String], to path: String) -> (writes: [Int32?], end: Int32?) {
    let file = open(path, O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let writer = FileWriter(file, Flusher(file), capacity: 16)
    var buffer = WriteBuffer(capacity: 16)
    var writes: [Int32?] = []
    for text in texts {
      buffer.append(Array(text.utf8))
      writes.append(writer.write(&buffer))
      #expect(buffer.count == 0)
    }
    return (writes, writer.finish())
  }

  @Test func whatIsTakenArrivesInOrder() throws {
    try withFolder { folder in
      let texts = (0..<1_000).map { "line \($0)\n" }
      let told = write(texts, to: "\(folder)/a")
      #expect(told.writes.allSatisfy { $0 == nil })
      #expect(told.end == nil)
      let found = try contents("\(folder)/a")
      #expect(found == texts.joined())
    }
  }

  @Test func aProblemIsToldByTheNextWriteAndEverAfter() {
    let told = write(["one", "two", "three"], to: "/dev/full")
    #expect(told.writes == [nil, ENOSPC, ENOSPC])
    #expect(told.end == ENOSPC)
  }

  /// A pipe that is full takes nothing until somebody reads from it.
  @Test func nothingFollowsWhatCouldNotBeWritten() throws {
    var pipe: [Int32] = [0, 0]
    try #require(Glibc.pipe(&pipe) == 0)
    defer { for end in pipe { close(end) } }
    for end in pipe { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
    let long = [UInt8](repeating: 0x61, count: 4 << 20)
    let writer = FileWriter(pipe[1], Flusher(pipe[1]), capacity: long.count)
    var buffer = WriteBuffer(capacity: long.count)
    buffer.append(long)
    #expect(writer.write(&buffer) == nil)
    #expect(writer.finish() == EAGAIN)
    var read = long
    #expect(Glibc.read(pipe[0], &read, long.count) > 0)
    buffer.append([0x62])
    #expect(writer.write(&buffer) == EAGAIN)
    #expect(writer.finish() == EAGAIN)
    #expect(Glibc.read(pipe[0], &read, long.count) == -1)
  }
}
