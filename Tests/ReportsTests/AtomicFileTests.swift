import Foundation
import Glibc
import Testing

@testable import Reports

private func write(_ words: String, to path: String) throws {
  var file = try AtomicFile(path: path)
  try file.append { $0.append(contentsOf: words.utf8) }
  try file.commit()
}

@Suite struct AtomicFileTests {
  @Test func aCommittedFileIsWholeAndPrivate() throws {
    try withFolder { folder in
      try write("hello", to: "\(folder)/a.csv")
      #expect(try contents("\(folder)/a.csv") == "hello")
      #expect(try permissions("\(folder)/a.csv") == 0o600)
      #expect(try names(in: folder) == ["a.csv"])
    }
  }

  @Test func manyBuffersArriveInOrder() throws {
    try withFolder { folder in
      let lines = (0..<100_000).map { "\($0)\n" }
      var file = try AtomicFile(path: "\(folder)/a")
      for line in lines { try file.append { $0.append(contentsOf: line.utf8) } }
      try file.commit()
      #expect(try contents("\(folder)/a") == lines.joined())
    }
  }

  /// The disk is at work with the first ones meanwhile.
  @Test func manyMegabytesArriveInOrder() throws {
    try withFolder { folder in
      var file = try AtomicFile(path: "\(folder)/a")
      var all = Data()
      for number in UInt8(0)..<50 {
        let part = [UInt8](repeating: number, count: 1 << 20)
        try file.append { $0 = part }
        all.append(contentsOf: part)
      }
      try file.rewriteStart([0xFF])
      all[0] = 0xFF
      try file.commit()
      #expect(try Data(contentsOf: URL(filePath: "\(folder)/a")) == all)
    }
  }

  @Test func nothingIsReplacedBeforeTheCommit() throws {
    try withFolder { folder in
      try write("old", to: "\(folder)/a")
      var file = try AtomicFile(path: "\(folder)/a")
      try file.append { $0.append(contentsOf: [UInt8](repeating: 0x78, count: 1_000_000)) }
      #expect(try contents("\(folder)/a") == "old")
      try file.commit()
      #expect(try contents("\(folder)/a").count == 1_000_000)
    }
  }

  @Test func anAbandonedFileLeavesNothing() throws {
    try withFolder { folder in
      try write("old", to: "\(folder)/a")
      do {
        var file = try AtomicFile(path: "\(folder)/a")
        try file.append { $0.append(contentsOf: [UInt8](repeating: 0x78, count: 1_000_000)) }
        #expect(try names(in: folder).count == 2)
      }
      #expect(try names(in: folder) == ["a"])
      #expect(try contents("\(folder)/a") == "old")
    }
  }

  @Test func whatAKilledProcessLeftIsRemoved() throws {
    try withFolder { folder in
      let others = [".a.csv.partial", ".b.csv.x1.volley-partial", "a.csv.x1.volley-partial"]
      for name in others + [".a.csv.x1.volley-partial", ".a.csv.x2.volley-partial"] {
        try Data("x".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      try write("new", to: "\(folder)/a.csv")
      #expect(try names(in: folder) == (others + ["a.csv"]).sorted())
    }
  }

  @Test func whatAnotherWriterIsAtStays() throws {
    try withFolder { folder in
      var first = try AtomicFile(path: "\(folder)/a")
      var second = try AtomicFile(path: "\(folder)/a")
      try first.append { $0.append(contentsOf: "first".utf8) }
      try second.append { $0.append(contentsOf: "second".utf8) }
      try first.commit()
      #expect(try contents("\(folder)/a") == "first")
      try second.commit()
      #expect(try contents("\(folder)/a") == "second")
      #expect(try names(in: folder) == ["a"])
    }
  }

  @Test func faultsAreNamedWithPathAndReason() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/d", withIntermediateDirectories: false)
      #expect(mkfifo("\(folder)/fifo", 0o600) == 0)
      for (name, reason) in [
        ("missing/a", "No such file or directory"), ("d", "Is a directory"),
        ("fifo", "it is not a regular file"),
      ] {
        let problem = #expect(throws: FileProblem.self) { try write("x", to: "\(folder)/\(name)") }
        #expect(problem?.description == "cannot write \(folder)/\(name): \(reason)")
      }
      #expect(try names(in: folder) == ["d", "fifo"])
    }
  }

  @Test func aLinkLeadsToWhatStandsBesideIt() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/d", withIntermediateDirectories: false)
      #expect(symlink("d/b", "\(folder)/a") == 0)
      #expect(symlink("../c", "\(folder)/d/b") == 0)
      #expect(try AtomicFile.named("\(folder)/a") == "\(folder)/d/../c")
      try write("hello", to: AtomicFile.named("\(folder)/a"))
      #expect(try contents("\(folder)/c") == "hello")
      #expect(try names(in: folder) == ["a", "c", "d"])
    }
  }

  @Test func aNameMayBeAsLongAsTheDiskTakes() throws {
    try withFolder { folder in
      let name = String(repeating: "x", count: 255)
      try write("hello", to: "\(folder)/\(name)")
      #expect(try names(in: folder) == [name])
    }
  }

  @Test func aLinkToANameThatIsNotUTF8IsRefused() throws {
    try withFolder { folder in
      let link = "\(folder)/a"
      let target: [CChar] = [0x63, -0x17, 0]
      #expect(symlink(target, link) == 0)
      let problem = #expect(throws: FileProblem.self) { try AtomicFile.named(link) }
      #expect(problem?.description.contains("a name that is not UTF-8") == true)
    }
  }

  @Test func aFullDiskAndAQuotaAreCalledThat() {
    #expect(
      FileProblem(cannot: "write", "a", code: ENOSPC).description
        == "cannot write a: the disk is full (No space left on device)")
    #expect(
      FileProblem(cannot: "write", "a", code: EDQUOT).description
        == "cannot write a: your disk quota is used up (Disk quota exceeded)")
  }

  @Test(arguments: [
    ("a", "."), ("d/a", "d"), ("/a", "/"), ("/d/e/a", "/d/e"), ("./a", "."),
  ])
  func theFolderIsThatOfThePath(path: String, folder: String) {
    #expect(AtomicFile.folder(of: path) == folder)
  }
}
