import Delivery
import Testing

@Suite("Retry-After")
struct RetryAfterTests {
  /// Sun, 06 Nov 1994 08:49:37 GMT, the moment of RFC 9110.
  private static let now: Int64 = 784_111_777

  @Test(
    "is a number of seconds",
    arguments: [
      ("0", 0), ("1", 1), ("120", 120), ("007", 7), (" 5", 5), ("5 ", 5), ("\t5", 5), ("5\t ", 5),
      ("9999999999", 1_000_000_000), ("99999999999999999999999999", 1_000_000_000),
    ])
  func seconds(_ value: String, _ expected: Int) {
    #expect(RetryAfter.delay(value, now: Self.now) == .seconds(expected))
  }

  @Test(
    "is a date in any of the three forms",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:49:47 GMT", 10),
      ("Sunday, 06-Nov-94 08:49:47 GMT", 10), ("Sun Nov  6 08:49:47 1994", 10),
      ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400), ("Tue, 29 Feb 2000 00:00:00 GMT", 167_670_623),
      ("sun, 06 nov 1994 08:49:47 gmt", 10), (" Sun, 06 Nov 1994 08:49:47 GMT", 10),
      ("Wed, 30 Nov 1994 08:49:37 GMT", 2_073_600), ("Sat, 31 Dec 1994 08:49:37 GMT", 4_752_000),
    ])
  func date(_ value: String, _ expected: Int) {
    #expect(RetryAfter.delay(value, now: Self.now) == .seconds(expected))
  }

  @Test(
    "is no wait when its date has passed",
    arguments: [
      "Sun, 06 Nov 1994 08:49:36 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
      "Mon, 01 Jan 1900 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:36 GMT",
    ])
  func past(_ value: String) {
    #expect(RetryAfter.delay(value, now: Self.now) == .zero)
  }

  @Test(
    "is nothing when it is nonsense",
    arguments: [
      "", " ", "-5", "+5", "1.5", "1e3", "5s", "0x10", "\u{663}", "soon", "tomorrow at noon",
      "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37 GMT",
      "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
      "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
      "1 2", "1\t2", "12 ,", "Thu, 31 Feb 2000 00:00:00 GMT", "Tue, 30 Feb 2000 00:00:00 GMT",
      "Mon, 29 Feb 1999 00:00:00 GMT", "Mon, 29 Feb 2100 00:00:00 GMT",
      "Thu, 31 Nov 1994 08:49:37 GMT", "Thursday, 31-Nov-94 08:49:37 GMT",
      "Thu Nov 31 08:49:37 1994", "Sun, 06 Nov 1994 08:49:47 EST",
      "Sun, 06 Nov 1994 08:49:47 UTC", "Sun, 06 Nov 1994 08:49:47 +0000",
      "Sun, 06 Nov 1994 08:49:47 -0500", "Sun, 06 Nov 1994 08:49:47 GMT+1",
      "Sun, +6 Nov 1994 08:49:47 GMT", "Sun, 06 Nov 1994 08:49:37:xx GMT",
      "Sun, 06 Nov 1994 08::49:37 GMT", "Sun, 06 Nov 1994 08:49:+7 GMT",
      "Sun, xx Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "a b c d e",
      "a b c d e f", ",,,,,,", "------",
    ])
  func nonsense(_ value: String) {
    #expect(RetryAfter.delay(value, now: Self.now) == nil)
  }
}
