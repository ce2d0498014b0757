import Campaign
import Ledger

/// What is asked before a run sends.
struct RunQuestion {
  let run: Run
  let prospect: Prospect

  func words() throws(CampaignError) -> String {
    let (count, name) = (prospect.messages, run.options.campaign)
    if let test = run.options.testTo {
      return "Send \(number(count, "test message")) to \(test) instead of the recipients, as "
        + "\(name)?"
    }
    let before = try before
    let twice = prospect.inDoubt > 0 ? ", \(prospect.inDoubt) of them perhaps a second time," : ""
    let most = run.options.limit == nil ? "" : "at most "
    return "Send \(most)\(number(count, "message"))\(twice) as campaign \(name)"
      + (before.isEmpty ? "?" : " (\(before))?")
  }

  /// What earlier runs did for those that get nothing now.
  private var before: String {
    get throws(CampaignError) {
      let known = try run.entryCounts()
      var facts: [String] = []
      if let sent = known[.sent], sent > 0 {
        facts.append("\(sent) \(sent == 1 ? "was" : "were") sent by earlier runs")
      }
      if let count = known[.unknown], count > 0, !run.options.retrying.contains(.unknown) {
        facts.append("\(count) \(count == 1 ? "is" : "are") in doubt, and not sent again")
      }
      return facts.joined(separator: "; ")
    }
  }
}
