import Ledger
import Reports

extension Status {
  /// How a row stands whose key the ledger knows.
  package init(_ state: EntryState) {
    switch state {
    case .sent: self = .sent
    case .rejected: self = .rejected
    case .failed: self = .failed
    case .intent, .unknown: self = .unknown
    case .released: self = .pending
    }
  }
}
