import Glibc
import Synchronization

@testable import Audience

/// A private folder with one list in it. It outlives the fixture, since a list that is open must
/// still find its file, and is removed when all tests have ended.
final class ListFixture {
  let folder: String
  let path: String

  init(_ bytes: [UInt8], name: String = "contacts.csv") {
    var template = Array("/tmp/volley-test-XXXXXX".utf8CString)
    mkdtemp(&template)
    folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    path = "\(folder)/\(name)"
    Leftovers.add(folder)
    write(bytes, name: name)
  }

  convenience init(_ text: String, name: String = "contacts.csv") {
    self.init(Array(text.utf8), name: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], name: String = "contacts.csv") -> String {
    Leftovers.add("\(folder)/\(name)")
    let file = fopen("\(folder)/\(name)", "wb")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return "\(folder)/\(name)"
  }

  func open(_ options: AudienceOptions = .init()) throws(ContactListError) -> ContactList {
    try ContactList(path: path, options: options)
  }

  /// All contacts of one pass.
  func read(_ options: AudienceOptions = .init()) throws(ContactListError) -> [ReadContact] {
    try open(options).contacts()
  }
}

/// A contact and the text of its fields, out of its batch.
struct ReadContact: Equatable {
  let row: Int
  let line: Int
  let fields: [String]
  let number: String?
  let key: String
  let standing: Standing
  let problem: ContactProblem?

  var words: String {
    switch standing {
    case .recipient: "recipient"
    case .invalid: "invalid: \(problem?.description ?? "nobody says why")"
    case .duplicate(let row): "duplicate of row \(row)"
    case .suppressed: "suppressed"
    }
  }
}

extension ContactList {
  func contacts() throws(ContactListError) -> [ReadContact] {
    let pass = pass()
    var contacts: [ReadContact] = []
    while let batch = try pass.next() {
      for contact in batch.contacts {
        contacts.append(
          ReadContact(
            row: contact.row, line: contact.line,
            fields: contact.fields.map {
              String(decoding: batch.bytes[batch.fields[$0].range], as: UTF8.self)
            },
            number: contact.number?.description, key: batch.key(of: contact),
            standing: contact.standing, problem: batch.problem(of: contact)))
      }
    }
    return contacts
  }
}

extension ContactBatch {
  /// Why a contact is invalid.
  func problem(of contact: Contact) -> ContactProblem? {
    guard case .invalid(let problem) = contact.standing else { return nil }
    return self.problem(problem)
  }
}

/// Files and folders to remove when the process ends.
private enum Leftovers {
  private static let paths = Mutex<[String]>([])
  private static let atExit: Void = {
    _ = atexit { Leftovers.removeAll() }
  }()

  static func add(_ path: String) {
    atExit
    paths.withLock { $0.append(path) }
  }

  private static func removeAll() {
    for path in paths.withLock({ $0.reversed() }) { remove(path) }
  }
}

/// A list of suppressed numbers, read.
func suppressions(_ text: String, region: String? = nil) throws -> Suppressions {
  let fixture = ListFixture(text, name: "stop.csv")
  return try Suppressions(paths: [fixture.path], reader: PhoneNumberReader(region: region))
}
