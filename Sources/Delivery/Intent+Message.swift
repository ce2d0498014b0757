import Audience
import Composing
import Ledger

extension Intent {
  /// - Parameter moment: in microseconds since 1970.
  package init(_ message: Message, at moment: Int64) {
    var texts: [UInt8] = []
    var places = TextPlaces()
    texts.reserveCapacity(message.key.utf8.count + 2 * PhoneNumber.longest + message.text.count + 8)
    places.key = texts.place { $0.append(contentsOf: message.key.utf8) }
    places.toNumber = texts.place { message.to.append(to: &$0) }
    places.fromNumber = texts.place { message.from.append(to: &$0) }
    places.text = texts.place { $0.append(contentsOf: message.text) }
    places.encoding = texts.place { $0.append(contentsOf: message.encoding.rawValue.utf8) }
    self.init(
      row: message.row, segments: message.segments, at: moment, texts: texts, places: places)
  }
}

extension [UInt8] {
  /// Where what is appended stands.
  @inline(__always)
  fileprivate mutating func place(_ append: (inout [UInt8]) -> Void) -> Range<Int> {
    let start = count
    append(&self)
    return start..<count
  }
}
