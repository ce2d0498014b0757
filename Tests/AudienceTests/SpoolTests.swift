import Glibc
import Testing

@testable import Audience

@Suite struct SpoolTests {
  /// On file systems that know no files without a name, a copy has one only while it is empty.
  @Test func aFileLosesItsNameWhereItMustHaveOne() throws {
    let list = ListFixture("phone\n")
    try #require(unlink(list.path) == 0)
    let file = try Spool.createUnlinked(in: list.folder)
    var status = stat()
    try #require(fstat(file.number, &status) == 0)
    #expect(status.st_nlink == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(fcntl(file.number, F_GETFD) & FD_CLOEXEC != 0)
    #expect(rmdir(list.folder) == 0, "the folder is not empty")
  }

  @Test func aFolderThatIsNotThereIsNamed() {
    let folder = ListFixture("").folder + "/missing"
    #expect(
      throws: ContactListError.cannotSpool(folder: folder, reason: "No such file or directory")
    ) { try Spool.createUnlinked(in: folder) }
  }
}
