import Audience
import Composing
import Ledger
import Reports

/// Whether a run goes on with the campaign that the ledger knows by its name.
extension Run {
  /// The contacts of the run before, when they came out of another file.
  package var otherContacts: String? {
    guard let last = try? lastRun, let settings = Settings(last.settings),
      settings.contacts != "-",
      !FilePlace.isSame(settings.contacts, draft.options.contacts)
    else { return nil }
    return settings.contacts
  }

  /// Reports of a run that the ledger does not know, in the folder where this one's will go: it is another
  /// ledger than theirs, or an older copy, and would have their messages sent again.
  package var strangeReport: PastReport? {
    guard options.testTo == nil,
      let report = PastReport(
        reports: options.reports, campaign: options.campaign.description),
      report.reached > 0,
      let runs = try? reading({ view in
        try view.campaign(named: options.campaign).map { try view.runs(of: $0) } ?? []
      })
    else { return nil }
    let isKnown = runs.contains {
      $0.number == report.run && report.isOf(runStartedAt: $0.startedAt)
    }
    return isKnown ? nil : report
  }

  func refuseAnotherCampaign() throws(CampaignError) {
    guard let last = try lastRun else { return }
    guard Settings(last.settings)?.testTo == nil else {
      throw CampaignError(
        .unusable,
        "\(options.campaign) was a test; its recipients are still to be sent to. Name the campaign "
          + "itself with --campaign")
    }
    // Of a message that surely was not accepted, nobody got anything.
    if try entryCounts().contains(where: { $0.key != .released && $0.value > 0 }) {
      try refuseAnotherKey(than: last)
      try refuseAnotherColumn(than: last)
    }
    guard last.definition != draft.definition, !options.acceptsChanges else { return }
    let difference = Draft.difference(of: draft.definition, from: last.definition)
    throw CampaignError(
      .unusable,
      "campaign \(options.campaign) was run with another \(difference) (run \(last.number)); nothing was "
        + "sent. Name a new one with --campaign, or go on with --accept-changes: whoever got a message "
        + "already gets no other one")
  }

  private var lastRun: RunRecord? {
    get throws(CampaignError) {
      try reading { view in
        try view.campaign(named: options.campaign).flatMap { try view.lastRun(of: $0) }
      }
    }
  }

  /// Another key makes every message new. Columns that are not there any more may have been renamed, which
  /// is for the user to say where the keys of those who got a message are still the same.
  private func refuseAnotherKey(than last: RunRecord) throws(CampaignError) {
    guard let before = Draft.key(in: last.definition), let now = Draft.key(in: draft.definition),
      before != now
    else { return }
    let columns = Set(draft.list.header.variables)
    if before.count == now.count, !before.allSatisfy(columns.contains) {
      let familiar = try familiar()
      if familiar.served.isEmpty || familiar.known.count * 2 > familiar.served.count { return }
    }
    throw CampaignError(
      .unusable,
      "campaign \(options.campaign) was run with another --key (run \(last.number)), and knows its "
        + "messages by that: with this one, who got a message would get another; nothing was sent. "
        + "Name a new campaign with --campaign")
  }

  /// Whom of the plan the ledger knows.
  private struct Familiar {
    /// The numbers that may have got a message of the campaign.
    var before: Set<String> = []
    /// Those of them that the plan has a message for, and those among these that it has a known key for.
    var served: Set<String> = []
    var known: Set<String> = []
  }

  private func familiar() throws(CampaignError) -> Familiar {
    var familiar = Familiar()
    familiar.before = try reading { view in
      try view.campaign(named: options.campaign).map { try view.numbers(of: $0) } ?? []
    }
    try eachMessage { message, knows in
      let number = message.to.description
      guard familiar.before.contains(number) else { return true }
      familiar.served.insert(number)
      if try knows(message.key) { familiar.known.insert(number) }
      return true
    }
    return familiar
  }

  /// Calls `body` for the messages of the plan, with what tells whether the ledger knows a key, as long as it
  /// returns true.
  private func eachMessage(
    _ body: (Message, (String) throws -> Bool) throws -> Bool
  ) throws(CampaignError) {
    let messages = PlannedMessages(draft)
    // A fault of the contacts is none of the ledger.
    try reading { (view) -> Result<Void, CampaignError> in
      guard let campaign = try view.campaign(named: options.campaign) else { return .success(()) }
      while true {
        let next: Message?
        do { next = try messages.next() } catch let error as ContactListError {
          return .failure(CampaignError(error))
        }
        guard let message = next,
          try body(message, { try view.knows($0, in: campaign) })
        else { return .success(()) }
      }
    }.get()
  }

  /// Where the number is the key, another column of numbers makes every message new, too. One that is not
  /// there any more was renamed if most of its numbers are.
  private func refuseAnotherColumn(than last: RunRecord) throws(CampaignError) {
    let list = draft.list
    let now = list.header.names[list.toColumn]
    guard let before = Settings(last.settings)?.toColumn, before != now else { return }
    guard list.keyColumns.isEmpty else { return try refuseAnotherForm(ofKeysFrom: before, now) }
    guard !options.acceptsChanges else { return }
    if !list.header.names.contains(before) {
      if LooseName.isSame(before, now) { return }
      let familiar = try familiar()
      if familiar.served.count * 2 > familiar.before.count { return }
    }
    throw CampaignError(
      .unusable,
      "campaign \(options.campaign) was run with the numbers in \(before) (run \(last.number)), and "
        + "now they are in \(now): unless that is the same column by another name, who got a message there "
        + "would get another; nothing was sent. Name a new campaign with --campaign, or go on with "
        + "--accept-changes")
  }

  /// Whether the plan lacks a key of the ledger, which may be there in another form.
  private func lacksKeys() throws(CampaignError) -> Bool {
    let all = try entryCounts().filter { $0.key != .released }.values.reduce(0, +)
    var found = 0
    try eachMessage { message, knows in
      if try knows(message.key) { found += 1 }
      return found < all
    }
    return found < all
  }

  /// A key out of the column of the numbers is the number, however it is written; out of another one it is
  /// the text that stands there.
  private func refuseAnotherForm(ofKeysFrom before: String, _ now: String) throws(CampaignError) {
    let list = draft.list
    guard let place = list.header.names.firstIndex(of: before),
      list.keyColumns.contains(place) != list.keyColumns.contains(list.toColumn),
      try lacksKeys()
    else { return }
    throw CampaignError(
      .unusable,
      "campaign \(options.campaign) was run with the numbers in \(before), and now they are in \(now): "
        + "with this --key, the ledger would not know all of whom it knows, and who got a message might get "
        + "another; nothing was sent. Name a new campaign with --campaign")
  }
}
