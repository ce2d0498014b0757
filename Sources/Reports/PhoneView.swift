import Composing

/// A message drawn as a phone shows it, with marks where parts start and on what forces UCS-2.
struct PhoneView {
  /// A stretch of the text: exactly one of these is there.
  struct Piece {
    var part: Int?
    var hidden: String?
    var mark: String?
    var plain: String?
  }

  let label: String
  let from: String
  let to: String
  let row: String
  let encoding: String
  let size: String
  let pieces: [Piece]
  let cut: String?
  let because: String?

  /// The most characters that are drawn, as people count them.
  static let longest = 480
  /// A text in another script is all such characters: then only the first is marked.
  static let mostMarks = 20

  init(_ sample: MessageSample, labels: [String], price: Price? = nil) {
    var drawing = Drawing(sample)
    drawing.draw()
    label = labels.joined(separator: " · ")
    from = sample.from?.description ?? ""
    to = sample.to?.description ?? ""
    row = String(sample.row)
    encoding = sample.segments.encoding.rawValue
    size = Self.size(of: sample, price)
    pieces = drawing.pieces
    cut =
      drawing.isCut
      ? "Cut here: it has \(Figures.grouped(sample.segments.characters)) characters." : nil
    because = drawing.because
  }

  private static func size(of sample: MessageSample, _ price: Price?) -> String {
    let segments = sample.segments
    let room =
      segments.count > 1
      ? segments.count * segments.encoding.unitsJoined : segments.encoding.unitsAlone
    var words = [
      Figures.count(segments.count, "segment"),
      "\(Figures.grouped(segments.units)) of \(Figures.grouped(room)) units",
    ]
    if let cost = price?.times(segments.count) { words.append("costs \(cost)") }
    return words.joined(separator: " · ")
  }
}

/// Walks through a text, character by character, and cuts it into pieces.
private struct Drawing {
  private let text: String
  private let isWhole: Bool
  private let starts: [Int]
  private let first: ForcingCharacter?
  /// Those that force UCS-2, in what is known of the text; of many, the first.
  private let forcing: [ForcingCharacter]
  /// How many different ones there are.
  private let forcingKinds: Int

  private(set) var pieces: [PhoneView.Piece] = []
  private(set) var isCut = false
  private var plain = ""
  private var scalars = 0
  private var nextStart = 1

  init(_ sample: MessageSample) {
    text = String(decoding: sample.text, as: UTF8.self)
    isWhole = text.unicodeScalars.count == sample.segments.characters
    starts = sample.segments.partStarts(in: sample.text.span)
    first = sample.forcing
    let all = first == nil ? [] : Self.forcing(in: sample.text)
    forcingKinds = Set(all.map(\.scalar)).count
    forcing = all.count > PhoneView.mostMarks ? Array(all.prefix(1)) : all
  }

  mutating func draw() {
    var drawn = 0
    for character in text {
      // A single character can carry any number of accents.
      if drawn == PhoneView.longest || scalars > 4 * PhoneView.longest {
        isCut = true
        break
      }
      draw(character)
      drawn += 1
    }
    isCut = isCut || !isWhole
    flush()
  }

  private mutating func draw(_ character: Character) {
    let length = character.unicodeScalars.count
    startPart(within: scalars..<scalars + length)
    let isForcing = forcing.contains { scalars + 1...scalars + length ~= $0.position }
    if character == "\n" || character == "\r\n" || character == "\t" {
      plain.append(character)
    } else {
      drawVisible(of: character, isForcing)
      if let hidden = Self.hidden(character) { add(PhoneView.Piece(hidden: hidden)) }
    }
    scalars += length
  }

  /// A letter may carry something that cannot be seen.
  private mutating func drawVisible(of character: Character, _ isForcing: Bool) {
    let visible = character.unicodeScalars.prefix(64).filter {
      ForeignText.name(ofHidden: $0) == nil
    }
    if visible.isEmpty { return }
    if isForcing {
      add(PhoneView.Piece(mark: String(String.UnicodeScalarView(visible))))
    } else {
      plain.unicodeScalars.append(contentsOf: visible)
    }
  }

  /// A part may start within a character, such as a family of four: phones join them again.
  private mutating func startPart(within range: Range<Int>) {
    while nextStart < starts.count, starts[nextStart] < range.upperBound {
      add(PhoneView.Piece(part: nextStart + 1))
      nextStart += 1
    }
  }

  private mutating func add(_ piece: PhoneView.Piece) {
    flush()
    pieces.append(piece)
  }

  private mutating func flush() {
    if !plain.isEmpty { pieces.append(PhoneView.Piece(plain: plain)) }
    plain = ""
  }

  /// What stands for that of a character that cannot be seen; `nil` where all can.
  private static func hidden(_ character: Character) -> String? {
    let hidden = character.unicodeScalars.prefix(8).filter { ForeignText.name(ofHidden: $0) != nil }
    return hidden.isEmpty ? nil : hidden.map(\.codePoint).joined(separator: " ")
  }

  private static func forcing(in text: [UInt8]) -> [ForcingCharacter] {
    var search = ForcingCharacter.Search()
    var found: [ForcingCharacter] = []
    while let next = search.next(in: text.span) { found.append(next) }
    return found
  }

  /// Why the message is UCS-2; `nil` when it is not.
  var because: String? {
    guard let first else { return nil }
    let others = forcingKinds - 1
    let more =
      others == 1
      ? ", as does another" : others > 1 ? ", as do \(Figures.grouped(others)) others" : ""
    return "\(first) forces UCS-2\(more): 70 units in a segment, not 160."
  }
}
