/// So many messages in so much time: `20/s`, `60/m`, `1000/h`.
package struct Rate: Sendable, Equatable, CustomStringConvertible {
  /// A time, by the letter that stands for it.
  package enum Unit: String, Sendable {
    case second = "s"
    case minute = "m"
    case hour = "h"

    package var duration: Duration {
      switch self {
      case .second: .seconds(1)
      case .minute: .seconds(60)
      case .hour: .seconds(3_600)
      }
    }
  }

  /// 1…1,000,000
  package let count: Int
  package let unit: Unit

  /// `nil` for anything that is not a number from 1 to 1,000,000, a slash and a unit.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].isDigits,
      let count = Int(parts[0]), (1...1_000_000).contains(count),
      let unit = Unit(rawValue: String(parts[1]))
    else { return nil }
    self.count = count
    self.unit = unit
  }

  /// Messages a second.
  package var perSecond: Double { Double(count) / unit.duration.inSeconds }

  package var description: String { "\(count)/\(unit.rawValue)" }
}
