import Glibc

/// Why a file could not be written, in words for people.
package struct FileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  package let path: String
  /// The system's error number (`errno`); 0 when the system was not asked.
  package let code: Int32
  package let description: String

  init(cannot action: String, _ path: String, code: Int32) {
    self.path = path
    self.code = code
    description = "cannot \(action) \(path): \(Self.words(for: code))"
  }

  package init(cannot action: String, _ path: String, because reason: String) {
    self.path = path
    code = 0
    description = "cannot \(action) \(path): \(reason)"
  }

  private static func words(for code: Int32) -> String {
    switch code {
    case ENOSPC: "the disk is full (\(systemWords(for: code)))"
    case EDQUOT: "your disk quota is used up (\(systemWords(for: code)))"
    default: systemWords(for: code)
    }
  }

  private static func systemWords(for code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress else { return "error \(code)" }
      return strerror_r(code, base, buffer.count) == 0
        ? String(cString: base) : "error \(code)"
    }
  }
}
