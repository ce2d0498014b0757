import Foundation

/// A folder of a test's own, gone with it.
struct Scratch {
  private let url: URL

  static func with<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (Scratch) async throws -> Result
  ) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(Scratch(url: url))
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Takes the file and its companions away.
  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(name))
  }
}
