import Audience
import Glibc

/// Why a file could not be written, in words for people.
package struct FileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system's error number (`errno`); 0 when the system was not asked.
  package let code: Int32
  package let description: String

  init(cannot action: String, _ path: String, code: Int32) {
    self.code = code
    description = "cannot \(action) \(path): \(Self.words(for: code))"
  }

  /// For what was found out without the system; ``code`` is 0.
  package init(cannot action: String, _ path: String, because reason: String) {
    code = 0
    description = "cannot \(action) \(path): \(reason)"
  }

  private static func words(for code: Int32) -> String {
    switch code {
    case ENOSPC: "the disk is full (\(systemWords(code)))"
    case EDQUOT: "your disk quota is used up (\(systemWords(code)))"
    default: systemWords(code)
    }
  }
}
