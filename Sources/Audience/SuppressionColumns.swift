/// Which columns of a list of suppressed numbers have what.
struct SuppressionColumns {
  /// Those of the numbers; what is wrong with the first is told.
  let numbers: [Int]
  /// Those of whom a message came from: in a log of answers, it is they who want no more, and the numbers are
  /// one's own. Both get nothing.
  let senders: [Int]
  /// Those called one more kind of phone.
  let others: [Int]
  /// Those of codes that the numbers may lack.
  let parts: [NumberPart]
  /// How many there are. Behind them, as below a title, anything may stand.
  let width: Int

  /// - Parameter names: of all columns; none where nothing is known of them.
  /// - Parameter region: in which national numbers are read.
  init(numbers: [Int], names: [String] = [], region: String? = nil) {
    let further = names.indices.filter { !numbers.contains($0) }
    let senders = further.filter { PhoneColumn.isUsualNameOfSender(names[$0]) }
    self.numbers = numbers
    self.senders = senders
    others = further.filter { !senders.contains($0) && FurtherPhone.isName(names[$0]) }
    let parts = names.isEmpty ? [] : NumberPart.all(of: names, beside: numbers[0], region: region)
    // `Country Code 1` is of `Phone 1` alone.
    self.parts = numbers.count == 1 ? parts : parts.filter { $0.name.last?.isNumber != true }
    width = names.isEmpty ? .max : names.count
  }
}
