import Testing

@testable import Ledger

extension LedgerContract {
  static let leases = [
    LedgerContract("a leased key is as if it were not there") { open in
      let book = try Book(open())
      _ = try book.lease(["+3", "+1", "+2"])
      #expect(try book.entry("+1") == nil)
      #expect(try book.counts() == [:])
      #expect(try !book.knows("+1"))
      #expect(try book.count() == 0)
      #expect(try book.numbers() == [])
      #expect(try book.settle(as: .sent) == 0)
      #expect(try book.nextRun().counts() == [:])
    },
    LedgerContract("keys that were promised are counted, leased ones are not") { open in
      let ledger = try open()
      let (book, other) = try (Book(ledger), Book(ledger, name: "autumn"))
      let block = try book.lease(["+1", "+2", "+3"])
      _ = try other.lease(["+1", "+2"])
      #expect(try book.count() == 0)
      try book.begin("+1", row: 2, leased: block)
      try book.begin("+3", row: 4, leased: block)
      #expect(try (0...2).map { try book.count(besides: $0) } == [2, 1, 0])
      try book.begin("+2", row: 3, leased: block)
      try book.begin("+4", row: 5)
      #expect(try (0...4).map { try book.count(besides: $0) } == [4, 3, 2, 1, 0])
      try book.finish("+3", .released)
      #expect(try book.count() == 3)
      #expect(try book.count(besides: 2, released: 1) == 2)
      try book.begin("+3", isRetry: true)
      try other.begin("+9")
      #expect(try [book, other].map { try $0.count() } == [4, 1])
    },
    LedgerContract("leased keys are begun, each with its own message") { open in
      let book = try Book(open())
      let keys = ["+39", "+1", "+222222222222222222", "+2", "+222222222222222221", "key", ""]
      for (keys, parts) in [(keys, 3), (keys.map { "another \($0)" }, 1)] {
        let block = try book.lease(keys, parts: parts)
        for (index, key) in keys.enumerated() {
          #expect(try book.begin(key, row: 2 + index, text: "To \(key)", leased: block) == nil)
          #expect(try book.begin(key, row: 2 + index, text: "Other", leased: block) == .intent)
        }
        for (index, key) in keys.enumerated() where !key.isEmpty {
          let entry = KnownEntry(
            intent: .example(key, row: 2 + index, text: "To \(key)"), state: .intent)
          #expect(try book.entry(key) == entry)
        }
      }
      #expect(try book.counts() == [.intent: 14])
    },
    LedgerContract("a key is begun once, whoever leased it and whether that is known") { open in
      let book = try Book(open())
      let block = try book.lease(["+1", "+2", "+3"])
      let later = try book.lease(["+1", "+2", "+3", "+4"])
      #expect(try book.begin("+1", row: 2) == nil)
      #expect(try book.begin("+2", row: 3, leased: later) == nil)
      #expect(try book.begin("+3", row: 4, leased: block) == nil)
      #expect(try book.begin("+4", row: 5, leased: block) == nil)
      for (index, key) in ["+1", "+2", "+3", "+4"].enumerated() {
        for leases in [nil, block, later] {
          #expect(try book.begin(key, row: 2 + index, leased: leases) == .intent)
        }
      }
      #expect(try book.counts() == [.intent: 4])
    },
    LedgerContract("a key that has a message is not leased again") { open in
      let book = try Book(open())
      try book.record("+1", .sent)
      let block = try book.lease(["+2", "+1"])
      #expect(try book.begin("+1", row: 3, leased: block) == .sent)
      #expect(try book.nextRun().begin("+1", row: 3, leased: block) == .sent)
      #expect(try book.counts() == [.sent: 1])
    },
    LedgerContract("what was leased for another row or key is not taken") { open in
      let book = try Book(open())
      let block = try book.lease(["+1", "+2", "+3"])
      #expect(try book.begin("+2", row: 2, leased: block) == nil)
      #expect(try book.begin("+4", row: 3, leased: block) == nil)
      #expect(try book.begin("+1", row: 9, leased: block) == nil)
      #expect(try book.begin("+1", row: 2, leased: block) == .intent)
      #expect(try book.begin("+2", row: 3, leased: block) == .intent)
      #expect(try book.begin("+3", row: 4, leased: block) == nil)
      #expect(try book.counts() == [.intent: 4])
    },
    LedgerContract("what was not leased yet is begun all the same") { open in
      let book = try Book(open())
      var block = LeaseBlock(["+1", "+2", "+3"])
      try book.ledger.commit { transaction in
        try transaction.number(&block, of: book.campaign)
        try transaction.lease(&block, 0..<1, of: book.campaign)
      }
      for (index, key) in ["+1", "+2", "+3"].enumerated() {
        #expect(try book.begin(key, row: 2 + index, leased: block) == nil)
      }
      try book.ledger.commit { try $0.lease(&block, 1..<3, of: book.campaign) }
      #expect(try book.begin("+3", row: 4, leased: block) == .intent)
      #expect(try book.counts() == [.intent: 3])
    },
    LedgerContract("campaigns lease in turns, and keep apart") { open in
      let spring = try Book(open())
      let summer = try Book(spring.ledger, name: "summer")
      for round in 0..<3 {
        for (book, count) in [(spring, 3), (summer, 2), (summer, 4), (spring, 1)] {
          let keys = (0..<count).map { "+\(round)\(count)\($0)" }
          let block = try book.lease(keys)
          for (index, key) in keys.enumerated() {
            #expect(try book.begin(key, row: 2 + index, leased: block) == nil)
          }
        }
      }
      for (book, count) in [(spring, 12), (summer, 18)] {
        #expect(try book.counts() == [.intent: count])
        #expect(try book.count() == count)
        #expect(try book.nextRun().counts() == [.unknown: count])
      }
    },
  ]
}
