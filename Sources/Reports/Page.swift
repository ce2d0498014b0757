import Crypto
import Foundation
import Mustache

/// A page for people: one HTML file that asks for nothing from anywhere.
///
/// The templates, the stylesheet and the script are resources of this target, in the binary itself.
/// They are read when a page is written and not before, so that no other command pays for them.
enum Page {
  /// A template with `content` in it.
  ///
  /// - Parameter script: What the page may run. Its hash and that of the stylesheet stand in the
  ///   page's policy, so that nothing else runs or styles, whatever a text smuggles in.
  static func bytes(
    _ template: [UInt8], _ content: Any, title: String, version: String, script: [UInt8] = []
  ) throws(FileProblem) -> [UInt8] {
    let style = text(PackageResources.page_css)
    let script = text(script)
    let frame = Frame(
      title: title, version: version, policy: policy(style: style, script: script), style: style,
      script: script, page: content)
    do {
      return Array(try parsed(template).render(frame, library: try library()).utf8)
    } catch {
      throw FileProblem(cannot: "write", title, because: "the page's template is broken: \(error)")
    }
  }

  /// What the templates find around the content.
  private struct Frame {
    let title: String
    let version: String
    let policy: String
    let style: String
    let script: String
    let page: Any
  }

  private static func library() throws -> MustacheLibrary {
    MustacheLibrary(templates: [
      "head": try parsed(PackageResources.head_html),
      "chart": try parsed(PackageResources.chart_html),
      "groups": try parsed(PackageResources.groups_html),
      "outcome": try parsed(PackageResources.outcome_html),
      "phone": try parsed(PackageResources.phone_html),
    ])
  }

  private static func parsed(_ template: [UInt8]) throws -> MustacheTemplate {
    MustacheContentTypes.register(PageText(), named: PageText.name)
    return try MustacheTemplate(string: text(template))
  }

  private static func text(_ resource: [UInt8]) -> String {
    String(decoding: resource, as: UTF8.self)
  }

  private static func policy(style: String, script: String) -> String {
    let scripts = script.isEmpty ? "'none'" : hash(script)
    return "default-src 'none'; style-src \(hash(style)); script-src \(scripts); base-uri 'none'; "
      + "form-action 'none'"
  }

  private static func hash(_ text: String) -> String {
    "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
  }
}

/// How text enters a page: escaped, one scalar after the other.
///
/// The library's own way looks at whole characters, and so lets a quotation mark pass that carries a
/// combining accent.
struct PageText: MustacheContentType {
  /// Every template names it in its first line.
  static let name = "PAGE"

  func escapeText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
