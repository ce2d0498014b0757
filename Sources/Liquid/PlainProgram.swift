/// A program that prints nothing but its own text and fields of the row, as most templates do. It needs
/// no machine, and writes into room that is asked for once.
struct PlainProgram: Sendable {
  private enum Piece: Sendable {
    case text(Range<Int>)
    case column(UInt32)
  }

  private let source: SourceText
  /// Nil for a program that does more.
  private let pieces: [Piece]?

  init(_ program: Program) {
    source = program.source
    pieces = Self.pieces(of: program)
  }

  private static func pieces(of program: Program) -> [Piece]? {
    var pieces: [Piece] = []
    for instruction in program.code {
      switch instruction {
      case .text(let start, let end): pieces.append(.text(Int(start)..<Int(end)))
      case .column(let column, _, _): pieces.append(.column(column))
      default: return nil
      }
    }
    return pieces
  }

  /// Appends the text for one row. Nil, with nothing appended, when there is none: the program does more, a
  /// field is empty, or it would have more bytes than `limit`. A machine knows the words for that.
  func render(_ row: Row, limit: Int, into output: inout [UInt8]) -> RenderNotes? {
    var notes: RenderNotes = []
    guard let pieces = pieces?.span, let count = count(pieces, row, &notes), count <= limit else {
      return nil
    }
    output.append(addingCapacity: count) { output in
      for index in pieces.indices {
        switch pieces[index] {
        case .text(let range): source.append(range, to: &output)
        case .column(let column): row.append(row.field(column), to: &output)
        }
      }
    }
    return notes
  }

  /// How many bytes it will print; nil where a field is empty.
  private func count(_ pieces: Span<Piece>, _ row: Row, _ notes: inout RenderNotes) -> Int? {
    var count = 0
    for index in pieces.indices {
      switch pieces[index] {
      case .text(let range): count += range.count
      case .column(let column):
        let field = row.field(column)
        if field.isEmpty { return nil }
        notes.formUnion(row.notes(ofPrinted: field))
        count += field.count
      }
    }
    return count
  }
}
