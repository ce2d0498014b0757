import Testing

@testable import Ledger

extension LedgerContract {
  static let runs = [
    LedgerContract("promises that a run left open become unknown, and say why") { open in
      let book = try Book(open())
      try book.begin("+1")
      try book.record("+2", .sent)
      try book.record("+3", .released)
      let next = try book.nextRun()
      let entry = try next.entry("+1")
      #expect(entry?.state == .unknown)
      #expect(entry?.error == NewRun.interrupted)
      #expect(try next.begin("+1") == .unknown)
      #expect(try next.counts() == [.unknown: 1, .sent: 1, .released: 1])
    },
    LedgerContract("the runs of another campaign leave promises alone") { open in
      let ledger = try open()
      let spring = try Book(ledger)
      try spring.begin("+1")
      _ = try Book(ledger, name: "summer").nextRun()
      #expect(try spring.state("+1") == .intent)
    },
    LedgerContract("a campaign is found again by its name") { open in
      let ledger = try open()
      let first = try Book(ledger)
      let again = try Book(ledger)
      #expect(again.campaign == first.campaign)
      #expect([first.run, again.run] == [1, 2])
      let other = try Book(ledger, name: "autumn")
      #expect(other.campaign != first.campaign)
      #expect(other.run == 1)
      #expect(try ledger.read { try $0.campaigns() }.map(\.description) == ["autumn", "spring"])
      let missing = try #require(CampaignName("winter"))
      #expect(try ledger.read { try $0.campaign(named: missing) } == nil)
    },
    LedgerContract("the last run is known, while it lasts and after") { open in
      let book = try Book(open())
      let open = try #require(try book.lastRun())
      #expect([open.number, Int(open.startedAt)] == [1, 7])
      #expect([open.definition, open.settings] == ["{}", "[]"])
      #expect(open.endedAt == nil && open.exitCode == nil && open.stop == nil)
      try book.ledger.commit {
        try $0.endRun(1, of: book.campaign, at: 50, exitCode: 4, stop: "stopped")
      }
      let ended = try #require(try book.lastRun())
      #expect(ended.endedAt == 50 && ended.exitCode == 4 && ended.stop == "stopped")
      let next = try book.nextRun()
      #expect(try next.lastRun()?.number == 2)
      #expect(try next.lastRun()?.endedAt == nil)
      let all = try book.ledger.read { try $0.runs(of: book.campaign) }
      #expect(all.map(\.number) == [2, 1])
      #expect(try book.ledger.read { try $0.runs(of: book.campaign, limit: 1) } == [all[0]])
    },
    LedgerContract("a campaign is open until its run has an end, or is known to be killed") {
      open in
      let ledger = try open()
      let (spring, summer) = (try Book(ledger), try Book(ledger, name: "summer"))
      let campaigns = { try ledger.read { try $0.openCampaigns() }.map(\.description) }
      #expect(try campaigns() == ["spring", "summer"])
      try ledger.commit {
        try $0.endRun(1, of: summer.campaign, at: 50, exitCode: 0, stop: nil)
        try $0.noteKilled(spring.campaign)
        try $0.noteKilled(summer.campaign)
      }
      #expect(try campaigns() == [])
      #expect(try spring.lastRun()?.stop == RunRecord.killed)
      #expect(try spring.lastRun()?.endedAt == nil)
      #expect(try summer.lastRun()?.stop == nil)
      _ = try spring.nextRun()
      #expect(try campaigns() == ["spring"])
    },
    LedgerContract("entries come in the order of the keys that are asked for") { open in
      let book = try Book(open())
      for key in ["+1", "+2", "+3"] { try book.begin(key) }
      let keys = ["+3", "+9", "+1", "+3"]
      let entries = try book.ledger.knownEntries(of: keys, in: book.campaign)
      #expect(entries.map { $0?.intent.key } == ["+3", nil, "+1", "+3"])
    },
    LedgerContract("a list is read in parts, whatever their order") { open in
      let ledger = try open()
      let (spring, summer) = (try Book(ledger), try Book(ledger, name: "summer"))
      let promised = (1...12).map { "+\($0)" }
      for key in promised {
        if key != "+5" { try summer.begin(key, text: "summer \(key)") }
        try spring.begin(key, text: "spring \(key)")
        if key == "+3" { try spring.finish(key, .rejected) }
      }
      let parts = [
        ["+1", "+2"], [], ["+3", "", "+99", "+4"], ["+5", "+6"], ["+12", "+11"],
        ["+7", "+8", "+7"], ["+1"],
      ]
      var place = EntryPlace()
      for keys in parts {
        let found = try ledger.knownEntries(of: keys, in: spring.campaign, from: &place)
        #expect(try found == keys.map { try spring.entry($0) })
        #expect(
          found.map { $0?.intent.text }
            == keys.map { promised.contains($0) ? "spring \($0)" : nil })
      }
    },
    LedgerContract("senders and encodings of neighbours are told apart") { open in
      let ledger = try open()
      let book = try Book(ledger)
      var place = EntryPlace()
      let intents = [("1", "A"), ("1", "A"), ("2", "A"), ("2", "B"), ("1", "B"), ("", "")]
        .enumerated()
        .map { index, facts in
          Intent.example("+\(index)", text: "Hi \(index)", from: facts.0, encoding: facts.1)
        }
      for intent in intents {
        _ = try ledger.commit {
          try $0.begin(
            intent, of: book.campaign, run: book.run, repeating: Repeats([], before: 1),
            after: &place)
        }
      }
      let known = try ledger.knownEntries(of: intents.map(\.key), in: book.campaign)
      #expect(known.map { $0?.intent } == intents)
    },
    LedgerContract("every state is counted") { open in
      let book = try Book(open())
      for state in EntryState.allCases where state != .intent {
        for number in 0..<state.rawValue { try book.record("+\(state.rawValue)-\(number)", state) }
      }
      try book.begin("+0")
      #expect(
        try book.counts()
          == [.intent: 1, .sent: 1, .rejected: 2, .failed: 3, .unknown: 4, .released: 5])
    },
  ]

  static let settling = [
    LedgerContract("all in doubt are settled at once") { open in
      let book = try Book(open())
      for key in ["+1", "+2"] { try book.record(key, .unknown) }
      try book.begin("+3")
      try book.record("+4", .rejected)
      #expect(try book.settle(as: .failed, note: "not delivered") == 3)
      #expect(try book.counts() == [.failed: 3, .rejected: 1])
      #expect(try book.entry("+1")?.error == "not delivered")
      #expect(try book.settle(as: .sent) == 0)
    },
    LedgerContract("only the numbers that are named are settled") { open in
      let book = try Book(open())
      for key in ["+1", "+2", "+3"] { try book.record(key, .unknown) }
      try book.record("+4", .failed)
      #expect(try book.settle(as: .sent, numbers: ["+1", "+3", "+4", "+5"]) == 2)
      #expect(try book.counts() == [.sent: 2, .unknown: 1, .failed: 1])
      #expect(try book.settle(as: .sent, numbers: []) == 0)
      #expect(try book.state("+2") == .unknown)
    },
    LedgerContract("what is settled as sent tells who says so, and stays") { open in
      let book = try Book(open())
      try book.begin("+1")
      try book.finish(Finding(entry: book.id("+1"), state: .unknown, error: "timeout", at: 20))
      #expect(try book.settle(as: .sent, note: "settled by hand") == 1)
      #expect(try book.entry("+1")?.error == "settled by hand")
      #expect(try book.begin("+1") == .sent)
    },
    LedgerContract("another campaign's doubts are not settled") { open in
      let ledger = try open()
      let (spring, summer) = (try Book(ledger), try Book(ledger, name: "summer"))
      try spring.record("+1", .unknown)
      #expect(try summer.settle(as: .sent) == 0)
      #expect(try spring.state("+1") == .unknown)
    },
  ]
}
