import Foundation
import Testing

@testable import volley

#if canImport(Glibc)
  import Glibc
#endif

@Suite("The console", .timeLimit(.minutes(1))) struct ConsoleTests {
  /// `F_GETPIPE_SZ` (fcntl(2)).
  private static let sizeOfPipe: Int32 = 1_032

  /// As a file is that somebody else left so that nothing waits for it.
  @Test("waits for who reads it, where the file does not")
  func nonblocking() throws {
    let pipe = Pipe()
    let end = pipe.fileHandleForWriting.fileDescriptor
    try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0)
    let room = fcntl(end, Self.sizeOfPipe)
    let bytes = [UInt8](repeating: 0x78, count: 3 * Int(room))
    let reader = pipe.fileHandleForReading
    let written = DispatchQueue(label: "written")
    // Read only after the queue is done.
    nonisolated(unsafe) var problem: Int32?
    written.async {
      problem = Console.write(bytes, to: end)
      try? pipe.fileHandleForWriting.close()
    }
    // Nobody reads before the pipe is full.
    var waiting: Int32 = 0
    while waiting < room, ioctl(reader.fileDescriptor, UInt(FIONREAD), &waiting) == 0 {
      sched_yield()
    }
    let read = try reader.readToEnd()
    written.sync {}
    #expect(problem == nil)
    #expect(read.map(Array.init) == bytes)
  }
}
