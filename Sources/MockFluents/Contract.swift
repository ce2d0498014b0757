/// The API's rules for one request. Pure: nothing here knows of sockets or of earlier requests.
struct Contract: Sendable {
  static let path = "/v1/messages"
  /// Bodies over this many bytes are answered 413.
  static let maximumBody = 1 << 20

  /// Senders the account owns; nil means that it owns every number.
  let numbers: Set<String>?
  /// The bearer token to demand; nil takes any that is not empty.
  let token: String?

  enum Verdict {
    case taken(to: String, from: String, message: String)
    case refused(Answer)
  }

  /// The refusal of a request that does not even reach the handler: other paths, no token.
  func refusal(method: String, target: String, authorization: String?) -> Answer? {
    guard method == "POST", path(of: target) == Self.path else {
      return .refusal(404, "Cannot \(method) \(target)")
    }
    guard let bearer = bearer(in: authorization) else {
      return .refusal(401, "A bearer token is required")
    }
    return token == nil || token == bearer ? nil : .refusal(401, "The bearer token is not valid")
  }

  /// What becomes of a body that did reach the handler.
  func verdict(on body: RequestBody) -> Verdict {
    if let error = body.syntaxError { return .refused(.refusal(400, error)) }
    guard let to = body.string("to_number") else { return notAString("to_number") }
    guard let from = body.string("from_number") else { return notAString("from_number") }
    guard let message = body.string("message") else { return notAString("message") }
    guard Self.isE164(to) else { return notANumber("to_number") }
    guard Self.isE164(from) else { return notANumber("from_number") }
    if message.isEmpty { return .refused(.refusal(400, "message should not be empty")) }
    guard numbers?.contains(from) ?? true else {
      return .refused(.refusal(404, "from_number \(from) was not found"))
    }
    return .taken(to: to, from: from, message: message)
  }

  /// `+`, then 2 to 15 ASCII digits of which the first is not 0 (ITU-T E.164).
  static func isE164(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (3...16).contains(bytes.count), bytes.first == UInt8(ascii: "+") else { return false }
    let digits = bytes.dropFirst()
    return digits.first != UInt8(ascii: "0")
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private func path(of target: String) -> Substring {
    target.prefix { $0 != "?" }
  }

  /// The scheme's name is not case-sensitive (RFC 9110, section 11.1).
  private func bearer(in authorization: String?) -> String? {
    guard let parts = authorization?.split(separator: " ", maxSplits: 1), parts.count == 2,
      parts[0].lowercased() == "bearer"
    else { return nil }
    let token = parts[1].drop { $0 == " " }
    return token.isEmpty ? nil : String(token)
  }

  private func notAString(_ field: String) -> Verdict {
    .refused(.refusal(400, "\(field) must be a string"))
  }

  private func notANumber(_ field: String) -> Verdict {
    .refused(.refusal(400, "\(field) must be a valid phone number in E.164 format"))
  }
}
