import Audience
import Composing

extension ContactBatch {
  /// The fields of a record beyond the columns that have a name, without empty ones at the end:
  /// those are only the trailing delimiters of a spreadsheet's export.
  func extraFields(of fields: Range<Int>, columnCount: Int) -> Range<Int> {
    let start = min(fields.lowerBound + columnCount, fields.upperBound)
    var end = fields.upperBound
    while end > start, self.fields[end - 1].isEmpty { end -= 1 }
    return start..<end
  }

  /// How many bytes the fields have together.
  @inline(__always)
  func byteCount(of fields: Range<Int>) -> Int {
    var count = 0
    for index in fields { count += self.fields[index].range.count }
    return count
  }

  /// Such as `… (fields beyond the header: "x", "y")`.
  func name(_ extra: Range<Int>, after error: [UInt8]) -> [UInt8] {
    var text = error
    text.append(contentsOf: "\(error.isEmpty ? "" : " ")(fields beyond the header: ".utf8)
    for index in extra {
      text.append(contentsOf: (index == extra.lowerBound ? "\"" : ", \"").utf8)
      text.append(contentsOf: bytes[fields[index].range])
      text.append(UInt8(ascii: "\""))
    }
    text.append(UInt8(ascii: ")"))
    return text
  }
}

extension Header {
  /// What the columns are called in reports: as in the contacts, or by their place (`column_c`) where
  /// there is no name.
  var columnNames: [String] {
    zip(names, variables).map { name, variable in
      name.allSatisfy(\.isWhitespace) ? variable : name
    }
  }
}
