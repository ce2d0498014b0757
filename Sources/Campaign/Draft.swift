import Audience
import Composing
import Crypto
import Foundation
import Ledger

/// A campaign before its rows were looked at: contacts opened, template checked, senders read.
package struct Draft: Sendable {
  package let options: PlanOptions
  /// The contacts.
  package let list: ContactList
  /// The pool of `--from`; empty when a column names the sender.
  package let senders: [PhoneNumber]
  let composer: Composer
  /// What may be wrong with the template, a sentence each.
  let templateDoubts: [String]
  /// Whether it has tags of HTML, which are among them.
  let hasTags: Bool

  /// Checks that the template is none of the lists, then senders, contacts and template, in this order.
  package init(_ options: PlanOptions) throws(CampaignError) {
    self.options = options
    try Self.checkTemplateIsNoList(options)
    senders = try OptionNumbers.read(
      options.senders, of: "--from", region: options.audience.region)
    list = try Self.open(options)
    let template = try TemplateOpening(options.template, for: list.header)
    templateDoubts = template.doubts
    hasTags = template.hasTags
    composer = Composer(
      template: template.template,
      columnCount: list.header.names.count,
      senders: SenderPool(senders).map(Composer.Senders.pool) ?? .column,
      maxSegments: options.maxSegments, plainQuotes: options.plainQuotes)
  }

  /// What makes the messages of a campaign what they are. A campaign goes on only with the same.
  package var definition: String {
    let facts: [String: [String]] = [
      "template": [options.template.text],
      "senders": senders.map(\.description).sorted(),
      "from-column": list.fromColumn.map { [list.header.variables[$0]] } ?? [],
      "key": list.keyColumns.map { list.header.variables[$0] },
      "region": [options.audience.region].compactMap { $0?.uppercased() },
      "smart-quotes": options.plainQuotes ? ["plain"] : [],
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(facts)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The key's columns out of a definition.
  static func key(in definition: String) -> [String]? { facts(in: definition)["key"] }

  private static func facts(in definition: String) -> [String: [String]] {
    (try? JSONDecoder().decode([String: [String]].self, from: Data(definition.utf8))) ?? [:]
  }

  /// In what a definition differs from another one: options, and the template.
  static func difference(of one: String, from other: String) -> String {
    let (one, other) = (facts(in: one), facts(in: other))
    let names = [
      ("template", "template"), ("senders", "--from"), ("from-column", "--from-column"),
      ("key", "--key"), ("region", "--region"), ("smart-quotes", "--smart-quotes"),
    ].filter { one[$0.0] != other[$0.0] }.map(\.1)
    let first = names.dropLast().joined(separator: ", ")
    return (first.isEmpty ? "" : "\(first) and ") + (names.last ?? "definition")
  }

  /// A hash of the contacts, the template and the options that change messages: 16 hexadecimal digits.
  /// Known after the contacts were read once.
  ///
  /// - Parameter tellsLocalTime: Whether messages tell a time in the zone of this machine: elsewhere they
  ///   would be others.
  package func fingerprint(tellsLocalTime: Bool = false) -> String {
    let facts =
      [
        list.fingerprint ?? "", definition, String(options.maxSegments),
        list.header.names[list.toColumn], suppressions,
      ] + (tellsLocalTime ? [Self.zone(TimeZone.current)] : [])
      // A row without a zone in it is not sent.
      + (list.timezoneColumn.map { ["timezone-column", list.header.variables[$0]] } ?? [])
    let digest = SHA256.hash(data: Data(facts.joined(separator: "\u{0}").utf8))
    return digest.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// One name for all that are always at Greenwich's time, since servers call that by many.
  private static func zone(_ zone: TimeZone) -> String {
    let isUTC = zone.secondsFromGMT() == 0 && zone.nextDaylightSavingTimeTransition == nil
    return isUTC ? "UTC" : zone.identifier
  }

  /// That there are lists of suppressed numbers, not what is in them: they may grow until the last
  /// moment, but a run without them is another plan.
  private var suppressions: String {
    options.audience.suppressions.map { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return PlanOptions.isPipe(path) ? "-" : name
    }.sorted().joined(separator: "/")
  }

  /// A slip of the hand, after which each message would hold the numbers of all.
  private static func checkTemplateIsNoList(_ options: PlanOptions) throws(CampaignError) {
    guard let path = options.template.path, path != "-" else { return }
    let lists = [options.contacts] + options.audience.suppressions
    guard let list = lists.first(where: { FilePlace.isSame($0, path) }) else { return }
    throw CampaignError(
      .usage,
      "--template \(path) is \(list == options.contacts ? "the list of contacts" : "a --suppress list"), "
        + "and all of it would be in each message; name the file of the text")
  }

  private static func open(_ options: PlanOptions) throws(CampaignError) -> ContactList {
    do {
      return try ContactList(path: options.contacts, options: options.audience)
    } catch {
      throw CampaignError(error)
    }
  }
}

extension CampaignError {
  init(_ error: ContactListError) {
    switch error.category {
    case .usage: self.init(.usage, error.description)
    case .data: self.init(.unusable, error.description)
    case .system: self.init(.error, error.description)
    }
  }
}
