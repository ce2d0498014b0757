import Delivery
import Ledger
import Reports

/// How commands open a ledger, take a campaign of it, and let go of it again.
extension Run {
  /// - Parameter consequence: What a ledger that cannot be opened means for whoever wanted it.
  static func openLedger(
    _ path: String, or consequence: String = "", settling name: CampaignName? = nil
  ) throws(CampaignError) -> Ledger {
    do {
      let ledger = try Ledger(path: path, settling: name)
      noteKilled(in: ledger)
      return ledger
    } catch {
      switch error {
      case .notALedger, .newerVersion, .olderWithoutLog, .olderInUse, .logWithoutFile:
        throw CampaignError(.error, error.description)
      default: throw CampaignError(.stopped, error.description + consequence)
      }
    }
  }

  /// Closes the ledger, unless a run has no end yet: without its log such a run looks as if that were lost.
  static func close(_ ledger: Ledger) {
    if isClosed(ledger) { return }
    ledger.leave()
    // A run that has ended meanwhile could not take its log along while this process had it open.
    // What was moved away is not made anew.
    guard ledger.isInPlace, let again = try? Ledger(path: ledger.path) else { return }
    if !isClosed(again) { again.leave() }
  }

  private static func isClosed(_ ledger: Ledger) -> Bool {
    noteKilled(in: ledger)
    guard let open = try? ledger.read({ try $0.openCampaigns() }),
      open.allSatisfy(ledger.lacking.contains)
    else { return false }
    ledger.close()
    return true
  }

  /// All that killed runs did is known here. A run that goes on holds its campaign.
  private static func noteKilled(in ledger: Ledger) {
    noteKilled(in: ledger) { CampaignLock.holder(of: $0, beside: ledger.path) }
  }

  /// - Parameter holder: tells who holds a campaign at that moment.
  static func noteKilled(in ledger: Ledger, holder: (CampaignName) -> LockHolder?) {
    guard ledger.lacking.isEmpty else { return }
    let names = (try? ledger.read { try $0.openCampaigns() }) ?? []
    let killed = names.filter { holder($0) == nil }
    if killed.isEmpty { return }
    // Whoever lost the log halfway through its move must not find the end of a run without what it did.
    _ = ledger.checkpoint()
    _ = try? ledger.commit { transaction in
      // A run that has begun meanwhile took its campaign before.
      for name in killed where holder(name) == nil {
        try transaction.noteKilled(transaction.campaign(named: name, at: wallClock()))
      }
    }
  }

  static func words(forLogOf name: CampaignName, lackingAt path: String) -> String {
    "the last run of \(name) has no end, and the log \(path)-wal is not here: what stands there would "
      + "be sent again. Bring the ledger here again, together with its log; or take it as it is "
      + "with volley settle \(name) --unknown STATE --ledger \(ShellText.quoted(path)), where STATE is sent "
      + "or failed"
  }

  static func takeLock(_ options: RunOptions) throws(CampaignError) -> CampaignLock {
    do {
      return try CampaignLock(
        of: options.campaign, beside: options.ledgerPath, now: rfc3339(wallClock()))
    } catch {
      switch error {
      case .held(let holder):
        throw CampaignError(
          .held,
          "campaign \(options.campaign) is running (process \(holder.process), since "
            + "\(holder.since)); nothing was sent by this one")
      case .cannotLock(let path, let reason):
        throw CampaignError(.stopped, "cannot lock \(path): \(reason); nothing was sent")
      }
    }
  }

  func reading<Result>(
    _ body: (borrowing LedgerView) throws -> Result
  ) throws(CampaignError) -> Result {
    try Self.reading(ledger, body)
  }

  static func reading<Result>(
    _ ledger: Ledger, _ body: (borrowing LedgerView) throws -> Result
  ) throws(CampaignError) -> Result {
    do { return try ledger.read(body) } catch {
      throw CampaignError(.stopped, error.description)
    }
  }

  func writing<Result>(
    _ body: (borrowing LedgerTransaction) throws -> Result
  ) throws(CampaignError) -> Result {
    do { return try ledger.commit(body) } catch {
      throw CampaignError(.stopped, "\(error.description); nothing was sent")
    }
  }
}
