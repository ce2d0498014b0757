import Glibc
import Synchronization
import Testing

@testable import Audience

@Suite struct ContactFileTests {
  @Test func whatCannotBeOpenedSaysWhy() {
    let missing = #expect(throws: ContactListError.self) {
      try ContactList(path: "/nonexistent.csv")
    }
    #expect(missing?.description == "/nonexistent.csv: cannot be opened: No such file or directory")
    let folder = #expect(throws: ContactListError.self) { try ContactList(path: "/tmp") }
    #expect(folder == .isDirectory(path: "/tmp"))
    let nothing = #expect(throws: ContactListError.self) { try ContactList(path: "/dev/null") }
    #expect(nothing == .empty(path: "/dev/null"))
    #expect(throws: ContactListError.self) { try ContactList(path: "a\0b") }
  }

  @Test(arguments: ["", "\u{FEFF}", "\n", "\n\r\n\n"])
  func anEmptyFileIsNamed(_ text: String) {
    let list = ListFixture(text)
    #expect(throws: ContactListError.empty(path: list.path)) { try list.open() }
  }

  @Test(arguments: ["name,phone", "name,phone\n", "name,phone\n\n\n"])
  func aHeaderWithoutContactsIsNamed(_ text: String) {
    let list = ListFixture(text)
    #expect(throws: ContactListError.noContacts(path: list.path)) { try list.open() }
  }

  @Test func aPipeIsReadAsOftenAsNeeded() throws {
    let rows = (0..<30_000).map { "n\($0),+1202\(5_000_000 + $0)\n" }.joined()
    let list = try withPipe(holding: Array(("name,phone\n" + rows).utf8)) {
      try ContactList(path: $0)
    }
    let first = try list.contacts()
    #expect(first.count == 30_000)
    #expect(try list.contacts() == first)
    try list.checkUnchanged()
  }

  /// As of standard input, which has no path that could lead to another file.
  @Test func aFileThatIsWrittenToIsNoticedWithoutItsPath() throws {
    let fixture = ListFixture("phone\n+12025550123\n")
    let file = try ContactFile(path: fixture.path)
    let elsewhere = fixture.folder + "/moved.csv"
    try #require(rename(fixture.path, elsewhere) == 0)
    try file.checkUnwritten()
    #expect(throws: ContactListError.changed(path: fixture.path)) { try file.checkUnchanged() }
    fixture.write(Array("phone\n+12025550124,\n".utf8), name: "moved.csv")
    #expect(throws: ContactListError.changed(path: fixture.path)) { try file.checkUnwritten() }
  }

  /// Far more comes than may be copied before the trouble is seen.
  @Test(arguments: [",", "x", "\"x", "\0"])
  func aStreamWithoutEndIsRefused(_ piece: String) throws {
    let endings = Endings()
    try withPipe(
      holding: Array("name,phone\n".utf8), thenMuch: Array(piece.utf8), endings: endings
    ) { path in
      let error = #expect(throws: ContactListError.self) { try ContactList(path: path) }
      switch error {
      case .fieldTooLarge?, .tooManyColumns?, .nulByte?, .malformedQuote?: break
      default: Issue.record("\(String(describing: error))")
      }
      #expect(endings.count.load(ordering: .relaxed) == 0, "all of it was copied")
    }
  }

  /// How many writers got rid of everything.
  private final class Endings: Sendable {
    let count = Atomic(0)
  }

  @Test func theCopyOfAPipeHasNoName() throws {
    let file = try withPipe(holding: Array("phone\n+12025550123\n".utf8)) {
      try ContactFile(path: $0)
    }
    #expect(file.isCopy)
    var status = stat()
    try #require(fstat(file.descriptor.number, &status) == 0)
    #expect(status.st_nlink == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(status.st_size == 19)
  }

  /// Gives `body` the path of a pipe that a thread fills.
  private func withPipe<Result>(
    holding bytes: [UInt8], thenMuch piece: [UInt8] = [], endings: Endings = Endings(),
    _ body: (String) throws -> Result
  ) throws -> Result {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(Glibc.pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    let chunk = piece.isEmpty ? [] : (0..<65_536 / piece.count).flatMap { _ in piece }
    Thread.start {
      var position = 0
      while position < bytes.count {
        let count = bytes.withUnsafeBytes {
          Glibc.write(writing, $0.baseAddress! + position, bytes.count - position)
        }
        guard count > 0 else { break }
        position += count
      }
      for _ in 0..<(chunk.isEmpty ? 0 : 2048) {
        guard Glibc.write(writing, chunk, chunk.count) > 0 else { break }
      }
      endings.count.add(1, ordering: .relaxed)
      close(writing)
    }
    return try body("/proc/self/fd/\(reading)")
  }
}

/// A thread outside of Swift's pool, whose threads must not wait for a pipe.
private enum Thread {
  final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  static func start(_ work: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Work(work)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context)
    pthread_detach(thread)
  }
}
