import Scratch
import Testing

@testable import Ledger

@Suite("Looking up keys")
struct KeyLookupTests {
  @Test("finds the last promise of a key of the campaign, where there is one")
  func find() throws {
    try Scratch.with { scratch in
      let book = try Book(Ledger(path: scratch.path("ledger.sqlite")))
      let other = try Book(book.ledger, name: "summer")
      try book.record("+1", .rejected)
      try book.begin("+2")
      try other.begin("+3")
      let first = LastPromise(id: try book.id("+1"), run: 1, state: .rejected)
      let second = LastPromise(id: try book.id("+2"), run: 1, state: .intent)
      let found = try book.ledger.commit { transaction in
        let lookup = try KeyLookup(transaction.database)
        return try ["+1", "+2", "+3", "+4"].map { try lookup.find(.example($0), in: book.campaign) }
      }
      #expect(found == [first, second, nil, nil])
    }
  }

  @Test("tells a doubt that its last run left as it was from one that it brought")
  func keptDoubt() throws {
    try Scratch.with { scratch in
      let book = try Book(Ledger(path: scratch.path("ledger.sqlite")))
      let words = ["+1": "\(Finding.keptDoubt): 401", "+2": "timeout", "+3": Finding.keptDoubt]
      for (key, words) in words {
        try book.begin(key)
        let state = key == "+3" ? EntryState.failed : .unknown
        try book.finish(Finding(entry: book.id(key), state: state, error: words, at: 1))
      }
      let kept = try book.ledger.commit { transaction in
        let lookup = try KeyLookup(transaction.database)
        return try words.keys.filter {
          try lookup.find(.example($0), in: book.campaign)?.isKeptDoubt == true
        }
      }
      #expect(kept == ["+1"])
    }
  }

  @Test("looks first at what follows the last one, which counts only where the key is the same")
  func next() throws {
    try Scratch.with { scratch in
      let book = try Book(Ledger(path: scratch.path("ledger.sqlite")))
      let other = try Book(book.ledger, name: "summer")
      for key in ["+1", "+2"] { try book.record(key, .sent) }
      try other.record("+3", .sent)
      let ids = try (book.id("+1"), book.id("+2"))
      let found = try book.ledger.commit { transaction in
        let lookup = try KeyLookup(transaction.database)
        func next(_ key: String, after last: EntryID?) throws -> LastPromise? {
          var place = EntryPlace()
          if let last { place.note(known: last) }
          return try lookup.next(after: place, .example(key), in: book.campaign)
        }
        return try [
          next("+2", after: ids.0), next("+1", after: ids.0), next("+1", after: nil),
          next("+3", after: ids.1),
        ]
      }
      #expect(found == [LastPromise(id: ids.1, run: 1, state: .sent), nil, nil, nil])
    }
  }
}
