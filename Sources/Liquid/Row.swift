/// Where a field stands in the bytes of its row.
public struct FieldBounds: Sendable, Hashable {
  /// The index of its first byte.
  public var start: UInt32
  /// The index after its last byte.
  public var end: UInt32

  /// A field from `start` up to `end`.
  public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }
}

/// The row of one render. Its pointers stay in this file, and are read only within `Row.with`.
struct Row {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let fields: UnsafeBufferPointer<FieldBounds>

  /// A row without fields.
  static var none: Row {
    Row(bytes: .init(start: nil, count: 0), fields: .init(start: nil, count: 0))
  }

  /// Runs `body` with the row that these spans hold. `body` must not keep it.
  @inline(__always)
  static func with<Result>(
    _ bytes: Span<UInt8>, _ fields: Span<FieldBounds>, _ body: (Row) throws(RenderError) -> Result
  ) throws(RenderError) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(RenderError) in
      try fields.withUnsafeBufferPointer { (fields) throws(RenderError) in
        try body(Row(bytes: bytes, fields: fields))
      }
    }
  }

  /// The text of a column; empty when the row has no such field.
  @inline(__always)
  func field(_ column: UInt32) -> Text {
    guard column < fields.count else { return .emptyField }
    let field = fields[Int(column)]
    guard field.start < field.end, field.end <= bytes.count else { return .emptyField }
    return Text(buffer: .row, isField: true, start: field.start, end: field.end)
  }

  /// Appends the bytes of a text of this row.
  @inline(__always)
  func append(_ text: Text, to output: inout [UInt8]) {
    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[text.range]))
  }

  /// Appends the bytes of a text of this row; there must be room for them.
  @inline(__always)
  func append(_ text: Text, to output: inout OutputSpan<UInt8>) {
    output.append(UnsafeBufferPointer(rebasing: bytes[text.range]))
  }

  /// What is to be said of a text of this row that is printed.
  @inline(__always)
  func notes(ofPrinted text: Text) -> RenderNotes {
    PrintedText.notes(of: UnsafeBufferPointer(rebasing: bytes[text.range]).span)
  }

  /// Runs `body` with the bytes of a text of this row.
  @inline(__always)
  func withBytes<Result>(
    of text: Text, _ body: (Span<UInt8>) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    try body(UnsafeBufferPointer(rebasing: bytes[text.range]).span)
  }
}
