import Audience

/// Rows that somebody should look at, kept until the page is written: the first of each status.
struct AttentionRows: Sendable {
  struct Entry: Sendable {
    let row: Int
    let status: Status
    let number: String
    /// The first values of the contact besides its numbers.
    let name: String
    let words: String
    let httpStatus: Int?
    let attempts: Int
    let sentAt: Int64?
    let run: Int?
  }

  /// What is in doubt first, then what the API refused, then what is wrong in the list.
  static let statuses: [Status] = [.unknown, .rejected, .failed, .invalid]
  /// How many rows of each status are kept, and of all together on the page.
  static let most = 500

  private var entries: [Status: [Entry]] = [:]
  private(set) var total = 0

  /// Takes a row if it needs attention. `name` is asked for only when the row is kept.
  mutating func note(_ row: borrowing ReportRow, name: () -> String) {
    guard Self.statuses.contains(row.status) else { return }
    total += 1
    guard entries[row.status, default: []].count < Self.most else { return }
    entries[row.status, default: []].append(Entry(row, name: name()))
  }

  /// The rows to show, at most ``most``. Statuses with few rows keep them all; those with many share what is left.
  var shown: [Entry] {
    var room = Self.most
    var quota: [Status: Int] = [:]
    let byCount = Self.statuses.sorted { count($0) < count($1) }
    for (index, status) in byCount.enumerated() {
      quota[status] = min(count(status), room / (byCount.count - index))
      room -= quota[status] ?? 0
    }
    return Self.statuses.flatMap { (entries[$0] ?? []).prefix(quota[$0] ?? 0) }
  }

  /// The first rows of a status.
  func first(_ count: Int, of status: Status) -> [Entry] {
    Array((entries[status] ?? []).prefix(count))
  }

  private func count(_ status: Status) -> Int { entries[status]?.count ?? 0 }
}

extension AttentionRows.Entry {
  fileprivate init(_ row: borrowing ReportRow, name: String) {
    self.row = row.row
    status = row.status
    number = row.to?.description ?? ""
    self.name = ForeignText.line(name, limit: 80)
    words = ForeignText.line(
      String(decoding: ForeignText.start(of: row.error, limit: 2_000), as: UTF8.self), limit: 300)
    httpStatus = row.httpStatus
    attempts = row.attempts
    sentAt = row.sentAt
    run = row.run
  }
}

extension ContactBatch {
  /// The first two values of a contact that are not in `columns`, to tell who it is.
  func name(of contact: borrowing Contact, without columns: Set<Int>) -> String {
    var names: [String] = []
    for (column, index) in contact.fields.enumerated() where !columns.contains(column) {
      guard names.count < 2 else { break }
      let range = WhiteSpace.trim(bytes.span, fields[index].range)
      if range.isEmpty { continue }
      names.append(String(decoding: bytes[range].prefix(400), as: UTF8.self))
    }
    return names.joined(separator: " ")
  }
}
