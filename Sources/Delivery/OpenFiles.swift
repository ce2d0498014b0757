import Glibc

/// The descriptors that a run needs. A lane without one would take it for an API that cannot be reached.
package enum OpenFiles {
  /// Besides those that are open already: the ledger has five with its locks, the reports six, the event
  /// loop three, lists and certificates a few for a moment.
  private static let others = 32

  /// Two for each lane: names are looked up by sockets too, and an address of each family may be tried.
  private static let each = 2

  /// Makes sure that so many lanes can be connected, and raises the soft limit of the process for it.
  package static func allow(lanes: Int) throws(Shortage) {
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(kind, &limit) == 0 else { return }
    let fixed = opened() + others
    let needed = fixed + each * lanes
    if limit.rlim_cur >= needed { return }
    var allowed = Int(clamping: limit.rlim_max)
    if allowed >= needed {
      // The kernel may know a lower one.
      allowed = Int(limit.rlim_cur)
      limit.rlim_cur = rlim_t(needed)
      if setrlimit(kind, &limit) == 0 { return }
    }
    throw Shortage(
      needed: needed, allowed: allowed, lanes: lanes, possible: (allowed - fixed) / each)
  }

  /// Whether another one is denied at this moment.
  static var areSpent: Bool {
    let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard file < 0 else {
      close(file)
      return false
    }
    return errno == EMFILE || errno == ENFILE
  }

  /// How many are open, those of whoever started the process among them; and three more, for the look
  /// at the folder itself.
  private static func opened() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return others }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
  }

  /// Too few descriptors are allowed.
  package struct Shortage: Error, CustomStringConvertible {
    let needed: Int
    let allowed: Int
    let lanes: Int
    /// How many lanes there could be; below 1: none.
    let possible: Int

    package var description: String {
      "--concurrency \(lanes) needs \(needed) open files, but only \(allowed) are allowed: raise "
        + "the limit (ulimit -n)" + (possible > 0 ? ", or take --concurrency \(possible)" : "")
    }
  }
}
