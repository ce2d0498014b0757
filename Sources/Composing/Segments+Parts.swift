import Audience

extension Segments {
  /// Where each part of the message starts, counted in Unicode scalars from 0; the first is always 0.
  ///
  /// - Parameter text: What was measured, or its beginning: then the parts that start within that.
  package func partStarts(in text: Span<UInt8>) -> [Int] {
    var starts = [0]
    guard count > 1 else { return starts }
    var index = 0
    var scalars = 0
    var used = 0
    while index < text.count {
      let scalar = DecodedScalar(in: text, at: index)
      let units = encoding.units(of: scalar.value)
      if used + units > encoding.unitsJoined {
        starts.append(scalars)
        used = 0
      }
      used += units
      scalars += 1
      index += scalar.length
    }
    return starts
  }
}
