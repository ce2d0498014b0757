import Glibc
import Testing

@testable import Reports

@Suite struct FlusherTests {
  /// A pipe cannot be synced.
  @Test(arguments: [false, true])
  func aProblemOnTheWayIsToldAtTheEnd(isMended: Bool) throws {
    try withFolder { folder in
      var pipe: [Int32] = [0, 0]
      try #require(Glibc.pipe(&pipe) == 0)
      defer { for end in pipe { close(end) } }
      let flusher = Flusher(pipe[1])
      flusher.start()
      flusher.stop()
      if isMended {
        let file = open("\(folder)/a", O_WRONLY | O_CREAT, 0o600)
        try #require(dup2(file, pipe[1]) == pipe[1])
        close(file)
      }
      #expect(flusher.finish() == EINVAL)
    }
  }

  @Test func withoutProblemsThereIsNothingToTell() throws {
    try withFolder { folder in
      let file = open("\(folder)/a", O_WRONLY | O_CREAT, 0o600)
      defer { close(file) }
      let flusher = Flusher(file)
      for _ in 0..<3 {
        #expect(Glibc.write(file, "abc", 3) == 3)
        flusher.start()
      }
      #expect(flusher.finish() == nil)
      #expect(flusher.finish() == nil)
    }
  }
}
