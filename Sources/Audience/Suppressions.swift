import Synchronization

/// The numbers that get nothing, from the files that `--suppress` names.
package final class Suppressions: Sendable {
  /// An entry that is no number, in the file at `path`; its first line is 1.
  package struct BadEntry: Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let line: Int
    package let problem: NumberProblem

    package var description: String { told(problem.description) }
    /// Where it stands and what is wrong, without the entry itself: fit for logs.
    package var reason: String { told(problem.reason) }

    private func told(_ words: String) -> String {
      "\(path): line \(line): \(words)"
        + (problem == .missing ? " in its column, so whoever is meant cannot be matched" : "")
    }
  }

  /// What was read from the files, all at once.
  struct Entries: Sendable {
    var numbers = KeyIndex<UInt64>()
    var nationals: NationalNumbers
    var badCount = 0
    var bad: [BadEntry] = []
    /// The list that is being read, as a bit; the row of a number has those of all that it is in.
    var list: UInt32 = 1
    /// The lists of which numbers were taken from a column of whom messages came from, too.
    var logs: UInt32 = 0
    /// Those that have but one column.
    var narrow: UInt32 = 0
    /// Numbers without a + that nobody is known to have in the region, and the first of them.
    var unknownCount = 0
    var firstUnknown: (path: String, line: Int)?
    var files: [ContactFile] = []
    /// All that were read, those that are no number too.
    var count = 0
    /// The files in which there are none.
    var emptyPaths: [String] = []
    /// When they may be read again.
    var restsUntil: ContinuousClock.Instant?

    static let mostKept = 100

    init(_ reader: PhoneNumberReader) {
      nationals = NationalNumbers(reader)
    }

    mutating func contains(_ number: PhoneNumber) -> Bool {
      numbers.contains(number.digits) || nationals.contains(number)
    }

    mutating func suppress(_ number: PhoneNumber) {
      count += 1
      numbers.mark(number.digits, list)
    }

    /// The mark of the list at a position; those behind the 31st share one.
    static func bit(of position: Int) -> UInt32 { 1 << UInt32(min(position, 31)) }

    mutating func noteUnknown(line: Int) {
      unknownCount += 1
      if firstUnknown == nil, let path = files.last?.path { firstUnknown = (path, line) }
    }

    mutating func add(_ entry: BadEntry) {
      count += 1
      badCount += 1
      if bad.count < Self.mostKept { bad.append(entry) }
    }
  }

  /// Entries that are no numbers, and were added while the files were in use.
  package struct Added: Sendable, Equatable {
    /// At least 1.
    package let count: Int
    /// Nil when there were too many before to tell.
    package let first: BadEntry?

    init?(to before: Entries, in after: Entries) {
      // Lines may have moved.
      let told = Set(before.bad.map(\.problem))
      let new = after.bad.filter { !told.contains($0.problem) }
      let more = max(0, after.badCount - before.badCount)
      let areAllKept = max(before.badCount, after.badCount) <= Entries.mostKept
      count = areAllKept ? max(new.count, more) : more
      first = new.first
      if count == 0 { return nil }
    }
  }

  private static let longReading = Duration.milliseconds(20)

  private let paths: [String]
  private let reader: PhoneNumberReader
  private let now: @Sendable () -> ContinuousClock.Instant
  private let entries: Mutex<Entries>

  /// - Parameter now: the clock by which it is told how long a reading took.
  init(
    paths: [String], reader: PhoneNumberReader,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) throws(ContactListError) {
    self.paths = paths
    self.now = now
    self.reader = reader
    entries = Mutex(try SuppressionReader.read(paths, reader: reader))
  }

  /// How many different numbers there are, in all files and all readings.
  package var count: Int { entries.withLock { $0.numbers.count } }
  /// How many entries are no numbers, as the files were read last.
  package var badCount: Int { entries.withLock { $0.badCount } }
  /// The first hundred of these entries.
  package var badEntries: [BadEntry] { entries.withLock { $0.bad } }

  /// The first list with a number that messages are sent from, if it has no column of whom messages came from:
  /// the numbers may be of whom people answered.
  /// - Returns: `isNarrow`: whether it has but one column.
  package func listOfOwn(_ numbers: [PhoneNumber]) -> (path: String, isNarrow: Bool)? {
    entries.withLock { entries in
      let lists = numbers.reduce(0) { $0 | entries.numbers.marks(of: $1.digits) } & ~entries.logs
      let first = paths.indices.first { lists & Entries.bit(of: $0) != 0 }
      return first.map { (paths[$0], entries.narrow & Entries.bit(of: $0) != 0) }
    }
  }

  /// How many numbers without a + are outside the known ranges of the region, and where the first of them is.
  package var unknown: (count: Int, path: String, line: Int)? {
    entries.withLock { entries in
      entries.firstUnknown.map { (entries.unknownCount, $0.path, $0.line) }
    }
  }

  /// The files without any entry, as they were read last; `/dev/null` is meant to have none.
  package var emptyPaths: [String] {
    entries.withLock { $0.emptyPaths.filter { $0 != "/dev/null" } }
  }

  /// Whether a number is in one of the files, as they were read last, or was in an earlier reading.
  package func contains(_ number: PhoneNumber) -> Bool {
    entries.withLock { $0.contains(number) }
  }

  /// Reads the files again if one changed since; a few microseconds when none did. Numbers are added and
  /// none is taken away: a list that is found empty, or half written, was not meant to let anybody in.
  /// When it throws, the numbers known so far stay suppressed as well.
  ///
  /// A list that takes long is not read again at once, however often it grows: messages leave for as long as it
  /// took, and what is added meanwhile counts from the next reading on.
  /// - Returns: Entries that are no numbers and were not there before; nil: there are none.
  @discardableResult
  package func refresh() throws(ContactListError) -> Added? {
    let before = entries.withLock { $0 }
    var hasChanged = false
    for file in before.files {
      do { try file.checkUnchanged() } catch { hasChanged = true }
    }
    guard hasChanged else { return nil }
    let start = now()
    if let rest = before.restsUntil, start < rest { return nil }
    var fresh = try SuppressionReader.read(paths, reader: reader, after: before)
    let end = now()
    if end - start > Self.longReading { fresh.restsUntil = end + (end - start) }
    entries.withLock { $0 = fresh }
    return Added(to: before, in: fresh)
  }

  /// A suppressed contact has claimed its key all the same.
  func apply(to batch: inout ContactBatch) {
    guard !paths.isEmpty else { return }
    entries.withLock { entries in
      for index in batch.contacts.indices {
        let contact = batch.contacts[index]
        if case .invalid = contact.standing { continue }
        guard let number = contact.number, entries.contains(number) else { continue }
        if case .duplicate = contact.standing { batch.contacts[index].isKeyTaken = true }
        batch.contacts[index].standing = .suppressed
      }
    }
  }
}
