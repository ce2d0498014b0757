import Audience

/// A character that GSM-7 lacks, so that its whole message is sent as UCS-2.
package struct ForcingCharacter: Equatable, Hashable, Sendable {
  package let scalar: Unicode.Scalar
  /// Where it stands in the text, counted in Unicode scalars from 1.
  package let position: Int

  package init(scalar: Unicode.Scalar, position: Int) {
    self.scalar = scalar
    self.position = position
  }

  /// The first such character of UTF-8 text; `nil` when the text is GSM-7.
  package static func first(in text: Span<UInt8>) -> ForcingCharacter? {
    var search = Search()
    return search.next(in: text)
  }

  /// Finds all such characters of one text, in order.
  package struct Search: Sendable {
    private var index = 0
    private var position = 0

    /// Before the first character.
    package init() {}

    /// The next one in `text`, which must be the same text at every call.
    package mutating func next(in text: Span<UInt8>) -> ForcingCharacter? {
      while true {
        let plain = text.endOfRun(from: index, while: GSM7.isPlain)
        position += plain - index
        index = plain
        if index == text.count { return nil }
        let decoded = DecodedScalar(in: text, at: index)
        index += decoded.length
        position += 1
        if GSM7.septets(of: decoded.value) == 0, let scalar = Unicode.Scalar(decoded.value) {
          return ForcingCharacter(scalar: scalar, position: position)
        }
      }
    }
  }
}

extension ForcingCharacter: CustomStringConvertible {
  /// Such as `“ (U+201C) at character 12`; the character itself only where it can be seen.
  package var description: String {
    let code = scalar.codePoint
    return (scalar.isSeenAlone ? "\(scalar) (\(code))" : code) + " at character \(position)"
  }
}
