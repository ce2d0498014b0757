// What each part of a message costs, on one core:
//
//     swift run -c release parts-benchmark
//
// Each figure is the best of three rounds of half a second, since what disturbs only adds.
import Audience
import Composing
import Delivery
import Foundation
import Ledger
import Liquid

/// Prints what one of `count` things took that `body` does at a time.
func measure(_ name: String, each count: Int, _ body: () throws -> Void) rethrows {
  var best = Double.infinity
  for _ in 0..<3 {
    var done = 0
    let start = ContinuousClock.now
    var taken = Duration.zero
    while taken < .milliseconds(500) {
      try body()
      done += count
      taken = start.duration(to: .now)
    }
    best = min(best, taken / .nanoseconds(1) / Double(done))
  }
  let figure = String(format: "%10.0f ns", best)
  print("\(figure)  \(name)")
}

let folder = FileManager.default.temporaryDirectory.path + "/volley-parts-\(UUID().uuidString)"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
defer { try? FileManager.default.removeItem(atPath: folder) }

let rows = 100_000
let names = ["Ada", "Dmitri", "Katharina", "José"]
var csv = "first_name,phone,order\n"
for row in 0..<rows { csv += "\(names[row % 4]),+1202\(2_000_000 + row * 7),\(100_000 + row)\n" }
try csv.write(toFile: "\(folder)/contacts.csv", atomically: false, encoding: .utf8)

// MARK: Contacts

try measure("a row: read, parsed, checked, its number claimed", each: rows) {
  let pass = try ContactList(path: "\(folder)/contacts.csv").pass()
  while try pass.next() != nil {}
}

var reader = try PhoneNumberReader(region: "US")
let clean = Array("+12025550123".utf8)
let written = Array("(202) 555-0123".utf8)
try measure("a number in E.164", each: 1_000) {
  for _ in 0..<1_000 { _ = try reader.read(clean.span) }
}
try measure("a number as people write it", each: 1_000) {
  for _ in 0..<1_000 { _ = try reader.read(written.span) }
}

// MARK: Messages

let list = try ContactList(path: "\(folder)/contacts.csv")
guard let batch = try list.pass().next(),
  let pool = SenderPool([PhoneNumber(digits: 12_025_550_100)])
else { fatalError("no contacts") }
let source = "Hi {{ first_name }}, your order {{ order }} has left and will be there tomorrow."
var aliases: [String: Int] = [:]
for (column, name) in list.header.names.enumerated() { aliases[name] = column }
var composer = Composer(
  template: try Template(source).bound(to: list.header.variables, aliases: aliases),
  columnCount: list.header.names.count, senders: .pool(pool))
var text: [UInt8] = []
try measure("a message: rendered and measured", each: batch.contacts.count) {
  let contacts = batch.contacts.span
  for index in contacts.indices {
    _ = try composer.compose(contacts[index], in: batch, into: &text)
  }
}
for (name, sample) in [
  ("ASCII", String(repeating: "Ready to go? ", count: 6)),
  ("GSM-7, some beyond ASCII", String(repeating: "Où est Zoé? ", count: 7)),
  ("UCS-2", String(repeating: "Привет, как дела? ", count: 5)),
  ("UCS-2 with emoji", String(repeating: "Good morning 👋 ", count: 40)),
] {
  let bytes = Array(sample.utf8)
  measure("the segments of \(sample.count) characters of \(name)", each: 1_000) {
    for _ in 0..<1_000 { _ = Segments(of: bytes.span) }
  }
}

let message = Message(
  key: "+12025550123", row: 2, to: PhoneNumber(digits: 12_025_550_123),
  from: PhoneNumber(digits: 12_025_550_100), text: text, segments: 1, encoding: .gsm7)
var body: [UInt8] = []
measure("the body of a request", each: 1_000) {
  for _ in 0..<1_000 {
    body.removeAll(keepingCapacity: true)
    message.appendJSONBody(to: &body)
  }
}

// MARK: Ledger

guard let name = CampaignName("parts") else { fatalError("no such name") }
let ledger = try Ledger(path: "\(folder)/ledger.sqlite")
let campaign = try ledger.commit { try $0.campaign(named: name, at: 0) }
var number = 0
func key(_ number: Int) -> String { "+1\(2_000_000_000 + number * 48_271 % 1_000_000_000)" }

/// As the desk leases keys, but not a few at a time.
func lease(
  _ numbers: Range<Int>, of campaign: CampaignID, _ transaction: borrowing LedgerTransaction
) throws -> LeaseBlock {
  var keys = LeaseBlock()
  for number in numbers { keys.append(Array(key(number).utf8).span, row: number) }
  keys.sort()
  try transaction.number(&keys, of: campaign)
  try transaction.lease(&keys, 0..<keys.count, of: campaign)
  return keys
}

var leases = LeaseBlock()
for group in [1, 8, 32, 128] {
  var begun: [EntryID] = []
  try measure("a promise and an outcome, durable, \(group) at a time", each: group) {
    try ledger.commit { transaction in
      var place = EntryPlace()
      for entry in begun {
        try transaction.finish(Finding(entry: entry, state: .sent, httpStatus: 201, at: 1))
      }
      begun.removeAll(keepingCapacity: true)
      for _ in 0..<group {
        if number % 8_192 == 0 {
          leases = try lease(number..<number + 8_192, of: campaign, transaction)
        }
        let next = Message(
          key: key(number), row: number, to: message.to, from: message.from, text: text,
          segments: 1,
          encoding: .gsm7)
        let intent = Intent(next, at: 1)
        let promise = try transaction.begin(
          intent, of: campaign, run: 1, repeating: Repeats([], before: 1), after: &place,
          leased: leases)
        number += 1
        if case .begun(let entry) = promise { begun.append(entry) }
      }
    }
  }
}
