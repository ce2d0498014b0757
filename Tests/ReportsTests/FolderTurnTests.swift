import Foundation
import Scratch
import Testing

@testable import Audience
@testable import Reports

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct FolderTurnTests {
  /// Whether somebody else could take the folder now.
  private func isFree(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  @Test func aFolderIsTakenForAsLongAsTheTurnLasts() throws {
    try Scratch.with { scratch in
      var turn: FolderTurn? = FolderTurn(scratch.folder)
      #expect(turn != nil && !isFree(scratch.folder))
      turn = nil
      #expect(isFree(scratch.folder))
    }
  }

  /// Somebody who was stopped in the middle of a turn holds it for as long as that lasts.
  @Test func whoWaitedLongGoesOnWithoutTheTurn() throws {
    try Scratch.with { scratch in
      var stopped: FolderTurn? = FolderTurn(scratch.folder)
      let other = FolderTurn(scratch.folder, tries: 2)
      withExtendedLifetime(stopped) { #expect(!isFree(scratch.folder)) }
      stopped = nil
      withExtendedLifetime(other) { #expect(isFree(scratch.folder)) }
    }
  }

  /// The reports of another process wait until these are in place, and are asked then.
  @Test func reportsAreAskedWhetherTheyAreOutdatedInTheirTurn() throws {
    try Scratch.with { scratch in
      let summary = Summary(version: "1", campaign: "spring", contacts: "a.csv")
      let folder = try ReportFolder.start(
        reports: scratch.folder, header: .init(fields: ["name"]), summary: summary)
      let path = folder.path
      var wasFree: Bool?
      let isInPlace = try folder.commit(summary) {
        wasFree = isFree(path)
        return true
      }
      #expect(wasFree == false && !isInPlace)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
      #expect(isFree(path))
    }
  }
}
