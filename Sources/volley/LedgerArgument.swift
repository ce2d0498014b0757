import ArgumentParser
import Campaign
import Foundation
import Reports

/// Where the ledger is.
struct LedgerArgument: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger. Until a run has ended, and after a kill, FILE-wal beside it belongs to it. Default: "
        + "volley/ledger.sqlite in $XDG_STATE_HOME, else in ~/.local/state.", valueName: "file"),
    completion: .file())
  var ledger: String?

  /// Whether there is a ledger, or the log of one, or what may not be looked at: to open it says more.
  static func exists(_ path: String) -> Bool {
    ([path, "\(path)-wal"] as [String]).contains { access($0, F_OK) == 0 || errno == EACCES }
  }

  static func missing(_ path: String) -> String { "there is no ledger at \(path) yet" }

  /// Refuses to go on where there is none.
  static func check(_ path: String) throws(CampaignError) {
    guard exists(path) else { throw CampaignError(.usage, missing(path)) }
  }

  /// The default's folder is made where there is none; one that is named must be there.
  ///
  /// - Parameter makesFolder: false for who wants a ledger that is there: nothing is made then.
  func path(
    _ environment: [String: String], makesFolder: Bool = true
  ) throws(CampaignError) -> String {
    if let ledger {
      // As where a variable is not set.
      if ledger.isEmpty { throw CampaignError(.usage, "--ledger is empty; name a file") }
      return ledger
    }
    // A relative one would be another ledger in each folder.
    let folder = { (name: String) in environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    guard let base = folder("XDG_STATE_HOME") ?? folder("HOME").map({ "\($0)/.local/state" }) else {
      throw CampaignError(
        .usage, "neither XDG_STATE_HOME nor HOME names a folder; name a --ledger")
    }
    let place = "\(base)/volley"
    if !makesFolder { return "\(place)/ledger.sqlite" }
    do { try PrivateFolder.create(place) } catch {
      throw CampaignError(.stopped, "\(error); name another --ledger")
    }
    return "\(place)/ledger.sqlite"
  }
}
