import Audience
import Campaign
import Foundation

/// Small files that options name.
enum TextFile {
  /// A template: UTF-8, without a byte order mark, and without the line end that editors add. The line ends
  /// of Windows, where a message would pay for two characters at each, and lone CR are read as LF.
  static func template(_ path: String) throws(CampaignError) -> String {
    let bytes = try bytes(path, what: "template", or: .unusable)
    if let format = FileFormat.nameIfBinary(bytes) {
      throw CampaignError(
        .unusable, "\(path): is \(format); save the template as plain text in UTF-8")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw CampaignError(.unusable, "\(path): is not UTF-8; save the template as UTF-8")
    }
    guard !text.utf8.contains(0) else {
      throw CampaignError(
        .unusable, "\(path): has NUL bytes: it is no text, or UTF-16; save the template as UTF-8")
    }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    text.replace("\r\n", with: "\n")
    text.replace("\r", with: "\n")
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  /// All of a file, or of a pipe: a shell's `<(…)`, or `/dev/stdin`.
  ///
  /// - Parameter code: what a file that cannot be read means.
  static func bytes(
    _ path: String, what: String, or code: Campaign.ExitCode = .usage
  ) throws(CampaignError) -> [UInt8] {
    func failed(_ reason: String) -> CampaignError {
      CampaignError(code, "\(path): the \(what) cannot be read: \(reason)")
    }
    if isFolder(path) { throw failed("it is a folder") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed(systemWords(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= longest {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk.prefix(count)
      } else if errno != EINTR {
        throw failed(systemWords(errno))
      }
    }
    throw CampaignError(code, "\(path): the \(what) is longer than 16 MiB")
  }

  /// Whether a text is the name of a file that is there.
  static func isFile(_ text: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: text, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// How many bytes a file may have: as many as the template language takes.
  private static let longest = 16 << 20

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
