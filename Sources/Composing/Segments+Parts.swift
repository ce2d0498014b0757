import Audience

extension Segments {
  /// Where each part of the message starts, counted in Unicode scalars from 0; the first is always 0.
  ///
  /// - Parameter text: What was measured, or its beginning: then the parts that start within that.
  package func partStarts(in text: Span<UInt8>) -> [Int] {
    var starts = [0]
    if count > 1 { encoding.fill(text) { starts.append($0) } }
    return starts
  }
}

extension MessageEncoding {
  /// Fills the segments of a joined message one after the other, keeping characters of two units whole.
  ///
  /// - Parameter begin: called for each segment but the first, with the place of its first character in
  ///   Unicode scalars.
  @inline(__always)
  func fill(_ text: Span<UInt8>, _ begin: (Int) -> Void) {
    var index = 0
    var scalars = 0
    var used = 0
    while index < text.count {
      let scalar = DecodedScalar(in: text, at: index)
      let units = units(of: scalar.value)
      if used + units > unitsJoined {
        begin(scalars)
        used = 0
      }
      used += units
      scalars += 1
      index += scalar.length
    }
  }
}
