import Foundation
import Scratch
import Testing

@testable import volley

@Suite("The zone of the machine")
struct MachineZoneTests {
  private static let database = "/usr/share/zoneinfo"

  /// With an `/etc` of its own.
  private func name(_ make: (Scratch, FileManager) throws -> Void) throws -> String? {
    try Scratch.with { scratch in
      try make(scratch, .default)
      return MachineZone(clock: scratch.path("localtime"), nameFile: scratch.path("timezone")).name
    }
  }

  @Test(
    "is what its clock links to",
    arguments: ["Europe/Berlin", "posix/Europe/Berlin", "right/Europe/Berlin"])
  func link(_ path: String) throws {
    let found = try name { scratch, files in
      try files.createSymbolicLink(
        atPath: scratch.path("localtime"), withDestinationPath: "\(Self.database)/\(path)")
    }
    #expect(found == "Europe/Berlin")
  }

  @Test(
    "is known by what a copied file holds",
    arguments: [
      "Australia/Sydney", "America/New_York", "Europe/London", "Asia/Tokyo", "Asia/Kolkata",
      "Etc/UTC",
    ])
  func copy(_ zone: String) throws {
    let found = try name { scratch, files in
      try files.copyItem(
        atPath: "\(Self.database)/\(zone)", toPath: scratch.path("localtime"))
    }
    // Older names of a zone are as good.
    let same = try [zone, #require(found)].map {
      try Data(contentsOf: URL(filePath: "\(Self.database)/\($0)"))
    }
    #expect(same[0] == same[1])
  }

  @Test("has the name that the machine gives it, if that is of the same zone")
  func named() throws {
    for (written, expected) in [("Australia/Melbourne\n", false), ("Australia/NSW\n", true)] {
      let found = try name { scratch, files in
        try files.copyItem(
          atPath: "\(Self.database)/Australia/Sydney", toPath: scratch.path("localtime"))
        try Data(written.utf8).write(to: URL(filePath: scratch.path("timezone")))
      }
      #expect((found == "Australia/NSW") == expected)
      #expect(found?.hasPrefix("Australia/") == true && found != "Australia/Melbourne")
    }
  }

  @Test("is UTC without a file, and unknown where the file tells nothing")
  func none() throws {
    #expect(try name { _, _ in } == "UTC")
    for text in ["", "TZif2 damaged"] {
      #expect(
        try name { scratch, _ in
          try Data(text.utf8).write(to: URL(filePath: scratch.path("localtime")))
        } == nil)
    }
    for (path, expected) in [("zoneinfo/No/Place", nil), ("zoneinfo/Etc/UTC", "UTC")] {
      #expect(
        try name { scratch, files in
          try files.createSymbolicLink(
            atPath: scratch.path("localtime"), withDestinationPath: "/nowhere/\(path)")
        } == expected)
    }
  }
}
