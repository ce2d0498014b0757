import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import Delivery

@Suite("What the network libraries throw")
struct FaultSortingTests {
  @Test("is sorted by what it says of the request")
  func sorted() {
    let reset = IOError(errnoCode: ECONNRESET, reason: "read")
    #expect(Fault(reset) == .closed(reason: "connection reset by peer"))
    #expect(Fault(ChannelError.connectTimeout(.seconds(1))) == .timeout)
    #expect(
      Fault(NIOSSLError.uncleanShutdown) == .closed(reason: "closed without a goodbye"))
    #expect(Fault(Fault.timeout) == .timeout)
    guard case .notHTTP = Fault(HTTPParserError.invalidVersion) else {
      Issue.record("Bytes that are not HTTP must be called so.")
      return
    }
    guard case .noTrust = Fault(NIOSSLError.handshakeFailed(.sslError([]))) else {
      Issue.record("A failed handshake is a matter of trust.")
      return
    }
  }

  @Test("is no connection when it comes before there is one")
  func before() {
    #expect(Fault.closed(reason: "x").beforeConnecting == .noConnection(reason: "x"))
    for fault in [Fault.timeout, .noTrust(reason: "x"), .proxyRefused(status: 407)] {
      #expect(fault.beforeConnecting == fault)
    }
  }
}
