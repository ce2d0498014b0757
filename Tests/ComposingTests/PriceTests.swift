import Testing

@testable import Composing

@Suite struct PriceTests {
  @Test(arguments: [
    ("0.0079", 30, "0.237"), ("0.0079", 1, "0.0079"), ("0.01", 10, "0.10"), ("1", 5, "5.00"),
    ("0.1", 3, "0.30"), (".5", 3, "1.50"), ("12.", 1, "12.00"), ("0.0079", 0, "0.00"),
    ("0.000000000000000001", 1, "0.000000000000000001"), ("007.50", 2, "15.00"),
    ("999999999999.999999999999999999", 1, "999999999999.999999999999999999"),
    ("0.0079", 1_000_000_007, "7900000.0553"),
  ])
  func productsAreExact(price: String, count: Int, product: String) {
    #expect(Price(price)?.times(count)?.description == product)
  }

  @Test(arguments: [
    "", ".", "-1", "+1", "1e3", "1,5", "1.2.3", " 1", "1 ", "0x1", "nan", "inf", "١", "1_000", "$1",
    "1000000000000", "0.0000000000000000001",
  ])
  func whatIsNoPlainDecimalIsRefused(text: String) {
    #expect(Price(text) == nil)
  }

  @Test func overflowHasNoPrice() {
    #expect(Price("999999999999")?.times(1_000_000_000) == nil)
    #expect(Price("1")?.times(-1) == nil)
    #expect(Price("0.01")?.times(.max) != nil)
  }

  @Test func pricesCompareByAmount() throws {
    let (low, high) = (try #require(Price("9.99")), try #require(Price("10")))
    #expect(low < high)
    #expect(Price("10.0") == Price("10"))
    #expect(try #require(low.times(1000)) > high)
  }
}
