/// Finds a text within another in time that grows with their lengths (Knuth, Morris and Pratt).
struct Search {
  private let pattern: [UInt8]
  /// For each prefix of the pattern, the length of its longest part that is prefix and suffix.
  private var borders: [Int] = [0]

  init(_ pattern: [UInt8]) {
    self.pattern = pattern
    guard pattern.count > 1 else { return }
    borders.reserveCapacity(pattern.count)
    var length = 0
    for index in 1..<pattern.count {
      while length > 0, pattern[index] != pattern[length] { length = borders[length - 1] }
      if pattern[index] == pattern[length] { length += 1 }
      borders.append(length)
    }
  }

  /// Where the pattern stands first at or after `start`.
  func first(in bytes: Span<UInt8>, from start: Int) -> Int? {
    guard !pattern.isEmpty else { return start <= bytes.count ? start : nil }
    var length = 0
    var index = start
    while index < bytes.count {
      while length > 0, bytes[index] != pattern[length] { length = borders[length - 1] }
      if bytes[index] == pattern[length] { length += 1 }
      index += 1
      if length == pattern.count { return index - length }
    }
    return nil
  }

  /// Where the pattern stands last.
  func last(in bytes: Span<UInt8>) -> Int? {
    guard !pattern.isEmpty else { return bytes.count }
    var (found, length) = (Int?.none, 0)
    for index in bytes.indices {
      while length > 0, length == pattern.count || bytes[index] != pattern[length] {
        length = borders[length - 1]
      }
      if bytes[index] == pattern[length] { length += 1 }
      if length == pattern.count { found = index + 1 - length }
    }
    return found
  }
}
