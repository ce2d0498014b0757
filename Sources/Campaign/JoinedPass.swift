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

  private typealias Queue = BatchQueue<Batch, Result<Void, CampaignError>>

  private let queue = Queue(room: 4)
  private let thread = DispatchGroup()

  init(_ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID) {
    let queue = queue
    DispatchQueue(label: "volley.entries").async(group: thread) {
      let end = Result { () throws(CampaignError) in
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
    try queue.ending?.get()
    return nil
  }

  private static func read(
    _ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID, into queue: Queue
  ) throws(CampaignError) {
    var place = EntryPlace()
    let pass = try draft.pass()
    while let contacts = try draft.next(of: pass) {
      let known = try known(of: contacts, in: ledger, campaign, from: &place)
      guard queue.put(Batch(contacts: contacts, known: known)) else { return }
    }
  }

  private static func known(
    of batch: ContactBatch, in ledger: Ledger, _ campaign: CampaignID, from place: inout EntryPlace
  ) throws(CampaignError) -> EntryBatch {
    do throws(LedgerError) {
      return try ledger.read { ledger in
        let contacts = batch.contacts.span
        return try ledger.entries(count: contacts.count, in: campaign, from: &place) { index, key in
          switch contacts[index].standing {
          case .recipient, .suppressed: batch.appendKey(of: contacts[index], to: &key)
          case .invalid, .duplicate: break
          }
        }
      }
    } catch {
      throw CampaignError(.stopped, error.description)
    }
  }
}
