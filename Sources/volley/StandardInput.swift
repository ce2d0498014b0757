import ArgumentParser
import Foundation
import Ledger

/// What `-` and paths such as `/dev/stdin` lead to.
enum StandardInput {
  /// Refuses more than one file that is standard input: the first would leave nothing of it to the others.
  static func check(_ paths: [String]) throws {
    guard paths.count(where: isMeant(by:)) <= 1 else {
      throw ValidationError(
        "standard input (- or /dev/stdin) can be only one of the contacts and the files that options name"
      )
    }
  }

  private static func isMeant(by path: String) -> Bool {
    path == "-" || isUsedUp && FilePlace.isSame(path, "/dev/stdin")
  }

  /// Whether who reads it first leaves nothing; of a file or `/dev/null`, the next reads the same.
  private static var isUsedUp: Bool {
    var facts = stat()
    return fstat(STDIN_FILENO, &facts) == 0
      && [S_IFIFO, S_IFSOCK].contains(facts.st_mode & S_IFMT)
  }
}
