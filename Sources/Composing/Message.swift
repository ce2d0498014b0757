import Audience

/// What one recipient gets: the text and all that the sender and the ledger need to know of it.
package struct Message: Sendable, Equatable {
  /// What makes it unique in its campaign: the number of the contact, or its key columns (see `ContactBatch.key(of:)`).
  package let key: String
  /// The row of its contact; the header is row 1.
  package let row: Int
  /// Where it goes; in a test not the number of its contact.
  package let to: PhoneNumber
  package let from: PhoneNumber
  /// UTF-8.
  package let text: [UInt8]
  /// What the text takes, at least 1.
  package let segments: Int
  package let encoding: MessageEncoding
  /// The recipient's zone, when the contacts say it.
  package let zone: Zone?

  package init(
    key: String, row: Int, to: PhoneNumber, from: PhoneNumber, text: [UInt8], segments: Int,
    encoding: MessageEncoding, zone: Zone? = nil
  ) {
    self.key = key
    self.row = row
    self.to = to
    self.from = from
    self.text = text
    self.segments = segments
    self.encoding = encoding
    self.zone = zone
  }

  /// Appends the body of `POST /v1/messages`, one JSON object.
  package func appendJSONBody(to output: inout [UInt8]) {
    output.append(addingCapacity: 128 + JSONText.longest(text.count)) { output in
      output.append(#"{"to_number":""#)
      output.append(to)
      output.append(#"","from_number":""#)
      output.append(from)
      output.append(#"","message":"#)
      JSONText.append(text.span, to: &output)
      output.append(UInt8(ascii: "}"))
    }
  }
}
