import CLinux
import Glibc

/// Where paths lead.
package enum FilePlace {
  /// Whether two paths lead to one file, or would if somebody made it.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    switch (FileIdentity(of: first), FileIdentity(of: second)) {
    case (let first?, let second?): first == second
    case (nil, nil): target(of: first) == target(of: second)
    default: false
    }
  }

  /// The file itself, which a link may lead to; absolute, also where its folders are still to be made.
  static func target(of path: String) -> String {
    if let target = real(path) { return target }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.popLast(), !path.isEmpty else { return path }
    let folder = parts.joined(separator: "/")
    if name == "." || name == "", !folder.isEmpty { return target(of: folder) }
    // The working directory may be gone.
    let place = parts.isEmpty ? real(".") ?? "." : folder.isEmpty ? "" : target(of: folder)
    guard name == ".." else { return "\(place)/\(name)" }
    return String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
  }

  private static func real(_ path: String) -> String? {
    guard let target = realpath(path, nil) else { return nil }
    defer { free(target) }
    return String(cString: target)
  }
}

/// A file's device and inode: what a path leads to, and not what it is called.
struct FileIdentity: Equatable, Sendable {
  let device: UInt64
  let inode: UInt64

  init?(of path: String) { self.init(-1, path) }

  /// Of a file that is open.
  init?(of file: Int32) { self.init(file, nil) }

  private init?(_ file: Int32, _ path: String?) {
    var (device, inode): (UInt64, UInt64) = (0, 0)
    guard clinux_identity(file, path, &device, &inode) == 0 else { return nil }
    (self.device, self.inode) = (device, inode)
  }
}
