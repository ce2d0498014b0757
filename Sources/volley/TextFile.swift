import Campaign
import Foundation

/// Small files that options name.
enum TextFile {
  /// A template: UTF-8, without a byte order mark, and without the line end that editors add.
  static func template(_ path: String) throws(CampaignError) -> String {
    guard var text = String(validating: try bytes(path, what: "template"), as: UTF8.self) else {
      throw CampaignError(.unusable, "\(path): is not UTF-8; save the template as UTF-8")
    }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  static func bytes(_ path: String, what: String) throws(CampaignError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), !isFolder(path) else {
      throw CampaignError(
        what == "template" ? .unusable : .usage,
        "\(path): the \(what) cannot be read: \(reason(path))")
    }
    return Array(data)
  }

  /// Whether two paths lead to one file that exists.
  static func isSame(_ first: String, _ second: String) -> Bool {
    var facts = (stat(), stat())
    guard stat(first, &facts.0) == 0, stat(second, &facts.1) == 0 else { return false }
    return facts.0.st_dev == facts.1.st_dev && facts.0.st_ino == facts.1.st_ino
  }

  private static func reason(_ path: String) -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "no such file" }
    return isFolder(path) ? "it is a folder" : "no permission"
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
