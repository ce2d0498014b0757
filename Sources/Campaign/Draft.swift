import Audience
import Composing
import Crypto
import Foundation
import Liquid

/// A campaign before its rows were looked at: contacts opened, template checked, senders read.
package struct Draft: Sendable {
  package let options: PlanOptions
  package let list: ContactList
  package let senders: [PhoneNumber]
  let composer: Composer

  /// Checks senders, contacts and template, in this order.
  package init(_ options: PlanOptions) throws(CampaignError) {
    self.options = options
    senders = try Self.senders(options)
    list = try Self.open(options)
    composer = Composer(
      template: try Self.template(options, for: list.header),
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
  static func key(in definition: String) -> [String]? {
    let facts = try? JSONDecoder().decode([String: [String]].self, from: Data(definition.utf8))
    return facts?["key"]
  }

  /// Of the contacts, the template and the options that change messages: 16 hexadecimal digits.
  /// Known after the contacts were read once.
  package var fingerprint: String {
    let facts = [
      list.fingerprint ?? "", definition, String(options.maxSegments),
      list.header.names[list.toColumn], suppressions,
    ]
    let digest = SHA256.hash(data: Data(facts.joined(separator: "\u{0}").utf8))
    return digest.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// That there are lists of suppressed numbers, not what is in them: they may grow until the last
  /// moment, but a run without them is another plan.
  private var suppressions: String {
    options.audience.suppressions.map { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return path.hasPrefix("/dev/") || path.hasPrefix("/proc/") ? "-" : name
    }.sorted().joined(separator: "/")
  }

  /// Each number once, in the order of the options.
  private static func senders(_ options: PlanOptions) throws(CampaignError) -> [PhoneNumber] {
    let numbers = try OptionNumbers.read(
      options.senders, of: "--from", region: options.audience.region)
    return numbers.enumerated().filter { !numbers[..<$0].contains($1) }.map(\.element)
  }

  private static func open(_ options: PlanOptions) throws(CampaignError) -> ContactList {
    do {
      return try ContactList(path: options.contacts, options: options.audience)
    } catch {
      throw CampaignError(error)
    }
  }

  private static func template(
    _ options: PlanOptions, for header: Header
  ) throws(CampaignError) -> BoundTemplate {
    var aliases: [String: Int] = [:]
    for (index, name) in header.names.enumerated() { aliases[name] = index }
    do {
      return try Template(options.template.text).bound(to: header.variables, aliases: aliases)
    } catch {
      throw CampaignError(.unusable, "\(options.template.name): \(error)")
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
