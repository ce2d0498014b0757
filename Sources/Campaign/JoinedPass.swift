import Audience
import Dispatch
import Ledger

/// One reading of the contacts with what the ledger knows of each, on a thread of its own, a few
/// batches ahead. A pass that nobody holds any more ends its thread.
final class JoinedPass {
  struct Batch: Sendable {
    var contacts: ContactBatch
    /// Of each contact; nil for those that hold no key, and for keys that were never promised.
    var known: EntryBatch
  }

  private typealias Queue = BatchQueue<Batch, Result<Int, CampaignError>>

  private let queue = Queue(room: 4)
  private let thread = DispatchGroup()
  /// How many keys of the campaign the ledger has, known after the last batch.
  private(set) var total = 0

  init(_ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID) {
    let queue = queue
    DispatchQueue(label: "volley.entries").async(group: thread) {
      let end = Result { () throws(CampaignError) -> Int in
        try Self.read(draft, ledger, campaign, into: queue)
      }
      queue.end(end)
    }
  }

  deinit {
    queue.abandon()
    thread.wait()
  }

  /// The next contacts, in the order of the file, or nil after the last. Waits for the disk, and so
  /// is not for a thread of Swift's own pool.
  func next() throws(CampaignError) -> Batch? {
    if let batch = queue.take() { return batch }
    if let total = try queue.ending?.get() { self.total = total }
    return nil
  }

  /// All in one look at the ledger: a run that goes on cannot change it meanwhile, and SQLite would
  /// prepare its statements anew for each.
  ///
  /// - Returns: How many keys of the campaign the ledger has.
  private static func read(
    _ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID, into queue: Queue
  ) throws(CampaignError) -> Int {
    let pass = try draft.pass()
    let end: Result<Int, CampaignError>
    do throws(LedgerError) {
      end = try ledger.read { ledger in
        let total = try ledger.count(of: campaign)
        var place = EntryPlace()
        do {
          while let contacts = try draft.next(of: pass) {
            let known = try known(of: contacts, in: ledger, campaign, from: &place)
            guard queue.put(Batch(contacts: contacts, known: known)) else { break }
          }
          return .success(total)
        } catch let error as CampaignError {
          return .failure(error)
        }
      }
    } catch {
      throw CampaignError(.stopped, error.description)
    }
    return try end.get()
  }

  private static func known(
    of batch: ContactBatch, in ledger: borrowing LedgerView, _ campaign: CampaignID,
    from place: inout EntryPlace
  ) throws -> EntryBatch {
    try ledger.entries(count: batch.contacts.count, in: campaign, from: &place) { index, key in
      batch.appendHeldKey(at: index, to: &key)
    }
  }
}
