/// Rows that suffer the same, with how many there are and the first of them.
struct RowGroups: Sendable {
  struct Reason: Hashable, Sendable {
    let status: Status
    let words: String
  }

  struct Group: Sendable {
    let reason: Reason
    fileprivate(set) var count = 0
    /// The first few, in the order of the contacts.
    fileprivate(set) var rows: [Int] = []
  }

  /// Words that name a value could be others for each of a million rows.
  static let most = 1_000
  static let shownRows = 12
  /// In scalars; the words of an API can be long.
  static let longestWords = 400

  private var groups: [Reason: Group] = [:]
  /// Rows whose reason found no place.
  private(set) var uncounted = 0

  mutating func note(_ status: Status, _ words: String, row: Int) {
    let reason = Reason(status: status, words: ForeignText.line(words, limit: Self.longestWords))
    guard groups[reason] != nil || groups.count < Self.most else {
      uncounted += 1
      return
    }
    groups[reason, default: Group(reason: reason)].note(row)
  }

  /// Those of the most rows first.
  var sorted: [Group] {
    groups.values.sorted { ($1.count, $0.rows.first ?? 0) < ($0.count, $1.rows.first ?? 0) }
  }

  var isEmpty: Bool { groups.isEmpty }
}

extension RowGroups.Group {
  fileprivate mutating func note(_ row: Int) {
    count += 1
    if rows.count < RowGroups.shownRows { rows.append(row) }
  }

  /// `row 3`, or `rows 3, 8, 12 and 1,204 more`.
  var which: String {
    let shown = rows.map(String.init).joined(separator: ", ")
    let more = count - rows.count
    return (count == 1 ? "row " : "rows ") + shown
      + (more > 0 ? " and \(Figures.grouped(more)) more" : "")
  }
}

/// The groups as the pages list them.
struct GroupList {
  struct Item {
    let kind: String
    let status: String
    let words: String
    let count: String
    let which: String
  }

  static let shown = 40

  let groups: [Item]
  let more: String?

  /// `nil` when there is none.
  init?(_ groups: RowGroups, in place: String) {
    if groups.isEmpty { return nil }
    let sorted = groups.sorted
    self.groups = sorted.prefix(Self.shown).map { group in
      Item(
        kind: group.reason.status.fill, status: group.reason.status.rawValue,
        words: group.reason.words, count: Figures.grouped(group.count), which: group.which)
    }
    let rest = sorted.dropFirst(Self.shown).reduce(groups.uncounted) { $0 + $1.count }
    more = rest == 0 ? nil : "\(Figures.count(rest, "row")) more, for other reasons: see \(place)."
  }
}
