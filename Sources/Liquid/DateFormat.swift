/// Ruby's `strftime`.
struct DateFormat {
  let time: CalendarTime

  /// One directive with its flags, such as `%-d`.
  struct Directive {
    var padding: UInt8?
    var isUnpadded = false
    var isUppercase = false
    var swapsCase = false
    var colons = 0
    var width: Int?
    var letter: UInt8 = 0
  }

  /// What a format tells.
  struct Parts: OptionSet {
    let rawValue: UInt8
    static let date = Parts(rawValue: 1)
    static let time = Parts(rawValue: 2)
    /// The year of a date.
    static let year = Parts(rawValue: 4)
    /// The day of a date, by its number or its name.
    static let day = Parts(rawValue: 8)
  }

  /// What the directives of a format tell.
  static func parts(of format: Span<UInt8>) -> Parts {
    var parts = Parts()
    forEachDirective(in: format) { parts.formUnion($0.parts) }
    return parts
  }

  /// The directives of a format, up to one that it ends within.
  static func forEachDirective(in format: Span<UInt8>, _ body: (Directive) -> Void) {
    var index = 0
    while index < format.count {
      guard format[index] == UInt8(ascii: "%") else {
        index += 1
        continue
      }
      guard let (directive, end) = directive(in: format, after: index) else { return }
      body(directive)
      index = end
    }
  }

  /// Columns that a directive may ask for.
  private static let widest = 1024

  /// Appends the time in the format `bytes`.
  func append(_ bytes: Span<UInt8>, to out: inout [UInt8], limit: Int) throws(Fault) {
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        out.append(bytes[index])
        index += 1
        continue
      }
      guard let (directive, end) = Self.directive(in: bytes, after: index) else {
        throw .invalid("the format ends within a directive")
      }
      guard directive.width ?? 0 <= Self.widest else { throw .invalid("a width is too large") }
      if let text = text(for: directive) {
        out.append(contentsOf: text.utf8)
      } else {
        out.append(contentsOf: bytes.copy(index..<end))
      }
      guard out.count <= limit else { throw .tooLarge }
      index = end
    }
  }

  private static func directive(
    in bytes: Span<UInt8>, after start: Int
  ) -> (directive: Directive, end: Int)? {
    var (directive, index) = (Directive(), start + 1)
    while index < bytes.count, directive.take(flag: bytes[index]) { index += 1 }
    while index < bytes.count, bytes[index].isDigit {
      let digit = Int(bytes[index] - UInt8(ascii: "0"))
      directive.width = min((directive.width ?? 0) * 10 + digit, widest + 1)
      index += 1
    }
    while index < bytes.count, bytes[index] == UInt8(ascii: ":") {
      directive.colons += 1
      index += 1
    }
    // `E` and `O` ask for other calendars and digits, of which there are none.
    let isModifier =
      index < bytes.count
      && (bytes[index] == UInt8(ascii: "E") || bytes[index] == UInt8(ascii: "O"))
    if isModifier, index + 1 < bytes.count, bytes[index + 1].isLetter { index += 1 }
    guard index < bytes.count else { return nil }
    directive.letter = bytes[index]
    return (directive, index + 1)
  }

  // MARK: Directives

  /// What a directive stands for; nil if there is no such directive.
  private func text(for directive: Directive) -> String? {
    let letter = Character(Unicode.Scalar(directive.letter))
    if letter == "z" { return directive.colons <= 3 ? offset(directive) : nil }
    guard directive.colons == 0 else { return nil }
    if letter == "L" || letter == "N" { return fraction(directive, digits: letter == "L" ? 3 : 9) }
    if let (value, width, padding) = number(letter) {
      return directive.pad(value, to: width, with: padding)
    }
    guard let words = words(letter) else { return nil }
    return directive.pad(words)
  }

  private func number(_ letter: Character) -> (value: Int, width: Int, padding: UInt8)? {
    let (zero, space) = (UInt8(ascii: "0"), UInt8(ascii: " "))
    let twelve = time.hour % 12 == 0 ? 12 : time.hour % 12
    return switch letter {
    case "Y": (time.year, time.year < 0 ? 5 : 4, zero)
    case "C": (time.year.floorDivided(by: 100), 2, zero)
    case "y": (time.year.floorModulo(100), 2, zero)
    case "m": (time.month, 2, zero)
    case "d": (time.day, 2, zero)
    case "e": (time.day, 2, space)
    case "j": (time.dayOfYear, 3, zero)
    case "H": (time.hour, 2, zero)
    case "k": (time.hour, 2, space)
    case "I": (twelve, 2, zero)
    case "l": (twelve, 2, space)
    case "M": (time.minute, 2, zero)
    case "S": (time.second, 2, zero)
    case "u": ((time.weekday + 6) % 7 + 1, 1, zero)
    case "w": (time.weekday, 1, zero)
    case "G": (time.isoWeek.year, 4, zero)
    case "g": (time.isoWeek.year.floorModulo(100), 2, zero)
    case "V": (time.isoWeek.week, 2, zero)
    case "U": (time.week(from: 0), 2, zero)
    case "W": (time.week(from: 1), 2, zero)
    case "s": (time.epoch, 1, zero)
    default: nil
    }
  }

  private func words(_ letter: Character) -> Words? {
    switch letter {
    case "A": Words(Self.capitalized(DateReader.weekdays[time.weekday]), swapped: .up)
    case "a": Words(Self.capitalized(DateReader.weekdays[time.weekday].prefix(3)), swapped: .up)
    case "B": Words(Self.capitalized(DateReader.months[time.month - 1]), swapped: .up)
    case "b", "h":
      Words(Self.capitalized(DateReader.months[time.month - 1].prefix(3)), swapped: .up)
    case "p": Words(time.hour < 12 ? "AM" : "PM", swapped: .down)
    case "P": Words(time.hour < 12 ? "am" : "pm", swapped: .up)
    case "Z": Words(time.zoneName, swapped: .down)
    case "n": Words("\n")
    case "t": Words("\t")
    case "%": Words("%")
    case "v": Words(formatted("%e-%^b-%4Y"))
    default: Self.combinations[letter].map { Words(formatted($0)) }
    }
  }

  /// Directives that stand for several.
  private static let combinations: [Character: StaticString] = [
    "c": "%a %b %e %H:%M:%S %Y", "D": "%m/%d/%y", "x": "%m/%d/%y", "F": "%Y-%m-%d",
    "T": "%H:%M:%S", "X": "%H:%M:%S", "R": "%H:%M", "r": "%I:%M:%S %p",
  ]

  private func formatted(_ format: StaticString) -> String {
    let bytes = format.withUTF8Buffer { Array($0) }
    var out: [UInt8] = []
    // These formats are short and have no width that could be too large.
    try? append(bytes.span, to: &out, limit: .max)
    return String(decoding: out, as: UTF8.self)
  }

  private static func capitalized(_ word: some StringProtocol) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  /// A width is the number of digits.
  private func fraction(_ directive: Directive, digits: Int) -> String {
    let count = directive.width ?? digits
    let all = String(time.nanosecond + 1_000_000_000).dropFirst()
    return all.prefix(count) + String(repeating: "0", count: max(0, count - 9))
  }

  /// `+0200`, `+02:00`, `+02:00:00`; with three colons as short as can be.
  private func offset(_ directive: Directive) -> String {
    let size = abs(time.offset)
    let parts = [size / 3600, size / 60 % 60, size % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    var count = [2, 2, 3, 1][directive.colons]
    if directive.colons == 3 { count = size % 60 > 0 ? 3 : size % 3600 > 0 ? 2 : 1 }
    var text = parts.prefix(count).joined(separator: directive.colons > 0 ? ":" : "")
    let sign = time.offset < 0 ? "-" : "+"
    let trims = directive.isUnpadded || directive.padding == UInt8(ascii: " ")
    if trims, text.first == "0" { text.removeFirst() }
    let missing = max(0, (directive.width ?? 0) - text.utf8.count - 1)
    if directive.isUnpadded { return sign + text }
    if trims {
      let full = max(missing, directive.width == nil ? 1 : 0)
      return String(repeating: " ", count: full) + sign + text
    }
    return sign + String(repeating: "0", count: missing) + text
  }
}

/// Text of a directive, and what the flag `#` makes of it.
struct Words {
  enum Swapped { case up, down, none }
  var text: String
  var swapped: Swapped

  init(_ text: String, swapped: Swapped = .none) {
    self.text = text
    self.swapped = swapped
  }
}

extension DateFormat.Directive {
  /// What it tells. The seconds of `%s` are for comparing and calculating, and nobody reads a day in them.
  fileprivate var parts: DateFormat.Parts {
    guard colons == 0 else { return [] }
    return switch Unicode.Scalar(letter) {
    case "Y", "C", "y", "G", "g": [.date, .year]
    case "m", "B", "b", "h", "V", "U", "W": .date
    case "d", "e", "j", "A", "a", "u", "w": [.date, .day]
    case "D", "x", "F", "v": [.date, .year, .day]
    case "H", "k", "I", "l", "M", "S", "L", "N", "p", "P", "T", "X", "R", "r": .time
    case "c": [.date, .year, .day, .time]
    default: []
    }
  }

  /// Takes a flag; false if the byte is none.
  mutating func take(flag: UInt8) -> Bool {
    switch flag {
    case UInt8(ascii: "-"): isUnpadded = true
    case UInt8(ascii: "0"): padding = UInt8(ascii: "0")
    case UInt8(ascii: "_"): padding = UInt8(ascii: " ")
    case UInt8(ascii: "^"): isUppercase = true
    case UInt8(ascii: "#"): swapsCase = true
    default: return false
    }
    return true
  }

  func pad(_ value: Int, to usual: Int, with sign: UInt8) -> String {
    let sign = padding ?? sign
    let size = String(value.magnitude)
    let minus = value < 0 ? "-" : ""
    let width = isUnpadded ? 0 : (width ?? usual)
    let count = max(0, width - size.utf8.count - minus.utf8.count)
    let fill = String(repeating: Character(Unicode.Scalar(sign)), count: count)
    return sign == UInt8(ascii: " ") ? fill + minus + size : minus + fill + size
  }

  func pad(_ words: Words) -> String {
    var text = words.text
    if isUppercase {
      text = text.uppercased()
    } else if swapsCase {
      text =
        switch words.swapped {
        case .up, .none: text.uppercased()
        case .down: text.lowercased()
        }
    }
    let missing = isUnpadded ? 0 : max(0, (width ?? 0) - text.utf8.count)
    let sign = Character(Unicode.Scalar(padding ?? UInt8(ascii: " ")))
    return String(repeating: sign, count: missing) + text
  }
}
