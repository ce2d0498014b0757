import Audience
import Ledger

/// A test: the first messages of a plan, made for their real recipients and sent to a number of one's
/// own.
///
/// Each test is a campaign by itself, `guests.test-1`, then `guests.test-2`. So the ledger records
/// what was sent, the reports have a folder of their own, and the campaign that is tested knows
/// nothing of it: there, every recipient is still to be sent to.
package enum TestRun {
  /// How many messages a test sends without `--limit`.
  package static let messages = 3

  /// Reads the number that `--test-to` names, as `--from` is read.
  package static func number(
    _ text: String, region: String?
  ) throws(CampaignError) -> PhoneNumber {
    try OptionNumbers.read([text], of: "--test-to", region: region)[0]
  }

  /// Refuses a test that could send nothing.
  static func check(
    _ plan: Plan, _ draft: Draft, _ number: PhoneNumber
  ) throws(CampaignError) {
    guard plan.ready > 0 else {
      throw CampaignError(.unusable, "no row is ready, so there is nothing to test")
    }
    guard !draft.list.suppressions.contains(number) else {
      throw CampaignError(
        .usage,
        "--test-to \(number): is on a suppression list, and who is on one gets nothing; name "
          + "another number; nothing was sent")
    }
  }

  /// Takes the first name that no test had before.
  ///
  /// A name is only free while its lock is held: two tests that start together get one each.
  static func take(
    _ options: RunOptions, in ledger: Ledger
  ) throws(CampaignError) -> (RunOptions, CampaignLock) {
    var options = options
    let campaign = options.campaign
    var number = try next(after: campaign, in: ledger)
    while true {
      options.campaign = try name(of: campaign, test: number)
      number += 1
      do throws(CampaignError) {
        let lock = try Run.takeLock(options)
        if try !isKnown(options.campaign, in: ledger) { return (options, lock) }
      } catch {
        guard error.code == .held else { throw error }
      }
    }
  }

  private static func name(
    of campaign: CampaignName, test number: Int
  ) throws(CampaignError) -> CampaignName {
    guard let name = CampaignName("\(campaign).test-\(number)") else {
      throw CampaignError(
        .usage,
        "the name of campaign \(campaign) leaves no room for that of a test; give a shorter one "
          + "with --campaign")
    }
    return name
  }

  /// The number after that of the last test, so that the search is short.
  private static func next(
    after campaign: CampaignName, in ledger: Ledger
  ) throws(CampaignError) -> Int {
    let prefix = "\(campaign).test-"
    let numbers = try Run.reading(ledger) { view in
      try view.campaigns().map(\.description).filter { $0.hasPrefix(prefix) }
        .compactMap { Int($0.dropFirst(prefix.count)) }
    }
    let last = numbers.filter { $0 < 1_000_000_000 }.max() ?? 0
    return max(1, last + 1)
  }

  private static func isKnown(
    _ campaign: CampaignName, in ledger: Ledger
  ) throws(CampaignError) -> Bool {
    try Run.reading(ledger) { try $0.campaign(named: campaign) != nil }
  }
}
