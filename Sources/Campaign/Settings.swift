import Audience
import Composing
import Foundation
import Ledger

/// What the ledger keeps of a run's options, so that its reports can be written again.
struct Settings: Codable, Sendable {
  var contacts: String
  var template: String
  var senders: [String]
  var toColumn: String
  var fromColumn: String?
  var timezoneColumn: String?
  var delimiter: UInt8
  /// Whether an option named it. Nil in ledgers of older versions.
  var isDelimiterNamed: Bool?
  var region: String?
  var keyColumns: [String]
  var suppressions: [String]
  var maxSegments: Int
  var plainQuotes: Bool
  var price: String?
  var reports: String
  /// What `--retry` named. Nil in ledgers of older versions.
  var retry: [Int]?
  /// Where the messages of a test went, in E.164; nil for all others.
  var testTo: String?

  init(_ draft: Draft, _ options: RunOptions) {
    let plan = draft.options
    contacts = Self.absolute(plan.contacts)
    template = plan.template.text
    senders = plan.senders
    toColumn = draft.list.header.names[draft.list.toColumn]
    fromColumn = plan.audience.fromColumn
    timezoneColumn = plan.audience.timezoneColumn
    delimiter = draft.list.delimiter
    isDelimiterNamed = plan.audience.delimiter != nil
    region = plan.audience.region
    keyColumns = plan.audience.keyColumns
    suppressions = plan.audience.suppressions.map(Self.absolute)
    maxSegments = plan.maxSegments
    plainQuotes = plan.plainQuotes
    price = plan.price?.description
    reports = Self.absolute(options.reports)
    retry = options.retrying.map(\.rawValue).sorted()
    testTo = options.testTo?.description
  }

  /// What the run tried again; nil where that is not known.
  var retried: Set<EntryState>? { retry.map { Set($0.compactMap(EntryState.init)) } }

  init?(_ text: String) {
    guard let settings = try? JSONDecoder().decode(Settings.self, from: Data(text.utf8)) else {
      return nil
    }
    self = settings
  }

  var text: String {
    (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The same options, for `contacts` in place of the file they were given for, and for other lists of
  /// suppressed numbers if there are any.
  func options(contacts other: String?, suppressions others: [String] = []) -> PlanOptions {
    PlanOptions(
      contacts: other ?? contacts,
      audience: AudienceOptions(
        toColumn: toColumn, fromColumn: fromColumn, timezoneColumn: timezoneColumn,
        delimiter: isDelimiterNamed == true ? delimiter : nil, region: region,
        keyColumns: keyColumns,
        suppressions: others.isEmpty ? suppressions : others),
      template: PlanOptions.Text(name: "the campaign's template", text: template),
      senders: senders, maxSegments: maxSegments, plainQuotes: plainQuotes,
      price: price.flatMap { Price($0) })
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), path != "-" else { return path }
    return FileManager.default.currentDirectoryPath + "/" + path
  }
}
