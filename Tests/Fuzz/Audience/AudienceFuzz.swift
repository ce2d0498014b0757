import Glibc

@testable import Audience

/// libFuzzer's entry: the first byte chooses what is tried with the others. A broken property traps,
/// which the fuzzer reports like any crash.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzAudience(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return 0 }
  let rest = Array(input.dropFirst())
  switch choice % 4 {
  case 0: Trial.list(rest, choice: choice)
  case 1: Trial.number(rest, choice: choice)
  case 2: Trial.records(rest, size: 1 + Int(choice) / 4)
  default: Trial.text(rest, size: 1 + Int(choice) / 4)
  }
  return 0
}

enum Trial {
  /// A list reads the same in every pass, every row has its fields, and recipients have a number.
  static func list(_ bytes: [UInt8], choice: UInt8) {
    ScratchFile.shared.write(bytes)
    var options = AudienceOptions()
    if choice & 4 != 0 { options.region = "US" }
    if choice & 8 != 0 { options.keyColumns = ["name"] }
    if choice & 16 != 0 { options.suppressions = [ScratchFile.shared.path] }
    if choice & 32 != 0 { options.delimiter = UInt8(ascii: ";") }
    guard let list = try? ContactList(path: ScratchFile.shared.path, options: options) else {
      return
    }
    let first = standings(list)
    precondition(first == standings(list), "passes differ")
  }

  private static func standings(_ list: ContactList) -> [Standing] {
    var standings: [Standing] = []
    let pass = list.pass()
    while let batch = try? pass.next() {
      for contact in batch.contacts {
        precondition(contact.standing != .recipient || contact.number != nil)
        for column in list.header.names.indices { _ = batch.text(of: contact, column: column) }
        _ = batch.key(of: contact)
        if case .invalid(let index) = contact.standing {
          let problem = batch.problem(index)
          precondition(!problem.description.isEmpty && !problem.reason.isEmpty)
        }
        standings.append(contact.standing)
      }
    }
    return standings
  }

  nonisolated(unsafe) private static var readers = [nil, "US", "DE", "IT"].compactMap {
    try? PhoneNumberReader(region: $0)
  }

  /// What was understood as a number is understood as the same when it is written cleanly.
  static func number(_ bytes: [UInt8], choice: UInt8) {
    let index = Int(choice / 4) % readers.count
    do throws(NumberProblem) {
      let reading = try readers[index].read(bytes.span)
      precondition((1...999_999_999_999_999).contains(reading.number.digits))
      let again = try? readers[0].read(reading.number.description)
      precondition(again == reading, "a clean number reads differently")
    } catch {
      precondition(!error.description.isEmpty && error.text.count <= 40)
    }
  }

  /// Records and faults do not depend on how reads are cut.
  static func records(_ bytes: [UInt8], size: Int) {
    precondition(outcome(bytes, size: bytes.count) == outcome(bytes, size: size), "cuts matter")
  }

  private static func outcome(_ bytes: [UInt8], size: Int) -> [String] {
    var records: [String] = []
    do throws(CSVFault) {
      var parser = try CSVParser(delimiter: UInt8(ascii: ","))
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + size)
        try parser.parse(bytes, start..<end)
        records += described(parser.take())
        start = end
      }
      try parser.finish()
      records += described(parser.take())
      return records
    } catch {
      // Records before a fault may not have been taken yet.
      return ["\(error)"]
    }
  }

  private static func described(_ table: RowTable) -> [String] {
    table.rows.indices.map {
      "\(table.rows[$0].row) \(table.rows[$0].line) \(table.texts(ofRow: $0))"
    }
  }

  /// Text is valid UTF-8, and the check says what the standard library says.
  static func text(_ bytes: [UInt8], size: Int) {
    var check = UTF8Check()
    for start in stride(from: 0, to: bytes.count, by: size) {
      check.add(Array(bytes[start..<min(bytes.count, start + size)]))
    }
    check.finish()
    precondition(check.isValid == (String(validating: bytes, as: UTF8.self) != nil))
    for encoding in [TextEncoding.utf16LE, .utf16BE, .windows1252] {
      let whole = decode(bytes, encoding, size: max(1, bytes.count))
      precondition(whole == decode(bytes, encoding, size: size), "cuts matter")
      precondition(String(validating: whole, as: UTF8.self) != nil)
    }
  }

  private static func decode(_ bytes: [UInt8], _ encoding: TextEncoding, size: Int) -> [UInt8] {
    var decoder = TextDecoder(encoding: encoding)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) where decoder.fault == nil {
      let end = min(bytes.count, start + size)
      text += decoder.decode(bytes[start..<end], isLast: end == bytes.count)
    }
    return text
  }
}

/// One file in memory that is written again and again.
final class ScratchFile: Sendable {
  static let shared = ScratchFile()
  let path = "/dev/shm/volley-fuzz-\(getpid())"

  private init() {
    atexit { unlink(ScratchFile.shared.path) }
  }

  func write(_ bytes: [UInt8]) {
    let file = fopen(path, "wb")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
