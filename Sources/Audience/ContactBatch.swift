/// Where a field's text stands in `ContactBatch.bytes`: from `start` to the byte before `end`.
package struct Field: Sendable, BitwiseCopyable {
  package var start: UInt32
  package var end: UInt32

  package var range: Range<Int> { Int(start)..<Int(end) }
  package var isEmpty: Bool { start == end }
}

/// About a thousand contacts in the order of the file, and the text of their fields as UTF-8.
package struct ContactBatch: Sendable {
  /// The text of all fields in UTF-8, whatever the encoding of the file, without what stands between or around them.
  package let bytes: [UInt8]
  /// The fields of all contacts, one row after another.
  package let fields: [Field]
  /// In the order of the file. Blank lines make none.
  package internal(set) var contacts: [Contact]
  /// Why contacts are invalid, in their order.
  let problems: [ContactProblem]
  /// Those of contacts that name one, each once for all that stand in a row.
  let zones: [Zone]
  let keyColumns: [KeyColumn]

  init(
    bytes: [UInt8], fields: [Field], contacts: [Contact], problems: [ContactProblem] = [],
    zones: [Zone] = [], keyColumns: [KeyColumn]
  ) {
    self.bytes = bytes
    self.fields = fields
    self.contacts = contacts
    self.problems = problems
    self.zones = zones
    self.keyColumns = keyColumns
  }

  /// About what it takes in memory.
  package var byteCount: Int {
    bytes.count + fields.count * MemoryLayout<Field>.stride
      + contacts.count * MemoryLayout<Contact>.stride
  }

  /// The text of one field, exactly as it stands in the file. Empty when the row is too short to
  /// have it.
  package func text(of contact: Contact, column: Int) -> String {
    String(decoding: bytes[range(of: contact, column: column)], as: UTF8.self)
  }

  /// Where the text of one field stands in `bytes`; an empty range when the row is too short to
  /// have it.
  package func range(of contact: borrowing Contact, column: Int) -> Range<Int> {
    let position = contact.fields.lowerBound + column
    return position < contact.fields.upperBound ? fields[position].range : 0..<0
  }

  /// The time zone of a contact, when a column says it.
  package func zone(of contact: borrowing Contact) -> Zone? { contact.zone.map { zones[Int($0)] } }

  /// What is wrong with an invalid contact, as its standing names it.
  package func problem(_ index: UInt32) -> ContactProblem { problems[Int(index)] }

  /// What makes the contact's message unique in its campaign: its number (`+12025550123`), or the
  /// values of the `--key` columns without the white space around them, joined by U+001F. Text
  /// without meaning for a contact that is `invalid`.
  package func key(of contact: Contact) -> String {
    guard !keyColumns.isEmpty else { return contact.number?.description ?? "" }
    var key: [UInt8] = []
    appendKey(of: contact, to: &key)
    return String(decoding: key, as: UTF8.self)
  }

  /// Adds the key of the contact at an index to `key`; nothing if that contact holds none.
  package func appendHeldKey(at index: Int, to key: inout [UInt8]) {
    switch contacts[index].standing {
    case .recipient: break
    case .suppressed: if contacts[index].isKeyTaken { return }
    case .invalid, .duplicate: return
    }
    // Most keys are numbers, and to look at one needs no copy of its contact.
    guard keyColumns.isEmpty else { return appendKey(of: contacts[index], to: &key) }
    contacts[index].number?.append(to: &key)
  }

  /// Adds the contact's key to `key`, as `key(of:)` has it.
  package func appendKey(of contact: borrowing Contact, to key: inout [UInt8]) {
    guard !keyColumns.isEmpty else {
      contact.number?.append(to: &key)
      return
    }
    for (position, column) in keyColumns.enumerated() {
      if position > 0 { key.append(0x1F) }
      switch column {
      case .number: contact.number?.append(to: &key)
      case .text(let column):
        appendKey(WhiteSpace.trim(bytes.span, range(of: contact, column: column)), to: &key)
      }
    }
  }

  /// What stands between the parts of a key is written otherwise within one, so that no two keys of
  /// different parts are the same.
  private func appendKey(_ range: Range<Int>, to key: inout [UInt8]) {
    let part = bytes[range]
    guard keyColumns.count > 1, part.contains(where: { $0 == 0x1F || $0 == 0x1E }) else {
      key += part
      return
    }
    for byte in part {
      switch byte {
      case 0x1F: key += [0x1E, UInt8(ascii: "1")]
      case 0x1E: key += [0x1E, UInt8(ascii: "0")]
      default: key.append(byte)
      }
    }
  }
}

/// One part of a key.
enum KeyColumn: Sendable, Hashable {
  /// The phone column: the E.164 number counts, not how it was written.
  case number
  case text(column: Int)
}
