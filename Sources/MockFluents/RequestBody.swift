import Foundation

/// The body of a request as far as it can be understood.
struct RequestBody {
  /// Nil when the body is not JSON, and empty when it is no object.
  private let fields: [String: Field]?
  /// Why the body is not JSON, in the words of the API's runtime.
  let syntaxError: String?

  private static let decoder = JSONDecoder()

  init(_ body: some Collection<UInt8>) {
    do {
      fields = try Self.decoder.decode([String: Field].self, from: Data(body))
      syntaxError = nil
    } catch DecodingError.dataCorrupted {
      fields = nil
      syntaxError = Self.complaint(about: body)
    } catch {
      fields = [:]
      syntaxError = nil
    }
  }

  /// The string in field `name`; nil when it is missing or anything but a string.
  func string(_ name: String) -> String? {
    if case .string(let text) = fields?[name] { text } else { nil }
  }

  /// The style of V8's `JSON.parse`; which token it stumbles on is only a guess here.
  private static func complaint(about body: some Collection<UInt8>) -> String {
    guard let first = body.first else { return "Unexpected end of JSON input" }
    let token = JSONText.quoted(String(decoding: [first], as: UTF8.self))
    return "Unexpected token \(token) in JSON, or after it"
  }

  private enum Field: Decodable {
    case string(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .string(text)
      } else {
        self = .other
      }
    }
  }
}
