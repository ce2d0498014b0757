/// Values as text.
extension Machine {
  // MARK: Bytes

  /// Runs `body` with the bytes of a text.
  @inline(__always)
  func withBytes<Result>(
    of text: Text, _ body: (Span<UInt8>) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    switch text.buffer {
    case .row: return try row.withBytes(of: text, body)
    case .source:
      let bytes = program.source.bytes
      return try body(bytes.span.extracting(text.range))
    case .scratch: return try body(scratch.span.extracting(text.range))
    }
  }

  /// Appends the bytes of a text.
  @inline(__always)
  func append(_ text: Text, to out: inout [UInt8]) {
    switch text.buffer {
    case .row: row.append(text, to: &out)
    case .source: out.append(contentsOf: program.source.bytes[text.range])
    case .scratch: out.append(contentsOf: scratch[text.range])
    }
  }

  /// A copy of the bytes of a text.
  func bytes(of text: Text) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    append(text, to: &bytes)
    return bytes
  }

  func string(_ text: Text) -> String { String(decoding: bytes(of: text), as: UTF8.self) }

  // MARK: Sizes

  /// Whether printing this value prints nothing.
  func isEmpty(_ cell: Cell) -> Bool {
    switch cell {
    case .nothing, .blank, .empty: true
    case .text(let text): text.isEmpty
    case .array(let run): cells[run.range].allSatisfy { isEmpty($0) }
    default: false
    }
  }

  /// Ruby's `size`: characters of a text, elements of an array, bytes of an integer.
  func size(of cell: Cell) -> Int {
    switch cell {
    case .text(let text): characters(in: text)
    case .array(let run): Int(run.count)
    case .object(let index): objects[Int(index)].count
    case .integer: 8
    case .big: (try? number(of: cell).big.byteCount) ?? 8
    case .nothing, .boolean, .decimal, .blank, .empty: 0
    }
  }

  private func characters(in text: Text) -> Int {
    let count = try? withBytes(of: text) { (bytes) throws(Fault) in
      var count = 0
      for index in bytes.indices where bytes[index].startsCharacter { count += 1 }
      return count
    }
    return count ?? 0
  }

  // MARK: Ruby's to_s

  /// The value as a text, for a filter that works on text.
  mutating func text(of cell: Cell) throws(Fault) -> Text {
    switch cell {
    case .text(let text): return text
    case .big(let digits): return digits
    case .nothing, .blank, .empty: return .empty
    default:
      var out: [UInt8] = []
      if case .array(let run) = cell {
        try spend(Int(run.count))
        try inspect(run, to: &out, limit: limits.scratchBytes)
      } else {
        try append(cell, to: &out, limit: limits.scratchBytes)
      }
      return try keep(out, isField: false)
    }
  }

  /// The bytes of the value as a text. Making the text and reading it are two steps, since a machine
  /// that is read while it changes would be copied.
  mutating func bytes(asTextOf cell: Cell) throws(Fault) -> [UInt8] {
    let text = try text(of: cell)
    return bytes(of: text)
  }

  /// Appends what is printed of a value. An array prints its elements one after another.
  func append(_ cell: Cell, to out: inout [UInt8], limit: Int) throws(Fault) {
    switch cell {
    case .nothing, .blank, .empty: break
    case .boolean(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): out.append(contentsOf: String(value).utf8)
    case .decimal(let value):
      guard value.isFinite else { throw .numberTooLarge }
      out.append(contentsOf: DecimalText(value).description.utf8)
    case .big(let text), .text(let text): append(text, to: &out)
    case .array(let run):
      for index in run.range { try append(cells[index], to: &out, limit: limit) }
    case .object(let index): try inspect(objects[Int(index)], to: &out, limit: limit)
    }
    guard out.count <= limit else { throw .tooLarge }
  }

  // MARK: Ruby's inspect

  private func inspect(_ run: Run, to out: inout [UInt8], limit: Int) throws(Fault) {
    out.append(UInt8(ascii: "["))
    for index in run.range {
      if index > run.range.lowerBound { out.append(contentsOf: ", ".utf8) }
      try inspect(cells[index], to: &out, limit: limit)
    }
    out.append(UInt8(ascii: "]"))
  }

  private func inspect(_ cell: Cell, to out: inout [UInt8], limit: Int) throws(Fault) {
    switch cell {
    case .nothing: out.append(contentsOf: "nil".utf8)
    case .text(let text): Inspection.append(string(text), to: &out)
    case .array(let run): try inspect(run, to: &out, limit: limit)
    default: try append(cell, to: &out, limit: limit)
    }
    guard out.count <= limit else { throw .tooLarge }
  }

  private func inspect(
    _ object: [String: Value], to out: inout [UInt8], limit: Int
  ) throws(Fault) {
    Inspection.append(.object(object), to: &out, depth: 0)
    guard out.count <= limit else { throw .tooLarge }
  }
}
