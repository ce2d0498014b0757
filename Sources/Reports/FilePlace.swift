import Glibc

/// Where paths lead.
package enum FilePlace {
  /// Whether two paths lead to one file, or would if somebody made it.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    var facts = (stat(), stat())
    switch (stat(first, &facts.0), stat(second, &facts.1)) {
    case (0, 0): return facts.0.st_dev == facts.1.st_dev && facts.0.st_ino == facts.1.st_ino
    case (0, _), (_, 0): return false
    default: return resolved(first) == resolved(second)
    }
  }

  /// The path by way of its folder's real one, where that exists.
  private static func resolved(_ path: String) -> String {
    let folder = AtomicFile.folder(of: path)
    guard let real = realpath(folder, nil) else { return path }
    defer { free(real) }
    return "\(String(cString: real))/\(path.split(separator: "/").last ?? "")"
  }
}
