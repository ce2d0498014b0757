import Foundation

/// A folder of a test's own, gone with it.
struct Scratch {
  private let url: URL

  static func with<Result>(_ body: (Scratch) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "mock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(Scratch(url: url))
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func read(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }
}
