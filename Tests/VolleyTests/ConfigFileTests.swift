import Foundation
import Scratch
import Testing

@testable import volley

@Suite("A campaign file")
struct ConfigFileTests {
  @Test("names files beside itself, and none by - or an absolute path")
  func paths() throws {
    try Scratch.with { scratch in
      let path = scratch.path("spring.yaml")
      for (contacts, expected) in [
        ("list.csv", scratch.path("list.csv")), ("/tmp/list.csv", "/tmp/list.csv"), ("\"-\"", "-"),
      ] {
        try Data("contacts: \(contacts)\nsuppress: no/stop.csv\n".utf8)
          .write(to: URL(filePath: path))
        let arguments = try ConfigFile.expand(["send", "--config", path])
        let suppress = "--suppress=\(scratch.path("no/stop.csv"))"
        #expect(arguments == ["send", expected, "--config", path, suppress])
      }
    }
  }
}
