import Foundation
import MockFluents
import Testing

/// A campaign is the same one by whatever way it is come to, and another one is not taken for it.
@Suite("The same campaign", .timeLimit(.minutes(2))) struct SameCampaignTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 3)
  }

  @Test func aLinkToTheLedgerLeadsToTheSameLock() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#1")
    let folder = folder
    try await MockServer.withServer(configuration) { server in
      let first = try await folder.send(to: server, "--ledger", "real.sqlite") { process in
        try await server.wait { $0.requests == 3 }
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder.path)/link.sqlite", withDestinationPath: "real.sqlite")
        let second = try await folder.send(to: server, "--ledger", "link.sqlite")
        #expect(second.code == 6, "\(second)")
        let settled = try await folder.volley(
          ["settle", "list", "--unknown", "failed", "--ledger", "link.sqlite"])
        #expect(settled.code == 6, "\(settled)")
        let status = try await folder.volley(["status", "--ledger", "link.sqlite"])
        #expect(status.output.contains("is running (process \(process)"), "\(status)")
        kill(process, SIGKILL)
      }
      #expect(first.isKilled, "\(first)")
    }
  }

  @Test(arguments: [":memory:", "file:list?mode=memory", "file:list.db"])
  func aLedgerIsAFileWhateverItIsCalled(_ name: String) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      for _ in 1...2 {
        let outcome = try await folder.send(to: server, "--ledger", name)
        #expect(outcome.code == 0, "\(outcome)")
      }
      #expect(server.received.count == 3)
      #expect(folder.exists(name))
    }
  }

  @Test func aLogWhoseLedgerIsGoneIsNoNewLedger() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#3")
    try await MockServer.withServer(configuration) { server in
      let killed = try await folder.send(
        to: server, "--ledger", "l.sqlite", "--concurrency", "1"
      ) { process in
        try await server.wait { $0.requests == 3 }
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
      try FileManager.default.removeItem(atPath: "\(folder.path)/l.sqlite")
      let again = try await folder.send(to: server, "--ledger", "l.sqlite")
      #expect(again.code == 1, "\(again)")
      #expect(again.errors.contains("l.sqlite-wal is here"), "\(again)")
      #expect(server.statistics.requests == 3)
    }
  }

  /// Such as of another user, or out of a backup.
  @Test func aLedgerThatDoesNotKnowTheRunOfTheReportsIsWarnedOf() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--ledger", "mine.sqlite", "--limit", "2")
      #expect(first.code == 75, "\(first)")
      #expect(!first.errors.contains("tells of run"), "\(first)")
      let other = try await folder.send(
        to: server, "--ledger", "yours.sqlite", "--reports", "yours", "--limit", "1")
      #expect(!other.errors.contains("tells of run"), "\(other)")
      let second = try await folder.send(to: server, "--ledger", "mine.sqlite", "--limit", "1")
      #expect(!second.errors.contains("tells of run"), "\(second)")
      let test = try await folder.send(
        to: server, "--ledger", "yours.sqlite", "--test-to", "+12025550199")
      #expect(!test.errors.contains("tells of run"), "\(test)")
      let mixed = try await folder.send(to: server, "--ledger", "yours.sqlite", "--limit", "1")
      #expect(
        mixed.errors.contains(
          "volley: reports/list tells of run 2 of this campaign, which the ledger yours.sqlite does not "
            + "know. 3 recipients had been reached by then"), "\(mixed)")
      // That one has a run 1 too, and it was another.
      let third = try await folder.send(
        to: server, "--ledger", "third.sqlite", "--reports", "third")
      #expect(third.code == 0, "\(third)")
      let strange = try await folder.send(
        to: server, "--ledger", "third.sqlite", "--reports", "yours")
      #expect(strange.errors.contains("yours/list tells of run 1 of this campaign"), "\(strange)")
    }
  }

  @Test func anotherKeyIsRefusedWhateverIsAccepted() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server)
      #expect(first.code == 0, "\(first)")
      let other = try await folder.send(to: server, "--key", "name", "--accept-changes")
      #expect(other.code == 65, "\(other)")
      #expect(other.errors.contains("another --key"), "\(other)")
      #expect(server.received.count == 3)
    }
  }

  /// A key out of the column of the numbers is a number, and a text out of any other.
  @Test func aKeyOfNumbersKeepsItsForm() async throws {
    try folder.write("list.csv", "phone,name,mobile\n(202) 555-0123,Ada,(202) 555-0124\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      for (first, second) in [("phone", "mobile"), ("mobile", "phone")] {
        let sent = try await folder.send(
          to: server, "--campaign", first, "--region", "US", "--key", "phone", "--to-column", first)
        #expect(sent.code == 0, "\(sent)")
        let other = try await folder.send(
          to: server, "--campaign", first, "--region", "US", "--key", "phone", "--to-column",
          second,
          "--accept-changes")
        #expect(other.code == 65, "\(other)")
        #expect(other.errors.contains("the ledger would not know all"), "\(other)")
      }
      // Written as the ledger has them, the keys are the same.
      try folder.write("list.csv", "phone,name,mobile\n+12025550123,Ada,+12025550124\n")
      for column in ["phone", "mobile"] {
        let sent = try await folder.send(
          to: server, "--campaign", "plain", "--key", "phone", "--to-column", column)
        #expect(sent.code == 0, "\(sent)")
      }
      // One that is written otherwise is enough.
      let rows = ["+12025550131", "+12025550132", "(202) 555-0133"]
      try folder.write(
        "list.csv",
        "phone,name,mobile\n" + rows.map { "\($0),Ada,+12025550124\n" }.joined())
      let mixed = try await folder.send(
        to: server, "--campaign", "mixed", "--region", "US", "--key", "phone", "--to-column",
        "phone")
      #expect(mixed.code == 0, "\(mixed)")
      let refused = try await folder.send(
        to: server, "--campaign", "mixed", "--region", "US", "--key", "phone", "--to-column",
        "mobile")
      #expect(refused.code == 65, "\(refused)")
      try folder.write("list.csv", "phone,name,mobile\n+12025550123,Ada,+12025550124\n")
      // The key has nothing to do with the numbers.
      for column in ["phone", "mobile"] {
        let sent = try await folder.send(
          to: server, "--campaign", "names", "--region", "US", "--key", "name", "--to-column",
          column)
        #expect(sent.code == 0, "\(sent)")
      }
      #expect(server.received.count == 7)
    }
  }

  @Test func nobodyIsKnownByAKeyAsLongAsNothingWasAccepted() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(401)])
      let refused = try await folder.send(to: server, "--concurrency", "1", "--key", "name")
      #expect(refused.code == 5, "\(refused)")
      let sent = try await folder.send(to: server, "--accept-changes")
      #expect(sent.code == 0, "\(sent)")
      #expect(!sent.output.contains("besides"), "\(sent)")
      #expect(server.received.count == 3)
    }
  }

  /// As a campaign of their own, they are not known to that one.
  @Test func rejectsBelongToTheirCampaign() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(400)])
      let first = try await folder.send(to: server, "--concurrency", "1")
      #expect(first.code == 3, "\(first)")
      try folder.write("fixed.csv", try folder.read("reports/list/rejects.csv"))
      for name in ["fixed.csv", "reports/list/rejects.csv"] {
        let warned = try await folder.send(name, to: server)
        #expect(warned.code == 0, "\(warned)")
        #expect(warned.errors.contains("has a column volley_error, so its rows"), "\(warned)")
      }
      let sent = try await folder.send(
        "fixed.csv", to: server, "--campaign", "list", "--retry", "rejected")
      #expect(sent.code == 0, "\(sent)")
      #expect(!sent.errors.contains("volley_error, so"), "\(sent)")
    }
  }

  /// The ledger knows the values of a key, and not what its column was called.
  @Test func aKeyThatWasRenamedIsForTheUserToSay() async throws {
    try folder.write("list.csv", "phone,name,id\n+12025550123,Ada,1\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--key", "id")
      #expect(first.code == 0, "\(first)")
      try folder.write("list.csv", "phone,name,client\n+12025550123,Ada,1\n+12025550124,Bob,2\n")
      let asked = try await folder.send(to: server, "--key", "client")
      #expect(asked.code == 65, "\(asked)")
      let accepted = try await folder.send(to: server, "--key", "client", "--accept-changes")
      #expect(accepted.code == 0, "\(accepted)")
      #expect(server.received.map(\.to).sorted() == ["+12025550123", "+12025550124"])
    }
  }

  /// The column of the old key is gone, but the new one is not that column by another name.
  @Test func anotherKeyIsNoRenamedOne() async throws {
    try folder.write("text.liquid", "Hi!")
    try folder.write("list.csv", "customer,phone,order\n7,+12025550123,A1\n8,+12025550124,A2\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--key", "order")
      #expect(first.code == 0, "\(first)")
      // One of two values may be the same by chance.
      for first in ["7", "A1"] {
        try folder.write("list.csv", "customer,phone\n\(first),+12025550123\n8,+12025550124\n")
        let other = try await folder.send(to: server, "--key", "customer", "--accept-changes")
        #expect(other.code == 65, "\(other)")
        #expect(other.errors.contains("another --key"), "\(other)")
        #expect(server.received.count == 2)
      }
      // Renamed, with more orders of the same people.
      try folder.write(
        "list.csv",
        "ref,phone\nA1,+12025550123\nA2,+12025550124\nA3,+12025550123\nA4,+12025550123\n")
      let renamed = try await folder.send(to: server, "--key", "ref", "--accept-changes")
      #expect(renamed.code == 0, "\(renamed)")
      #expect(server.received.count == 4)
    }
  }

  @Test func anotherColumnOfNumbersIsNoRenamedOne() async throws {
    try folder.write("text.liquid", "Hi!")
    try folder.write(
      "list.csv",
      "id,phone,mobile\n1,+12025550123,+12025550133\n2,+12025550124,+12025550124\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--to-column", "phone")
      #expect(first.code == 0, "\(first)")
      try folder.write("list.csv", "id,Phone\n3,+12025550125\n4,+12025550126\n")
      let capitalised = try await folder.send(to: server, "--to-column", "Phone")
      #expect(capitalised.code == 0, "\(capitalised)")
      // Half of the numbers are the same by chance.
      try folder.write(
        "list.csv", "id,mobile\n1,+12025550133\n2,+12025550124\n3,+12025550125\n")
      let other = try await folder.send(to: server)
      #expect(other.code == 65, "\(other)")
      #expect(other.errors.contains("numbers in Phone"), "\(other)")
      let accepted = try await folder.send(to: server, "--accept-changes")
      #expect(accepted.code == 0, "\(accepted)")
      #expect(server.received.count == 5)
    }
  }

  @Test func anotherColumnOfNumbersIsRefusedUntilAccepted() async throws {
    try folder.write(
      "list.csv", "name,mobile,landline\nAda,+12025550123,+12025550133\nBob,+12025550124,\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--to-column", "mobile")
      #expect(first.code == 0, "\(first)")
      let other = try await folder.send(to: server, "--to-column", "landline")
      #expect(other.code == 65, "\(other)")
      #expect(other.errors.contains("numbers in mobile"), "\(other)")
      #expect(server.received.count == 2)
      // Renamed, it is the same column.
      try folder.write(
        "list.csv", "name,cell\nAda,+12025550123\nBob,+12025550124\nEve,+12025550125\n")
      let renamed = try await folder.send(to: server)
      #expect(renamed.code == 0, "\(renamed)")
      #expect(server.received.count == 3)
    }
  }

  /// It was promised once, and nothing came of that: what the row is now counts.
  @Test(arguments: [("+12025551000", "suppressed", Int32(0)), ("", "invalid", 3)])
  func aRowThatWasHeldBackIsWhatItIsNow(
    _ suppressed: String, _ status: String, _ code: Int32
  ) async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "401=#1")
    try await MockServer.withServer(configuration) { server in
      let stopped = try await folder.send(to: server, "--concurrency", "1")
      #expect(stopped.code == 5, "\(stopped)")
      #expect(try folder.counts() == ["pending": 3])
      try folder.write("stop.txt", suppressed + "\n")
      if suppressed.isEmpty {
        try folder.write("list.csv", contacts(3).replacing("Guest 0,", with: ","))
      }
      let again = try await folder.send(to: server, "--suppress", "stop.txt")
      #expect(again.code == code, "\(again)")
      #expect(try folder.counts() == ["sent": 2, status: 1])
    }
  }

  /// The API asks all to wait, but nothing is left to send.
  @Test func aHoldAfterTheLastMessageIsNotSatOut() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "503:300=#3")
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server, "--concurrency", "2")
      #expect(outcome.code == 4, "\(outcome)")
      #expect(try folder.counts() == ["sent": 2, "unknown": 1])
    }
  }

  /// The rejects of every campaign are called the same.
  @Test func rejectsOfAnotherCampaignAreNoCampaignOfTheirs() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      for name in ["may", "june"] {
        try folder.write("\(name).csv", contacts(2) + "Amy,+1202555023\n")
        let sent = try await folder.send("\(name).csv", to: server)
        #expect(sent.code == 3, "\(sent)")
        #expect(sent.output.contains("send that with --campaign \(name)\n"), "\(sent)")
        let rejects = try folder.read("reports/\(name)/rejects.csv")
        try folder.write(
          "reports/\(name)/rejects.csv", rejects.replacing("+1202555023,", with: "+12025550230,"))
      }
      let may = try await folder.send("reports/may/rejects.csv", to: server)
      #expect(may.code == 0, "\(may)")
      let june = try await folder.send("reports/june/rejects.csv", to: server)
      #expect(june.code == 64 && june.errors.contains("--campaign"), "\(june)")
      try folder.write("corrected.csv", try folder.read("reports/june/rejects.csv"))
      let corrected = try await folder.send("corrected.csv", to: server, "--campaign", "june")
      #expect(corrected.code == 0, "\(corrected)")
      #expect(corrected.output.contains("2 messages of this campaign"), "\(corrected)")
      #expect(server.received.map(\.to).count { $0 == "+12025550230" } == 2)
    }
  }

  @Test func aTestOutsideItsHoursIsForLater() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--test-to", "+12025550199", "--not-after", "2020-01-01 10:00")
      #expect(outcome.code == 75, "\(outcome)")
      #expect(server.received.isEmpty)
    }
  }

  /// Nobody is asked about a doubt that has to be settled first.
  @Test func theQuestionDoesNotCountADoubtAboutANumberThatWasCorrected() async throws {
    let folder = try Workdir(contacts: 1)
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.status(500))
      let first = try await folder.send(to: server, "--key", "name")
      #expect(first.code == 4, "\(first)")
      try folder.write(
        "list.csv", try folder.read("list.csv").replacing(/\+\d+/, with: "+12025559999"))
      let command =
        "exec \(Workdir.binary) send list.csv --template text.liquid --from +12025550100"
        + " --api-url http://127.0.0.1:\(server.port) --key name --retry unknown"
      let again = try await folder.onTerminal(command, answer: "n\n")
      #expect(again.code == 4 && !again.output.contains("[y/N]"), "\(again)")
      #expect(server.statistics.requests == 1)
    }
  }

  /// The answer is a decision about the messages that leave, and about no others.
  @Test func theQuestionCountsWhatLeaves() async throws {
    let folder = try Workdir(contacts: 3)
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.status(500), nil, .status(422))
      let first = try await folder.send(to: server, "--concurrency", "1")
      #expect(first.code == 4, "\(first)")
      let command =
        "exec \(Workdir.binary) send list.csv --template text.liquid --from +12025550100"
        + " --api-url http://127.0.0.1:\(server.port)"
      let again = try await folder.onTerminal(command, answer: "n\n")
      #expect(again.code == 4 && !again.output.contains("[y/N]"), "\(again)")
      let known = "1 was sent by earlier runs"
      for (more, question) in [
        (
          "--retry rejected",
          "Send 1 message as campaign list (\(known); 1 is in doubt, and not sent again)? [y/N]"
        ),
        (
          "--retry rejected,unknown",
          "Send 2 messages, 1 of them perhaps a second time, as campaign list (\(known))? [y/N]"
        ),
        (
          "--retry rejected,unknown --limit 1",
          "Send at most 1 message, 1 of them perhaps a second time, as campaign list (\(known))? [y/N]"
        ),
      ] {
        let asked = try await folder.onTerminal("\(command) \(more)", answer: "n\n")
        #expect(asked.code == 5 && asked.output.contains(question), "\(asked)")
      }
      #expect(server.statistics.requests == 3)
    }
  }

  @Test func whatMakesAnotherCampaignIsNamed() async throws {
    let folder = try Workdir(contacts: 3)
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--limit", "1")
      #expect(first.code == 75, "\(first)")
      for (more, words) in [
        (["--smart-quotes", "plain"], "another --smart-quotes"),
        (["--region", "US", "--smart-quotes", "plain"], "another --region and --smart-quotes"),
        (["--from", "+12025550101"], "another --from"),
      ] {
        let other = try await folder.send(to: server, more)
        #expect(other.code == 65, "\(other)")
        #expect(other.errors.contains("was run with \(words) (run 1)"), "\(other)")
      }
    }
  }
}
