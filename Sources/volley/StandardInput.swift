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

  /// A device, such as `/dev/null`, is not used up by who reads it first.
  private static func isMeant(by path: String) -> Bool {
    path == "-" || !isDevice && FilePlace.isSame(path, "/dev/stdin")
  }

  private static var isDevice: Bool {
    var facts = stat()
    return fstat(STDIN_FILENO, &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR
  }
}
