import Foundation
import NIOCore
import NIOHTTP1

/// A request on its way in, as far as the API looks at it.
struct Request {
  let method: String
  let target: String
  let authorization: String?
  let contentType: String?
  let keepAlive: Bool
  /// The connection it comes on.
  let connection: Int
  let fault: Fault?
  var body = ByteBuffer()

  init(_ head: HTTPRequestHead, connection: Int, fault: Fault?) {
    method = head.method.rawValue
    target = head.uri
    authorization = head.headers.first(name: "Authorization")
    contentType = head.headers.first(name: "Content-Type")
    // What follows a CONNECT or an upgrade is not HTTP, and the parser stops there.
    keepAlive =
      head.isKeepAlive && head.method != .CONNECT && !head.headers.contains(name: "Upgrade")
    self.connection = connection
    self.fault = fault
  }

  func manner(now: Date) -> Manner {
    Manner(keepAlive: keepAlive, isHead: method == "HEAD", now: now)
  }
}

extension HTTPRequestHead {
  /// What is wrong with the head by itself: the status to refuse it with, unread.
  var objection: Int? {
    // RFC 9112, section 3.2: a server must answer 400.
    if version == .http1_1 && headers["Host"].count != 1 { return 400 }
    let length = headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    return length > Contract.maximumBody ? 413 : nil
  }

  var expectsContinue: Bool {
    headers.first(name: "Expect")?.lowercased() == "100-continue"
  }
}
