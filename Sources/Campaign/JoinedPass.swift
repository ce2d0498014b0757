import Audience
import Dispatch
import Ledger
import Synchronization

/// One reading of the contacts with what the ledger knows of each, on a thread of its own, a few
/// batches ahead. A pass that nobody holds any more ends its thread.
final class JoinedPass {
  struct Batch: Sendable {
    var contacts: ContactBatch
    /// What the ledger knows of each contact; nil for those that hold no key, and for keys that were never promised.
    var known: EntryBatch
  }

  private typealias Queue = BatchQueue<Batch, Result<Void, CampaignError>>

  private let queue = Queue(room: 4)
  private let thread = DispatchGroup()
  private let count: Count

  private final class Count: Sendable {
    let result = Mutex<Result<Int, CampaignError>>(.success(0))
  }

  init(_ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID) {
    let (queue, count) = (queue, Count())
    self.count = count
    DispatchQueue(label: "volley.entries").async(group: thread) {
      let result = Result { () throws(CampaignError) -> Int in
        try Self.read(draft, ledger, campaign, into: queue)
      }
      count.result.withLock { $0 = result }
      // Where it was read to its end, that is known already.
      queue.end(result.map { _ in })
    }
  }

  deinit {
    queue.abandon()
    thread.wait()
  }

  /// The next contacts, in the order of the file, or nil after the last. Holds its thread while
  /// it waits for the disk.
  func next() throws(CampaignError) -> Batch? {
    if let batch = queue.take() { return batch }
    try queue.ending?.get()
    return nil
  }

  /// How many keys of the campaign belong to no contact. Waits for the count, which follows the last batch.
  func elsewhere() throws(CampaignError) -> Int {
    thread.wait()
    return try count.result.withLock { $0 }.get()
  }

  /// All in one look at the ledger: a run that goes on cannot change it meanwhile, and SQLite would
  /// prepare its statements anew for each.
  ///
  /// - Returns: How many keys of the campaign belong to no contact.
  private static func read(
    _ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID, into queue: Queue
  ) throws(CampaignError) -> Int {
    let pass = draft.list.pass(evenIfReplaced: true)
    let elsewhere: Result<Int, CampaignError>
    do throws(LedgerError) {
      elsewhere = try ledger.read { ledger in
        var place = EntryPlace()
        var (found, released) = (0, 0)
        do {
          while let contacts = try draft.next(of: pass) {
            let known = try known(of: contacts, in: ledger, campaign, from: &place)
            found += known.foundCount
            released += known.releasedCount
            guard queue.put(Batch(contacts: contacts, known: known)) else { return .success(0) }
          }
        } catch let error as CampaignError {
          return .failure(error)
        }
        queue.end(.success(()))
        return .success(try ledger.count(of: campaign, besides: found, released: released))
      }
    } catch {
      throw CampaignError(.stopped, error.description)
    }
    return try elsewhere.get()
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
