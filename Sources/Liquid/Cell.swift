/// A value during a render. It owns nothing, so that copying one is free: texts and arrays are
/// places in the buffers of the `Machine`.
enum Cell: Sendable {
  case nothing
  case boolean(Bool)
  case integer(Int)
  /// An integer beyond `Int`, as digits.
  case big(Text)
  case decimal(Double)
  case text(Text)
  case array(Run)
  /// An index into the objects of the `Machine`.
  case object(Int32)
  /// The literals `blank` and `empty`, which mean something of their own in a comparison.
  case blank, empty

  static let emptyText = Cell.text(.empty)
}

/// A stretch of bytes in one of the buffers that a render reads.
struct Text: Sendable {
  enum Buffer: UInt8, Sendable {
    /// The template's source.
    case source
    /// The row.
    case row
    /// What this render has made.
    case scratch
  }
  var buffer: Buffer
  /// Whether it came from a field of the contacts: false when empty, a number among numbers.
  var isField: Bool
  var start: UInt32
  var end: UInt32

  static let empty = Text(buffer: .source, isField: false, start: 0, end: 0)
  static let emptyField = Text(buffer: .row, isField: true, start: 0, end: 0)

  init(buffer: Buffer, isField: Bool = false, start: UInt32, end: UInt32) {
    self.buffer = buffer
    self.isField = isField
    self.start = start
    self.end = end
  }

  init(source range: Range<Int>) {
    self.init(
      buffer: .source, start: UInt32(truncatingIfNeeded: range.lowerBound),
      end: UInt32(truncatingIfNeeded: range.upperBound))
  }

  var isEmpty: Bool { start >= end }
  var count: Int { isEmpty ? 0 : Int(end - start) }
  var range: Range<Int> { isEmpty ? 0..<0 : Int(start)..<Int(end) }

  func part(_ start: Int, _ end: Int) -> Text {
    var part = self
    part.start = self.start + UInt32(start)
    part.end = self.start + UInt32(end)
    return part
  }
}

/// A stretch of cells.
struct Run: Sendable {
  var start: UInt32
  var count: UInt32
  var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// A value, and which variable is to blame if there is nothing to print.
struct Reading {
  var cell: Cell
  var blame: Blame
}

/// Which variable a value depends on.
struct Blame {
  /// The variable's index in the program's names; nil when only the template is to blame.
  var name: UInt32?
  /// Whether the variable itself was empty. What filters made of it then must not be printed.
  var isHole: Bool

  static let none = Blame(name: nil, isHole: false)
}
