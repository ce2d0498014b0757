/// Where numbers stand in a list: its columns, and which of its first rows are a header or comments.
extension SuppressionReader {
  /// Which columns have the numbers: the only one that holds a number, whatever stands beside it, or else
  /// by its name; the first one, and those that go on from it, as `Phone 2` does.
  mutating func columns(
    _ first: [String], path: String
  ) throws(ContactListError) -> [Int] {
    let numbers = first.indices.filter { isNumber(first[$0]) }
    if numbers.count == 1 { return numbers }
    guard numbers.isEmpty else {
      throw .suppressionColumn(path: path, headers: first, candidates: [])
    }
    var named = first.indices.filter { PhoneColumn.isUsualName(first[$0]) }
    if named.isEmpty {
      named = first.indices.filter { PhoneColumn.isUsualNameOfList(first[$0]) }
    }
    let positions = first.indices.map { PhoneColumn.position(first[$0]) }
    let further = first.indices.filter { !named.contains($0) && positions[$0] != nil }
    if named.count == 1 { return named + further }
    if named.isEmpty, let start = further.first, positions[start] == 1 { return further }
    if named.isEmpty, first.count == 1 { return [0] }
    let filled = first.indices.filter { (try? self.numbers.read(first[$0])) != nil }
    if named.isEmpty, filled.count == 1 { return filled }
    throw .suppressionColumn(path: path, headers: first, candidates: named.map { first[$0] })
  }

  /// A first row without any digit where the number would be names the columns.
  func isHeader(_ first: [String], column: Int) -> Bool {
    guard first.indices.contains(column) else { return false }
    return PhoneColumn.isUsualNameOfList(first[column])
      || PhoneColumn.position(first[column]) != nil
      || !first[column].unicodeScalars.contains { NumberText.digit($0) != nil }
  }

  /// A first column may be called `#` or `#no`, before others that are named, and an order may be called
  /// `#1001`; a sentence is a comment.
  mutating func isComment(_ first: Record) -> Bool {
    guard first.isMarked, !first.isSentence else { return first.isMarked }
    return !first.fields.dropFirst().contains {
      PhoneColumn.isUsualNameOfList(String(decoding: $0, as: UTF8.self)) || looksLikeNumber($0)
    }
  }

  /// Whether a cell of a row that may be a comment is a number, or something that has a whole one in it. A
  /// date is none, though a region may have such numbers.
  mutating func looksLikeNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: cell, as: UTF8.self)
    if isNumber(text) { return true }
    guard NumberText.hasDigitsOfNumber(text) else { return false }
    if text.unicodeScalars.contains(where: NumberText.pluses.contains) { return true }
    return isPlainNumber(text)
  }

  /// Whether a cell is a number of the region in digits alone.
  mutating func isPlainNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 }
      && (try? numbers.read(text)) != nil
  }

  /// Whether a cell can be nothing but a number, if perhaps of an unknown region: a header may hold years
  /// and dates, which have eight digits.
  mutating func isNumber(_ cell: String) -> Bool {
    let scalars = cell.unicodeScalars
    let isWritten = scalars.allSatisfy {
      NumberText.digit($0) != nil || NumberText.pluses.contains($0)
        || NumberText.separators.contains($0) || $0.properties.isWhitespace || $0 == "'"
    }
    guard isWritten else { return false }
    if scalars.contains(where: NumberText.pluses.contains) {
      return (try? numbers.read(cell)) != nil
    }
    return (9...15).contains(scalars.count { NumberText.digit($0) != nil })
  }
}
