import Foundation

/// A folder of a test's own, gone with it.
package struct Scratch {
  private let url: URL

  private init() throws {
    let name = "volley-\(UUID().uuidString)"
    url = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Makes one, and removes it with all that is in it after `body`.
  package static func with<Result>(_ body: (Scratch) throws -> Result) throws -> Result {
    let scratch = try Scratch()
    defer { scratch.remove() }
    return try body(scratch)
  }

  /// The same, where `body` waits for something.
  package static func with<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (Scratch) async throws -> Result
  ) async throws -> Result {
    let scratch = try Scratch()
    defer { scratch.remove() }
    return try await body(scratch)
  }

  package var folder: String { url.path }

  /// Of a file in it, which need not be there.
  package func path(_ name: String) -> String { url.appending(path: name).path }

  /// Of all files in it, hidden ones too, in order.
  package func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  /// The text of a file, which must be UTF-8.
  package func read(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }

  /// Permission bits, or nil where there is no such file.
  package func mode(_ name: String) -> Int? {
    let facts = try? FileManager.default.attributesOfItem(atPath: path(name))
    return (facts?[.posixPermissions] as? NSNumber)?.intValue
  }

  /// Removes a file or a folder, which must be there.
  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(name))
  }

  private func remove() { try? FileManager.default.removeItem(at: url) }
}
