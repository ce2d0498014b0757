import Campaign
import Reports

/// What may be meant otherwise about a run as a whole, before it begins.
struct RunDoubts {
  private let run: Run
  private let isNamed: Bool
  private let notAfter: String?

  /// - Parameters:
  ///   - isNamed: whether `--campaign` is given.
  ///   - notAfter: as it is given.
  init(_ run: Run, isNamed: Bool, notAfter: String?) {
    self.run = run
    self.isNamed = isNamed
    self.notAfter = notAfter
  }

  private var contacts: String { run.draft.options.contacts }

  /// Refuses rejects that would go on with those of another campaign: what all call the same is no name of one.
  func check() throws(CampaignError) {
    guard let other = otherContacts, contacts.split(separator: "/").last == "rejects.csv" else {
      return
    }
    throw CampaignError(
      .usage,
      "campaign rejects was run with \(other): who got a message of that would get none of this. "
        + "Name the campaign that these contacts belong to with --campaign; nothing was sent")
  }

  /// A warning each.
  var words: [String] { [others, rejects, reports, deadline].compactMap { $0 } }

  /// Files of one name in different folders are one campaign, unless that is named.
  private var otherContacts: String? { isNamed ? nil : run.otherContacts }

  private var others: String? {
    otherContacts.map { other in
      "campaign \(run.options.campaign) was last run with \(other): who got a message of it gets none "
        + "now. For another campaign, name it with --campaign"
    }
  }

  /// Rejects that are sent as a campaign of their own: the one they come from would not know of it.
  private var rejects: String? {
    let column = RejectsCSV.errorColumn
    guard !isNamed, run.draft.list.header.variables.contains(column) else { return nil }
    return
      "\(contacts) has a column \(column), so its rows are rejects of a campaign. That will not "
      + "know of them, and would send to them again with --retry: if they belong to it, name it with "
      + "--campaign"
  }

  /// A ledger of another user or machine knows nothing of what was sent.
  private var reports: String? {
    guard let report = run.strangeReport else { return nil }
    let folder = ReportFolder.path(
      reports: run.options.reports, campaign: run.options.campaign.description)
    return "\(folder) tells of run \(report.run) of this campaign, which the ledger "
      + "\(run.options.ledgerPath) does not know. \(number(report.reached, "recipient")) had been reached "
      + "by then, and whom this ledger does not know gets a message again. If another ledger knows that "
      + "run, name it with --ledger"
  }

  private var deadline: String? {
    guard let notAfter, run.options.isPastDeadline, (try? run.remaining()) != 0 else { return nil }
    return "--not-after \(notAfter) is over: no message will leave"
  }
}
