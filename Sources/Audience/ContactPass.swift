import Dispatch

/// One reading of a contact list. Records are read and checked on a thread of their own, a few
/// batches ahead; keys are claimed when a batch is asked for. A pass that nobody holds any more
/// ends its thread.
package final class ContactPass {
  private typealias Queue = BatchQueue<ContactBatch, Result<String, ContactListError>>

  private let list: ContactList
  private let evenIfReplaced: Bool
  private let queue = Queue(room: 16)
  private let thread = DispatchGroup()
  private var hasEnded = false

  init(list: ContactList, evenIfReplaced: Bool) {
    self.list = list
    self.evenIfReplaced = evenIfReplaced
    let queue = queue
    DispatchQueue(label: "volley.contacts").async(group: thread) {
      queue.end(Self.read(list, into: queue))
    }
  }

  deinit {
    queue.abandon()
    thread.wait()
  }

  /// The next contacts, in the order of the file, or nil after the last. Holds its thread while
  /// it waits for the disk.
  package func next() throws(ContactListError) -> ContactBatch? {
    while var batch = queue.take() {
      if batch.contacts.isEmpty { continue }
      try list.settle(&batch)
      return batch
    }
    try end()
    return nil
  }

  private func end() throws(ContactListError) {
    guard !hasEnded, let ending = queue.ending else { return }
    try list.noteFingerprint(try ending.get(), evenIfReplaced: evenIfReplaced)
    hasEnded = true
  }

  private static func read(
    _ list: ContactList, into queue: Queue
  ) -> Result<String, ContactListError> {
    do throws(ContactListError) {
      var reader = try RowReader(file: list.file, format: list.format)
      var checker = list.checker
      var isFirst = true
      while let table = try reader.next() {
        let batch = try checker.check(table, from: isFirst ? 1 : 0)
        isFirst = false
        guard queue.put(batch) else { break }
      }
      return .success(reader.fingerprint())
    } catch {
      return .failure(error)
    }
  }
}
