import Glibc

/// The descriptors that a run needs. One that is missing would look like an API that cannot be reached.
package enum OpenFiles {
  /// Ledger and locks, lists, reports, the log, the event loop, and what libraries open for a moment.
  private static let others = 64

  /// Makes sure that so many lanes can be connected, and raises the soft limit of the process for it.
  package static func allow(lanes: Int) throws(Shortage) {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(kind, &limit) == 0 else { return }
    // Two for each lane: an address of each family may be tried at the same time.
    let (least, ample) = (rlim_t(lanes + others), rlim_t(2 * lanes + others))
    guard limit.rlim_cur < ample else { return }
    guard limit.rlim_max >= least else {
      throw Shortage(needed: Int(least), allowed: Int(limit.rlim_max), lanes: lanes)
    }
    limit.rlim_cur = min(ample, limit.rlim_max)
    _ = setrlimit(kind, &limit)
  }

  /// Too few descriptors are allowed.
  package struct Shortage: Error, CustomStringConvertible {
    let needed: Int
    let allowed: Int
    let lanes: Int

    package var description: String {
      "--concurrency \(lanes) needs \(needed) open files, but only \(allowed) are allowed: raise "
        + "the limit with ulimit -n" + (lanes > 1 ? ", or lower --concurrency" : "")
    }
  }
}
