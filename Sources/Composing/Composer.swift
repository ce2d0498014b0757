import Audience
import Liquid

/// Makes the message of each recipient.
///
/// It keeps its scratch memory between contacts, so that composing allocates nothing. Each thread has
/// a composer of its own.
package struct Composer: Sendable {
  /// Where the sender of a message comes from.
  package enum Senders: Sendable {
    /// Numbers that are the same for all, of which each recipient always gets the same one.
    case pool(SenderPool)
    /// The number that each contact names itself.
    case column
  }

  /// What is known of a message besides its text.
  package struct Composed: Equatable, Sendable {
    /// The number that it is sent from.
    package let sender: PhoneNumber
    /// What the text takes as it is sent.
    package let segments: Segments
    /// What the text took before `--smart-quotes plain` changed it; `nil` when it did not.
    package let segmentsBeforePlainQuotes: Segments?
    /// What the render found out that the text does not show, such as a date that could be read in another way.
    package let notes: RenderNotes
  }

  private let template: BoundTemplate
  private let columns: [Int]
  private let senders: Senders
  private let maxSegments: Int
  private let plainQuotes: Bool
  private var bounds: [FieldBounds]
  private var scratch: [UInt8] = []

  /// - Parameters:
  ///   - columnCount: How many columns the header has.
  ///   - maxSegments: The longest message that may be sent, at least 1.
  ///   - plainQuotes: Whether typographic punctuation is made plain.
  package init(
    template: BoundTemplate, columnCount: Int, senders: Senders, maxSegments: Int = 10,
    plainQuotes: Bool = false
  ) {
    self.template = template
    self.columns = template.columns
    self.senders = senders
    self.maxSegments = maxSegments
    self.plainQuotes = plainQuotes
    bounds = Array(repeating: FieldBounds(start: 0, end: 0), count: columnCount)
  }

  /// Composes the message of a recipient of this batch; `text` is replaced by it.
  ///
  /// A contact without a number gets the first sender of a pool, so that texts can be tried out.
  package mutating func compose(
    _ contact: borrowing Contact, in batch: borrowing ContactBatch, into text: inout [UInt8]
  ) throws(MessageProblem) -> Composed {
    text.removeAll(keepingCapacity: true)
    let sender = try sender(for: contact)
    let bytes = batch.bytes.span
    narrowBounds(contact.fields, batch.fields.span, bytes)
    let notes: RenderNotes
    do {
      notes = try template.render(bytes, fields: bounds.span, into: &text)
    } catch {
      throw .template(error)
    }
    return try measure(&text, sender: sender, notes)
  }

  private mutating func measure(
    _ text: inout [UInt8], sender: PhoneNumber, _ notes: RenderNotes
  ) throws(MessageProblem) -> Composed {
    let before = plainQuotes ? makePlain(&text) : nil
    if WhiteSpace.isBlank(text.span) { throw .empty }
    let segments = Segments(of: text.span)
    if segments.count > maxSegments {
      throw .tooLong(segments: segments.count, limit: maxSegments)
    }
    return Composed(
      sender: sender, segments: segments, segmentsBeforePlainQuotes: before, notes: notes)
  }

  private mutating func makePlain(_ text: inout [UInt8]) -> Segments? {
    guard Typography.firstSign(in: text.span) != nil else { return nil }
    let before = Segments(of: text.span)
    Typography.makePlain(&text, scratch: &scratch)
    return before
  }

  private func sender(for contact: borrowing Contact) throws(MessageProblem) -> PhoneNumber {
    switch senders {
    case .pool(let pool):
      return contact.number.map(pool.sender(for:)) ?? pool.senders[0]
    case .column:
      guard let sender = contact.sender else { throw .noSender }
      return sender
    }
  }

  /// Hands the template its columns without the white space around them.
  private mutating func narrowBounds(
    _ row: Range<Int>, _ fields: Span<Field>, _ bytes: Span<UInt8>
  ) {
    for column in columns {
      let index = row.lowerBound + column
      // A row may have fewer fields than the header; those it lacks are empty.
      guard index < row.upperBound else {
        bounds[column] = FieldBounds(start: 0, end: 0)
        continue
      }
      let field = fields[index]
      let trimmed = WhiteSpace.trim(bytes, Int(field.start)..<Int(field.end))
      bounds[column] = FieldBounds(
        start: UInt32(truncatingIfNeeded: trimmed.lowerBound),
        end: UInt32(truncatingIfNeeded: trimmed.upperBound))
    }
  }
}
