import Audience
import Campaign
import Foundation
import Ledger

/// The name of a campaign.
enum CampaignArgument {
  /// - Parameters:
  ///   - given: may have strftime's conversions in it (`reminders-%F`).
  ///   - zone: whose clocks say what day it is; nil: the machine's.
  static func parse(
    _ given: String, zone: Zone? = nil
  ) throws(CampaignError) -> CampaignName {
    let isTimed = given.contains("%")
    if isTimed, zone == nil { try LocalTime.needZone(for: "\"\(given)\"") }
    let text = isTimed ? LocalTime.expand(given, in: zone ?? .system) : given
    guard let name = CampaignName(text) else {
      throw CampaignError(
        .usage,
        "\"\(text)\" is not a campaign name: \(rule); for instance "
          + "\(CampaignName.suggestion(for: text))")
    }
    return name
  }

  /// The name that was given, or that of the contact file.
  static func name(
    _ given: String?, contacts: String, zone: Zone? = nil
  ) throws(CampaignError) -> CampaignName {
    if let given { return try parse(given, zone: zone) }
    let file = contacts.split(separator: "/").last.map(String.init) ?? contacts
    var facts = stat()
    let isFile =
      contacts != "-" && !isDescriptor(contacts)
      && (stat(contacts, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG)
    guard isFile else {
      throw CampaignError(
        .usage, "these contacts are not a file, so the campaign needs a name: --campaign NAME")
    }
    let parts = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    let stem = parts.isEmpty ? file : parts
    guard let name = CampaignName(stem) else {
      throw CampaignError(
        .usage,
        "\"\(stem)\" is not a campaign name (\(rule)); add one, such as "
          + "--campaign \(CampaignName.suggestion(for: stem))")
    }
    return name
  }

  /// What somebody else has opened: its path is the same for all lists.
  private static func isDescriptor(_ path: String) -> Bool {
    let descriptor = #//+dev/+(std(in|out|err)|fd/+\d+)|/+proc/+[^/]+/+(task/+\d+/+)?fd/+\d+/#
    return path.wholeMatch(of: descriptor) != nil
  }

  private static let rule =
    "letters, digits, . _ and - only, no . or - at its start, at most \(CampaignName.longest) bytes"
}
