import Audience

extension Draft {
  /// The columns of the contacts that hold phone numbers.
  var numberColumns: Set<Int> {
    let from = options.audience.fromColumn.flatMap { list.header.index(of: $0) }
    return Set([list.toColumn, from].compactMap { $0 })
  }

  /// When messages may leave, and by whose clocks; nil for any time.
  package var windowInWords: String? {
    guard let window = options.window else { return nil }
    let zones = options.audience.timezoneColumn.map { ", or the zone in column \($0)" } ?? ""
    return "\(window)\(zones)"
  }

  /// What is told of a suppression list that one's own number is on, a sentence.
  /// - Parameter senders: All that messages are sent from.
  func ownNumberDoubts(_ senders: [PhoneNumber]) -> [String] {
    guard let (path, isNarrow) = list.suppressions.listOfOwn(senders) else { return [] }
    return [
      "--suppress: a number that messages are sent from is in \(shownPath(path))"
        + (isNarrow
          ? "; look whether the list is of those who want no messages, and not of whom they wrote to"
          : ", as when numbers are read from the column of whom people wrote to; keep only the column of "
            + "those who want no messages, and name it phone")
    ]
  }

  /// What of the suppression lists may let somebody get a message, a sentence each.
  package var suppressionDoubts: [String] {
    let list = list.suppressions
    return suppressionListDoubts
      + (list.badCount > 0 ? list.badEntries.prefix(1) : []).map { first in
        "\(list.badCount) of the entries of --suppress cannot surely be matched: numbers that may be meant "
          + "get nothing, but whoever else is meant may get a message; the first: \(first.reason)"
      }
  }

  /// What may be wrong with whole lists: one that is empty may be as it should, or an export that went wrong.
  package var suppressionListDoubts: [String] {
    list.suppressions.emptyPaths.map { path in
      "\(shownPath(path)): a --suppress list without any number, so nobody is left out because of it"
    } + unknownSuppressions
  }

  private var unknownSuppressions: [String] {
    guard let (count, path, line) = list.suppressions.unknown else { return [] }
    let country = options.audience.region?.uppercased() ?? "the country"
    return [
      "\(count) of the numbers of --suppress \(count == 1 ? "is" : "are") outside the known ranges of "
        + "\(country), so that whoever is meant may get a message: write whole numbers with +, such as "
        + "+12025550123; the first: \(shownPath(path)): line \(line)"
    ]
  }
}
