/// Tests and comparisons.
extension Machine {
  /// Whether a test holds.
  mutating func holds(_ index: UInt32) throws(Fault) -> Bool {
    let test = program.tests[Int(index)]
    offset = test.offset
    let left = try read(test.left).cell
    if test.look != .none, case .text(let text) = left {
      notes.formUnion(try withBytes(of: text) { WordForNo.notes(of: $0, test.look) })
    }
    guard let sign = test.sign else { return isTrue(left) }
    let right = try read(test.right).cell
    noteBoolean(left, beside: right)
    noteBoolean(right, beside: left)
    switch sign {
    case .equal: return try equals(left, right)
    case .unequal: return try !equals(left, right)
    case .contains: return try contains(left, right)
    case .less: return try order(left, right).map { $0 < 0 } ?? false
    case .more: return try order(left, right).map { $0 > 0 } ?? false
    case .atMost: return try order(left, right).map { $0 <= 0 } ?? false
    case .atLeast: return try order(left, right).map { $0 >= 0 } ?? false
    }
  }

  /// Everything is true but `nil`, `false`, and a field that is empty.
  func isTrue(_ cell: Cell) -> Bool {
    switch cell {
    case .nothing: false
    case .boolean(let value): value
    default: !isEmptyField(cell)
    }
  }

  private func isEmptyField(_ cell: Cell) -> Bool {
    if case .text(let text) = cell { text.isField && text.isEmpty } else { false }
  }

  // MARK: Equality

  mutating func equals(_ left: Cell, _ right: Cell) throws(Fault) -> Bool {
    switch (left, right) {
    case (.blank, _): return try isBlank(right)
    case (_, .blank): return try isBlank(left)
    case (.empty, _): return isEmptyContainer(right)
    case (_, .empty): return isEmptyContainer(left)
    case (.nothing, .nothing): return true
    case (.nothing, .text), (.text, .nothing): return isEmptyField(left) || isEmptyField(right)
    case (.boolean(let left), .boolean(let right)): return left == right
    case (.text(let left), .text(let right)): return try equals(left, right)
    case (.array(let left), .array(let right)): return try equals(left, right)
    case (.object(let left), .object(let right)): return objects[Int(left)] == objects[Int(right)]
    default:
      guard let left = try number(in: left, beside: right),
        let right = try number(in: right, beside: left)
      else {
        try noteDoubt(left, beside: right)
        try noteDoubt(right, beside: left)
        return false
      }
      return try compareNumbers(left, right) == 0
    }
  }

  /// No field equals `true`.
  mutating func noteBoolean(_ cell: Cell, beside other: Cell) {
    if case .text(let text) = cell, text.isField, !text.isEmpty, case .boolean = other,
      !isCompared(text)
    {
      notes.insert(.noBoolean)
    }
  }

  /// Whether the template compares something with just this text, and so expects it.
  private func isCompared(_ text: Text) -> Bool {
    !program.comparedTexts.isEmpty && program.comparedTexts.contains(bytes(of: text))
  }

  /// A field that seems to be meant as a number and is none equals no number.
  private mutating func noteDoubt(_ cell: Cell, beside other: Cell) throws(Fault) {
    guard case .text(let text) = cell, text.isField else { return }
    switch other {
    case .integer, .decimal, .big: break
    default: return
    }
    if try withBytes(of: text, { NumberText.isAlmostNumber($0) }) { notes.insert(.noNumber) }
  }

  /// Whether two values that are equal are so in the reference too, where a field is only a text.
  func isOfOneKind(_ left: Cell, _ right: Cell) -> Bool {
    switch (left, right) {
    case (.text, .integer), (.text, .big), (.text, .decimal), (.text, .nothing): false
    case (.integer, .text), (.big, .text), (.decimal, .text), (.nothing, .text): false
    default: true
    }
  }

  private mutating func equals(_ left: Run, _ right: Run) throws(Fault) -> Bool {
    guard left.count == right.count else { return false }
    try spend(Int(left.count))
    for (one, other) in zip(left.range, right.range) {
      guard try equals(cells[one], cells[other]) else { return false }
    }
    return true
  }

  /// `blank` as Rails has it: nothing, `false`, nothing but white space, or an empty array.
  private mutating func isBlank(_ cell: Cell) throws(Fault) -> Bool {
    switch cell {
    case .nothing: return true
    case .boolean(let value): return !value
    case .text(let text):
      try spend(text.count)
      return string(text).unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    default: return isEmptyContainer(cell)
    }
  }

  private func isEmptyContainer(_ cell: Cell) -> Bool {
    switch cell {
    case .text(let text): text.isEmpty
    case .array(let run): run.count == 0
    case .object(let index): objects[Int(index)].isEmpty
    default: false
    }
  }

  // MARK: Order

  /// Less than, equal to or greater than 0; nil when one of them has no order, as `nil` has none.
  private mutating func order(_ left: Cell, _ right: Cell) throws(Fault) -> Int? {
    guard hasOrder(left), hasOrder(right) else { return nil }
    if case .text(let one) = left, case .text(let other) = right {
      guard one.isField, other.isField, let one = try number(in: left, beside: .integer(0)),
        let other = try number(in: right, beside: .integer(0))
      else { return try order(one, other) }
      return try compareNumbers(one, other)
    }
    // An empty field is no fault in a test.
    if isEmptyField(left) || isEmptyField(right) { return nil }
    guard let one = try number(in: left, beside: right),
      let other = try number(in: right, beside: left)
    else { throw .notComparable(words(for: left), words(for: right)) }
    return try compareNumbers(one, other)
  }

  private mutating func order(_ left: Text, _ right: Text) throws(Fault) -> Int {
    let order = try compare(left, right)
    // What the template itself says is meant so.
    guard left.isField || right.isField else { return order }
    let doubt = try withBytes(of: left) { (one) throws(Fault) in
      try withBytes(of: right) { TextComparison.notes(ofOrder: order, between: one, and: $0) }
    }
    notes.formUnion(doubt)
    return order
  }

  private mutating func equals(_ left: Text, _ right: Text) throws(Fault) -> Bool {
    let isEqual = try compare(left, right) == 0
    guard !isEqual, left.isField || right.isField else { return isEqual }
    let doubt = try withBytes(of: left) { (one) throws(Fault) in
      try withBytes(of: right) { TextComparison.notes(ofDifferent: one, $0) }
    }
    // A template that repairs how names are written compares two that are made of one field.
    let isBesideOwnText = left.isField != right.isField
    let isOfLetters = doubt == .otherCase || doubt == .lookAlike
    if !doubt.isEmpty, isBesideOwnText || !isOfLetters,
      ![left, right].contains(where: { $0.isField && isCompared($0) })
    {
      notes.formUnion(doubt)
    }
    return false
  }

  private func hasOrder(_ cell: Cell) -> Bool {
    switch cell {
    case .integer, .big, .decimal, .text: true
    default: false
    }
  }

  private func words(for cell: Cell) -> String {
    switch cell {
    case .text(let text): "the text “\(string(text.part(0, min(text.count, 40))))”"
    case .integer(let value): "the number \(value)"
    case .decimal(let value): "the number \(DecimalText(value))"
    default: "a number"
    }
  }

  /// Compares byte by byte, which for UTF-8 is the order of characters.
  private mutating func compare(_ left: Text, _ right: Text) throws(Fault) -> Int {
    try spend(min(left.count, right.count))
    return try withBytes(of: left) { (one) throws(Fault) in
      try withBytes(of: right) { (other) throws(Fault) in
        let count = min(one.count, other.count)
        for index in 0..<count where one[index] != other[index] {
          return one[index] < other[index] ? -1 : 1
        }
        return one.count - other.count
      }
    }
  }

  // MARK: Numbers

  /// The number that `cell` is, or that its text is when it is a field and `other` a number.
  private mutating func number(in cell: Cell, beside other: Cell) throws(Fault) -> Cell? {
    switch (cell, other) {
    case (.integer, _), (.decimal, _), (.big, _): return cell
    case (.text(let text), .integer), (.text(let text), .decimal), (.text(let text), .big):
      guard text.isField else { return nil }
      try spend(text.count)
      try noteThousands(text)
      return try withBytes(of: text) { (bytes) throws(Fault) in NumberText.cell(bytes, of: text) }
    default: return nil
    }
  }

  private func compareNumbers(_ left: Cell, _ right: Cell) throws(Fault) -> Int {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.decimal(let left), .decimal(let right)): left < right ? -1 : left == right ? 0 : 1
    default: try BigNumber.compare(number(of: left).big, number(of: right).big)
    }
  }

  // MARK: contains

  private mutating func contains(_ left: Cell, _ right: Cell) throws(Fault) -> Bool {
    guard isTrue(right) else { return false }
    switch left {
    case .text(let text):
      let part = try bytes(asTextOf: right)
      try spend(text.count + part.count)
      return try withBytes(of: text) { (bytes) throws(Fault) in
        Search(part).first(in: bytes, from: 0) != nil
      }
    case .array(let run):
      switch right {
      case .blank, .empty: return false
      default: try spend(Int(run.count))
      }
      for index in run.range where try equals(cells[index], right) { return true }
      return false
    case .object: return try containsKey(right, left)
    default: return false
    }
  }

  private mutating func containsKey(_ key: Cell, _ object: Cell) throws(Fault) -> Bool {
    guard case .object(let index) = object, case .text(let name) = key else { return false }
    return objects[Int(index)][string(name)] != nil
  }
}
