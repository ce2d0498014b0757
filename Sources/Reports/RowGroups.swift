import Audience

/// Rows that suffer the same, with how many there are and the first of them.
struct RowGroups: Sendable {
  struct Reason: Hashable, Sendable {
    let status: Status
    let words: String
  }

  struct Group: Sendable {
    let reason: Reason
    fileprivate let entry: Tally<String>.Entry

    var count: Int { entry.count }
    /// The first few, in the order of the contacts.
    var rows: [ContactPlace] { entry.rows }
    /// Whether there may be more of them.
    var isAtLeast: Bool { entry.isAtLeast }
  }

  /// How many groups each status may have. Words that name a value could be others for each of a million rows.
  static let most = 1_000
  static let shownRows = 12
  /// The most Unicode scalars that are kept; the words of an API can be long.
  static let longestWords = 400

  private var tallies: [Status: Tally<String>] = [:]

  mutating func note(_ status: Status, _ words: String, row: ContactPlace) {
    tallies[status, default: Tally(most: Self.most, shownRows: Self.shownRows)].note(
      ForeignText.line(words, limit: Self.longestWords), row: row)
  }

  /// Those of the most rows first.
  var sorted: [Group] {
    tallies.flatMap { status, tally in
      tally.sorted.map { Group(reason: Reason(status: status, words: $0.key), entry: $0) }
    }.sorted { ($1.count, $0.rows.first?.row ?? 0) < ($0.count, $1.rows.first?.row ?? 0) }
  }

  /// All rows that were noted.
  var total: Int { tallies.values.reduce(0) { $0 + $1.total } }

  var isEmpty: Bool { tallies.isEmpty }
}

extension RowGroups.Group {
  /// `row 3`, or `rows 3, 8, 12 and 1,204 more`.
  var which: String {
    let shown = rows.map(\.description).joined(separator: ", ")
    let more = count - rows.count
    return (count == 1 ? "row " : "rows ") + shown
      + (more > 0 ? " and \(Figures.grouped(more, isAtLeast: isAtLeast)) more" : "")
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
    let shown = groups.sorted.prefix(Self.shown)
    self.groups = shown.map { group in
      Item(
        kind: group.reason.status.fill, status: group.reason.status.rawValue,
        words: group.reason.words,
        count: Figures.grouped(group.count, isAtLeast: group.isAtLeast), which: group.which)
    }
    let rest = groups.total - shown.reduce(0) { $0 + $1.count }
    let upTo = shown.contains(where: \.isAtLeast) ? "Up to " : ""
    more =
      rest == 0
      ? nil : "\(upTo)\(Figures.count(rest, "row")) more, for other reasons: see \(place)."
  }
}
