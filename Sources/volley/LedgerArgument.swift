import ArgumentParser
import Campaign
import Foundation

/// Where the ledger is.
struct LedgerArgument: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger. $XDG_STATE_HOME/volley/ledger.sqlite without. Until a run has ended, and after a "
        + "kill, FILE-wal beside it belongs to it.", valueName: "file"))
  var ledger: String?

  /// Whether there is a ledger, or the log of one, which to open says more of.
  static func exists(_ path: String) -> Bool {
    let files = FileManager.default
    return files.fileExists(atPath: path) || files.fileExists(atPath: "\(path)-wal")
  }

  /// The default's folder is made where there is none; one that is named must be there.
  ///
  /// - Parameter isRead: nothing is made for who only asks.
  func path(
    _ environment: [String: String], isRead: Bool = false
  ) throws(CampaignError) -> String {
    if let ledger { return ledger }
    // A relative one would be another ledger in each folder.
    let folder = { (name: String) in environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    guard let base = folder("XDG_STATE_HOME") ?? folder("HOME").map({ "\($0)/.local/state" }) else {
      throw CampaignError(
        .usage, "neither XDG_STATE_HOME nor HOME names a folder; name a --ledger")
    }
    let place = "\(base)/volley"
    if isRead { return "\(place)/ledger.sqlite" }
    do {
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CampaignError(.stopped, "cannot create \(place); name another --ledger")
    }
    return "\(place)/ledger.sqlite"
  }
}
