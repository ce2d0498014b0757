import Foundation

/// The API's words for an error, out of whatever came as its body.
package enum ErrorWords {
  /// How many Unicode scalars are kept: enough for every sentence of an API, too little for a page of HTML.
  package static let longest = 500

  /// How many bytes a token has that is hidden: a shorter one protects nothing, and may be part of any word.
  static let shortestSecret = 8

  /// `message` of the documented shape, a string or a list of them; else the body's own text; else
  /// the status in words. One line, without control characters.
  ///
  /// - Parameter secret: What must not be in it.
  package static func of(_ answer: Answer, hiding secret: String) -> String {
    let words = tidy(documented(answer.body) ?? plain(answer.body) ?? "", hiding: secret)
    return words.isEmpty ? "HTTP \(answer.status) \(reason(answer.status))" : words
  }

  private struct Documented: Decodable {
    var message: Message?
    var error: String?
  }

  private enum Message: Decodable {
    case words(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .words(text)
      } else {
        self = .words(try container.decode([String].self).joined(separator: "; "))
      }
    }
  }

  private static func documented(_ body: [UInt8]) -> String? {
    guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
      let error = decode(body) ?? wholeMembers(of: body).flatMap(decode)
    else { return nil }
    if case .words(let text)? = error.message, !tidy(text, hiding: "").isEmpty { return text }
    return error.error
  }

  private static func decode(_ body: [UInt8]) -> Documented? {
    try? JSONDecoder().decode(Documented.self, from: Data(body))
  }

  /// An object that was cut off, without the member that the cut goes through; nil when no other
  /// comes before it.
  private static func wholeMembers(of body: [UInt8]) -> [UInt8]? {
    var end: Int?
    var depth = 0
    var isInString = false
    var isEscaped = false
    for (index, byte) in body.enumerated() {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isInString
      case UInt8(ascii: "\""): isInString.toggle()
      case _ where isInString: break
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 1: end = index
      default: break
      }
    }
    return end.map { body[..<$0] + [UInt8(ascii: "}")] }
  }

  /// Text, but no markup: a proxy's page has no words worth a row of a report.
  private static func plain(_ body: [UInt8]) -> String? {
    let start = body.first { $0 > 0x20 }
    guard let start, start != UInt8(ascii: "<") else { return nil }
    var text = String(decoding: body.prefix(16 * longest), as: UTF8.self)
    // The cut may go through a character.
    if text.last == "\u{FFFD}" { text.removeLast() }
    return text.contains("\u{FFFD}") ? nil : text
  }

  /// One line of at most ``longest`` scalars; what a terminal could obey becomes a space.
  package static func tidy(_ text: String, hiding secret: String) -> String {
    // Of a long text, most would be looked at for nothing.
    let start = String(text.unicodeScalars.prefix(16 * longest))
    let text =
      secret.utf8.count < shortestSecret ? start : Secret(secret).hidden(in: start)
    let line = text.unicodeScalars.map { $0.isUnseen ? Character(" ") : Character($0) }
    let words = String(line).split(separator: " ").joined(separator: " ")
    guard words.unicodeScalars.count > longest else { return words }
    return String(words.unicodeScalars.prefix(longest)) + "…"
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 425: "Too Early"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "without a known reason"
    }
  }
}
