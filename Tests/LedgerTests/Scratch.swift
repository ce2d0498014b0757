import Foundation

/// A folder of a test's own, gone with it.
struct Scratch {
  private let url: URL

  static func with<Result>(_ body: (Scratch) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(Scratch(url: url))
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  /// Permission bits, or nil where there is no such file.
  func mode(_ name: String) -> Int? {
    let facts = try? FileManager.default.attributesOfItem(atPath: path(name))
    return (facts?[.posixPermissions] as? NSNumber)?.intValue
  }
}
