import Composing
@preconcurrency import Dispatch
import Ledger

/// Where lanes hand over what came of their last message and get the next one.
///
/// Whatever has gathered while the ledger wrote becomes its next transaction. The desk runs on a
/// queue of its own, since a commit blocks.
package actor Desk {
  /// What a lane brings, and what it wants.
  package enum Wish: Sendable {
    case next
    /// To try the same message again.
    case again(Message)
    case nothing
  }

  private struct Visitor {
    var finding: Finding?
    var wish: Wish
    var answer: CheckedContinuation<Message?, Never>
  }

  private let ledger: Ledger
  private let campaign: CampaignID
  private let run: Int
  private let repeating: Set<EntryState>
  private let stop: StopSwitch
  private let source: any MessageSource
  private let executor: QueueExecutor

  private var visitors: [Visitor] = []
  private var isScheduled = false
  private var isExhausted = false
  /// New messages that may still be begun; nil: all.
  private var allowance: Int?
  /// Outcomes that the ledger did not take yet.
  package private(set) var unwritten: [Finding] = []

  package init(
    ledger: Ledger, campaign: CampaignID, run: Int, repeating: Set<EntryState>, limit: Int?,
    source: sending any MessageSource, stop: StopSwitch
  ) {
    self.ledger = ledger
    self.campaign = campaign
    self.run = run
    self.repeating = repeating
    self.source = source
    self.stop = stop
    allowance = limit
    executor = QueueExecutor(label: "volley.desk")
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Hands over a finding, if there is one, and returns the message that the wish leads to: promised
  /// in the ledger, and to be sent at once. Nil: there is none, or the run is to stop.
  package func exchange(_ finding: Finding?, _ wish: Wish) async -> Message? {
    await withCheckedContinuation { answer in
      visitors.append(Visitor(finding: finding, wish: wish, answer: answer))
      guard !isScheduled else { return }
      isScheduled = true
      Task { serve() }
    }
  }

  private func serve() {
    isScheduled = false
    let group = visitors
    visitors.removeAll(keepingCapacity: true)
    unwritten += group.compactMap(\.finding)
    var answers = [Message?](repeating: nil, count: group.count)
    do throws(LedgerError) {
      answers = try ledger.commit { transaction in
        for finding in unwritten { try transaction.finish(finding, of: campaign) }
        return try group.map { try grant($0.wish, transaction) }
      }
      unwritten.removeAll(keepingCapacity: true)
    } catch {
      stop.stop(.ledger(error.description))
    }
    for (visitor, message) in zip(group, answers) { visitor.answer.resume(returning: message) }
  }

  private func grant(
    _ wish: Wish, _ transaction: borrowing LedgerTransaction
  ) throws -> Message? {
    guard !stop.isStopped else { return nil }
    switch wish {
    case .nothing:
      return nil
    case .again(let message):
      return try begin(message, transaction) ? message : nil
    case .next:
      return try next(transaction)
    }
  }

  private func next(_ transaction: borrowing LedgerTransaction) throws -> Message? {
    while let message = nextOfSource() {
      guard allowance != 0 else {
        isExhausted = true
        return nil
      }
      if try begin(message, transaction) {
        allowance = allowance.map { $0 - 1 }
        return message
      }
    }
    return nil
  }

  private func nextOfSource() -> Message? {
    guard !isExhausted, !stop.isStopped else { return nil }
    do {
      let message = try source.next()
      if message == nil { isExhausted = true }
      return message
    } catch {
      stop.stop(.contacts("\(error)"))
      return nil
    }
  }

  private func begin(
    _ message: Message, _ transaction: borrowing LedgerTransaction
  ) throws -> Bool {
    let intent = Intent(message, at: wallClock())
    return try transaction.begin(intent, of: campaign, run: run, repeating: repeating) == .begun
  }
}

/// The messages of a plan, in its order. Asked by one caller at a time; may block.
package protocol MessageSource: AnyObject {
  /// The next message, or nil after the last.
  func next() throws -> Message?
}

extension Intent {
  init(_ message: Message, at moment: Int64) {
    self.init(
      key: message.key, row: message.row, toNumber: message.to.description,
      fromNumber: message.from.description, text: String(decoding: message.text, as: UTF8.self),
      segments: message.segments, encoding: message.encoding.rawValue, at: moment)
  }
}

/// Runs an actor on a dispatch queue.
///
/// `@unchecked Sendable`: its only state is a queue, which is safe to share.
private final class QueueExecutor: SerialExecutor, @unchecked Sendable {
  private let queue: DispatchQueue

  init(label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: UnownedJob) {
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}
