import Testing

@testable import Ledger

/// What every ledger does, wherever it keeps its entries.
///
/// Each rule is given a way to open an empty ledger, so that another implementation can be held to
/// the same rules.
struct LedgerContract: Sendable, CustomTestStringConvertible {
  typealias Opener = () throws -> Ledger

  let testDescription: String
  let check: @Sendable (Opener) throws -> Void

  init(_ name: String, _ check: @escaping @Sendable (Opener) throws -> Void) {
    testDescription = name
    self.check = check
  }

  static let all = promises + leases + outcomes + runs + settling

  static let promises = [
    LedgerContract("a new key is begun, and known as promised") { open in
      let book = try Book(open())
      #expect(try book.entry("+1") == nil)
      #expect(try book.begin("+1") == nil)
      let entry = KnownEntry(intent: .example("+1"), state: .intent, run: 1, attempts: 1)
      #expect(try book.entry("+1") == entry)
    },
    LedgerContract("a promised key is taken") { open in
      let book = try Book(open())
      #expect(try book.begin("+1") == nil)
      #expect(try book.begin("+1", text: "Other") == .intent)
      #expect(try book.entry("+1")?.intent.text == "Hi")
    },
    LedgerContract("a key with an outcome is taken, and says which") { open in
      let book = try Book(open())
      for state in [EntryState.sent, .rejected, .failed, .unknown] {
        let key = "+\(state.rawValue)"
        try book.record(key, state)
        #expect(try book.begin(key) == state)
      }
    },
    LedgerContract("a released key may be begun again; a run counts its attempts") { open in
      let book = try Book(open())
      for attempt in 1...3 {
        #expect(try book.begin("+1", isRetry: true) == nil)
        #expect(try book.entry("+1")?.attempts == attempt)
        try book.finish("+1", .released)
      }
      let next = try book.nextRun()
      #expect(try next.begin("+1") == nil)
      let entry = try next.entry("+1")
      #expect(entry?.attempts == 1)
      #expect(entry?.run == 2)
    },
    LedgerContract("a key that this run released is begun again only as a retry") { open in
      let book = try Book(open())
      try book.record("+1", .released)
      #expect(try book.begin("+1") == .released)
      #expect(try book.begin("+1", repeating: [.released]) == .released)
      #expect(try book.state("+1") == .released)
      #expect(try book.begin("+1", isRetry: true) == nil)
      #expect(try book.begin("+1", isRetry: true) == .intent)
    },
    LedgerContract("only the states that are asked for are repeated") { open in
      let book = try Book(open())
      let states = [EntryState.sent, .rejected, .failed, .unknown]
      for asked in states {
        for state in states {
          let key = "+\(asked.rawValue)\(state.rawValue)"
          try book.record(key, state)
        }
      }
      let next = try book.nextRun()
      for asked in states {
        for state in states {
          let begun = try next.begin("+\(asked.rawValue)\(state.rawValue)", repeating: [asked])
          #expect(begun == (asked == state ? nil : state))
        }
      }
    },
    LedgerContract("what this run brought about is not repeated by it") { open in
      let book = try Book(open())
      try book.record("+1", .failed)
      #expect(try book.begin("+1", repeating: [.failed]) == .failed)
      #expect(try book.nextRun().begin("+1", repeating: [.failed]) == nil)
    },
    LedgerContract("of those asked for, only what was tried before a run is repeated") { open in
      let first = try Book(open())
      for key in ["+1", "+2", "+3"] { try first.record(key, .failed) }
      let second = try first.nextRun()
      #expect(try second.begin("+2", repeating: [.failed]) == nil)
      try second.finish("+2", .failed)
      let third = try second.nextRun()
      #expect(try third.isFree("+1", repeating: [.failed], before: 2))
      #expect(try !third.isFree("+2", repeating: [.failed], before: 2))
      #expect(try third.begin("+2", repeating: [.failed], before: 2) == .failed)
      #expect(try third.begin("+3", repeating: [.failed], before: 2) == nil)
      #expect(try third.begin("+2", repeating: [.failed]) == nil)
    },
    LedgerContract("a key is free when it would be promised, and stays so") { open in
      let book = try Book(open())
      #expect(try book.isFree("+1"))
      #expect(try book.begin("+1") == nil)
      #expect(try !book.isFree("+1"))
      try book.finish("+1", .unknown)
      let next = try book.nextRun()
      #expect(try next.isFree("+1", repeating: [.unknown]))
      #expect(try !next.isFree("+1", to: "+9", repeating: [.unknown]))
      #expect(try next.state("+1") == .unknown)
    },
    LedgerContract("what may have been accepted is promised again in doubt") { open in
      let book = try Book(open())
      for state in [EntryState.unknown, .rejected] { try book.record("+\(state.rawValue)", state) }
      let next = try book.nextRun()
      #expect(try next.begin("+4", repeating: [.unknown]) == nil)
      #expect(next.isDoubted("+4"))
      #expect(try next.state("+4") == .intent)
      // What the one who promised it says of it, to try it once more.
      try next.finish(Finding(entry: next.id("+4"), state: .unknown, at: 30))
      #expect(try next.begin("+4", repeating: [.unknown]) == .unknown)
      #expect(try next.begin("+4", isRetry: true) == nil)
      #expect(next.isDoubted("+4"))
      #expect(try next.begin("+2", repeating: [.rejected]) == nil)
      #expect(!next.isDoubted("+2"))
    },
    LedgerContract("a doubt about one number is none about another") { open in
      let book = try Book(open())
      for state in [EntryState.unknown, .rejected] { try book.record("+\(state.rawValue)", state) }
      let next = try book.nextRun()
      #expect(try next.begin("+4", to: "+9", repeating: [.unknown]) == .unknown)
      #expect(try next.numbers() == ["+4", "+2"])
      #expect(try next.settle(as: .failed, numbers: ["+4"]) == 1)
      #expect(try next.begin("+2", to: "+9", repeating: [.rejected]) == nil)
      #expect(try book.nextRun().begin("+4", to: "+9", repeating: [.failed]) == nil)
    },
    LedgerContract("a promise that was withdrawn is no attempt") { open in
      let book = try Book(open())
      for _ in 1...2 {
        try book.begin("+1", isRetry: true)
        var withdrawn = try Finding(entry: book.id("+1"), state: .released, at: 20)
        withdrawn.isAttempt = false
        try book.finish(withdrawn)
        // Once more changes nothing.
        try book.finish(withdrawn)
      }
      #expect(try book.entry("+1")?.attempts == 0)
      try book.begin("+1", isRetry: true)
      #expect(try book.entry("+1")?.attempts == 1)
    },
    LedgerContract("a key begun again has its new message and no old outcome") { open in
      let book = try Book(open())
      try book.begin("+1")
      let words = try Finding(
        entry: book.id("+1"), state: .rejected, httpStatus: 400, error: "no", at: 20, latency: 5)
      try book.finish(words)
      let next = try book.nextRun()
      #expect(try next.begin("+1", row: 9, text: "New", repeating: [.rejected]) == nil)
      let entry = KnownEntry(
        intent: .example("+1", row: 9, text: "New"), state: .intent, run: 2, attempts: 1)
      #expect(try next.entry("+1") == entry)
    },
    LedgerContract("what earlier runs knew is passed by, whatever the order of the list") { open in
      let ledger = try open()
      let (spring, summer) = (try Book(ledger), try Book(ledger, name: "summer"))
      let states: [EntryState] = [.sent, .rejected, .released, .unknown, .failed]
      // Some follow each other, and of some the entry that follows is the other campaign's.
      for number in 1...20 {
        if number > 10 { try summer.record("+\(number)", .unknown) }
        try spring.record("+\(number)", states[number % 5])
      }
      let next = try spring.nextRun()
      let order = [1, 2, 3, 4, 5, 6, 30, 7, 8, 20, 19, 31, 10, 11, 12, 1, 9, 13, 14, 15]
      for (index, number) in order.enumerated() {
        let isNew = number > 20
        let state = states[number % 5]
        let isFree = isNew || state == .released || state == .rejected
        let begun = try next.begin("+\(number)", text: "again", repeating: [.rejected])
        let isRepeated = order[..<index].contains(number)
        #expect(begun == (isFree ? isRepeated ? .intent : nil : state), "\(number)")
        #expect(try next.state("+\(number)") == (isFree ? .intent : state))
        let entry = try #require(try next.entry("+\(number)"))
        #expect((entry.intent.text == "again") == isFree)
        #expect(entry.run == (isFree ? 2 : 1))
      }
      #expect(try summer.counts() == [.unknown: 10])
    },
    LedgerContract("keys of two campaigns do not meet") { open in
      let ledger = try open()
      let (spring, summer) = (try Book(ledger), try Book(ledger, name: "summer"))
      #expect(try spring.begin("+1") == nil)
      #expect(try summer.begin("+1") == nil)
      try summer.finish("+1", .sent)
      #expect(try spring.state("+1") == .intent)
    },
  ]

  static let outcomes = [
    LedgerContract("an outcome answers its promise, with all that is known") { open in
      let book = try Book(open())
      try book.begin("+1")
      try book.finish(
        Finding(
          entry: book.id("+1"), state: .rejected, httpStatus: 422, error: "no", at: 20,
          latency: 1_500))
      var intent = Intent.example("+1")
      intent.at = 20
      let entry = KnownEntry(
        intent: intent, state: .rejected, run: 1, attempts: 1, httpStatus: 422, error: "no",
        latency: 1_500)
      #expect(try book.entry("+1") == entry)
    },
    LedgerContract("an outcome is never overwritten") { open in
      let book = try Book(open())
      for state in [EntryState.sent, .rejected, .failed, .unknown, .released] {
        let key = "+\(state.rawValue)"
        try book.record(key, state)
        let before = try book.entry(key)
        try book.finish(
          Finding(
            entry: book.id(key), state: state == .sent ? .failed : .sent, error: "late", at: 99))
        #expect(try book.entry(key) == before)
      }
    },
    LedgerContract("knows its keys, and the numbers that may have got a message") { open in
      let book = try Book(open())
      try book.begin("+1")
      for state in [EntryState.sent, .rejected, .failed, .unknown, .released] {
        try book.record("+1\(state.rawValue)", state)
      }
      try Book(book.ledger, name: "other").record("+2", .sent)
      let (numbers, known) = try book.ledger.read { view in
        let keys = try ["+1", "+2", "+3", "+15"].filter { try view.knows($0, in: book.campaign) }
        return (try view.numbers(of: book.campaign), keys)
      }
      #expect(numbers == ["+1", "+11", "+12", "+13", "+14"])
      #expect(known == ["+1", "+15"])
    },
    LedgerContract("an outcome without a promise is refused") { open in
      let book = try Book(open())
      try book.record("+1", .sent)
      let unpromised = try EntryID(rawValue: book.id("+1").rawValue + 1)
      #expect(throws: LedgerError.self) {
        try book.finish(Finding(entry: unpromised, state: .failed, at: 20))
      }
      #expect(try book.begin("+2") == nil)
      #expect(try book.counts() == [.sent: 1, .intent: 1])
    },
  ]
}
