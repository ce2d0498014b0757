/// Filters that make or read arrays, and `slice`.
extension Machine {
  /// The integer that an argument is, as Ruby's `Integer()` reads it.
  mutating func integer(_ cell: Cell) throws(Fault) -> Int {
    switch cell {
    case .integer(let value): return min(max(value, -1 << 40), 1 << 40)
    case .big(let digits): return bytes(of: digits).first == UInt8(ascii: "-") ? -1 << 40 : 1 << 40
    case .text(let text):
      try spend(Self.costOfDigit * text.count)
      if let value = NumberText.integer(bytes(of: text)) { return value }
    default: break
    }
    throw .invalid("an argument is not an integer")
  }

  // MARK: split, join

  mutating func split(_ input: Text, at separator: Text) throws(Fault) -> Cell {
    let pattern = bytes(of: separator)
    let limit = limits.elements - cells.count
    try spend(input.count + pattern.count)
    var parts = try withBytes(of: input) { (bytes) throws(Fault) in
      pattern == [UInt8(ascii: " ")]
        ? try Splitting.words(of: bytes, limit: limit)
        : pattern.isEmpty
          ? try Splitting.characters(of: bytes, limit: limit)
          : try Splitting.split(bytes, at: pattern, limit: limit)
    }
    while parts.last?.isEmpty == true { parts.removeLast() }
    return try keep(parts.map { .text(input.part($0.lowerBound, $0.upperBound)) })
  }

  mutating func join(_ input: Cell, with glue: Cell?) throws(Fault) -> Cell {
    guard case .array(let run) = input else { return .text(try text(of: input)) }
    try spend(Int(run.count))
    var separator = [UInt8(ascii: " ")]
    if let glue { separator = try bytes(asTextOf: glue) }
    let limit = limits.scratchBytes - scratch.count
    var out: [UInt8] = []
    var isFirst = true
    try join(run, with: separator, into: &out, isFirst: &isFirst, limit: limit)
    return .text(try keep(out, isField: false))
  }

  private func join(
    _ run: Run, with separator: [UInt8], into out: inout [UInt8], isFirst: inout Bool, limit: Int
  ) throws(Fault) {
    for index in run.range {
      if case .array(let inner) = cells[index] {
        try join(inner, with: separator, into: &out, isFirst: &isFirst, limit: limit)
        continue
      }
      if !isFirst { out += separator }
      isFirst = false
      try append(cells[index], to: &out, limit: limit)
    }
  }

  // MARK: slice

  mutating func slice(_ input: Cell, from start: Cell, count: Cell?) throws(Fault) -> Cell {
    let start = try integer(start)
    var length = 1
    if let count, isGiven(count) { length = try integer(count) }
    if case .array(let run) = input {
      let part = Splitting.slice(from: start, length: length, of: Int(run.count))
      return .array(Run(start: run.start + UInt32(part.lowerBound), count: UInt32(part.count)))
    }
    let text = try text(of: input)
    try spend(text.count)
    let part = try withBytes(of: text) { (bytes) throws(Fault) in
      let part = Splitting.slice(from: start, length: length, of: bytes.characterCount)
      let first = bytes.offset(ofCharacter: part.lowerBound) ?? 0
      return first..<(bytes.offset(ofCharacter: part.upperBound) ?? first)
    }
    return .text(text.part(part.lowerBound, part.upperBound))
  }

  private func isGiven(_ cell: Cell) -> Bool {
    switch cell {
    case .nothing, .boolean(false): false
    default: true
    }
  }
}

/// Parts of texts, as ranges of bytes.
enum Splitting {
  /// Words between white space.
  static func words(of bytes: Span<UInt8>, limit: Int) throws(Fault) -> [Range<Int>] {
    var (parts, start) = ([Range<Int>](), Int?.none)
    for index in bytes.indices {
      if !bytes[index].isSpace {
        start = start ?? index
      } else if let first = start {
        parts.append(first..<index)
        start = nil
      }
      guard parts.count <= limit else { throw .tooLarge }
    }
    if let start { parts.append(start..<bytes.count) }
    return parts
  }

  static func characters(of bytes: Span<UInt8>, limit: Int) throws(Fault) -> [Range<Int>] {
    var (parts, start) = ([Range<Int>](), 0)
    for index in bytes.indices where index > 0 && bytes[index].startsCharacter {
      parts.append(start..<index)
      start = index
      guard parts.count <= limit else { throw .tooLarge }
    }
    parts.append(start..<bytes.count)
    return parts
  }

  static func split(
    _ bytes: Span<UInt8>, at pattern: [UInt8], limit: Int
  ) throws(Fault) -> [Range<Int>] {
    let search = Search(pattern)
    var (parts, start) = ([Range<Int>](), 0)
    while let found = search.first(in: bytes, from: start) {
      parts.append(start..<found)
      start = found + pattern.count
      guard parts.count <= limit else { throw .tooLarge }
    }
    parts.append(start..<bytes.count)
    return parts
  }

  /// The elements that Ruby's `slice` takes of `count`; none if there are none.
  static func slice(from start: Int, length: Int, of count: Int) -> Range<Int> {
    let first = start < 0 ? start + count : start
    guard first >= 0, first <= count, length > 0 else { return 0..<0 }
    return first..<min(count, first + length)
  }
}
