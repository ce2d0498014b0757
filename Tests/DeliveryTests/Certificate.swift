import Foundation
import MockFluents
import Scratch
import Testing

/// A certificate for `localhost`, made for one test.
struct Certificate {
  let files: TLSFiles

  static func with<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Certificate) async throws -> Result
  ) async throws -> Result {
    try await Scratch.with { scratch in
      let files = TLSFiles(certificate: scratch.path("cert.pem"), key: scratch.path("key.pem"))
      try make(files)
      return try await body(Certificate(files: files))
    }
  }

  private static func make(_ files: TLSFiles) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes", "-keyout", files.key, "-out", files.certificate, "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
