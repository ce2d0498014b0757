import Foundation
import Testing

@testable import volley

@Suite("Standard error", .timeLimit(.minutes(1))) struct StandardErrorTests {
  /// More than a pipe holds.
  private let long = String(repeating: "x", count: 200_000)

  @Test("keeps what nobody reads yet, and counts what it has no room for")
  func unread() throws {
    let pipe = Pipe()
    let errors = StandardError(
      to: pipe.fileHandleForWriting.fileDescriptor, mostWaiting: long.utf8.count)
    errors.write(long)
    errors.write("left out", mayBeMissing: true)
    errors.write("left out", mayBeMissing: true)
    errors.write("kept")
    #expect(!errors.isRead)
    // There is no room to say so.
    #expect(errors.takeMissing() == 0)
    let read = try pipe.fileHandleForReading.read(upToCount: long.utf8.count + 4)
    errors.flush()
    #expect(read.map { String(decoding: $0, as: UTF8.self) } == long + "kept")
    #expect(errors.isRead)
    #expect(errors.takeMissing() == 2)
    #expect(errors.takeMissing() == 0)
  }

  @Test("waits for its reader until a time")
  func flush() throws {
    let pipe = Pipe()
    let errors = StandardError(to: pipe.fileHandleForWriting.fileDescriptor, mostWaiting: 100)
    errors.write(long)
    errors.flush(until: .now())
    #expect(!errors.isRead)
    _ = try pipe.fileHandleForReading.read(upToCount: long.utf8.count)
    errors.flush()
    #expect(errors.isRead)
  }
}
