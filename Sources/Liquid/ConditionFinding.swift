/// A column that a condition takes for something else than its text says.
public struct ConditionFinding: Sendable, Equatable {
  /// Its index among the columns that the template was bound to.
  public let column: Int
  /// A comparison that is not in doubt, such as `vip == "TRUE"`. Nil where the text is long, or cannot stand in
  /// quotes.
  public let comparison: String?
  /// What a render says of it: `.saysNo`, `.saysF`, `.besideF` or `.noBoolean`.
  public let note: RenderNotes
}

extension BoundTemplate {
  /// The notes that a render of a row may have made of its conditions, with the columns they are of.
  public func findings(
    in bytes: Span<UInt8>, fields: Span<FieldBounds>
  ) -> [ConditionFinding] {
    let found = try? Row.with(bytes, fields) { (row) throws(RenderError) in findings(in: row) }
    return found ?? []
  }

  private func findings(in row: Row) -> [ConditionFinding] {
    program.tests.compactMap { finding(of: $0, in: row) }
      + program.choices.flatMap { choice in
        choice.values.compactMap { index in
          finding(of: choice.subject, beside: program.arguments[Int(index)], in: row)
        }
      }
  }

  private func finding(of test: Test, in row: Row) -> ConditionFinding? {
    if test.look > .fillers, case .column(let column, let name) = test.left {
      let field = row.field(column)
      let notes = try? row.withBytes(of: field) { WordForNo.notes(of: $0, test.look) }
      guard let notes, !notes.isEmpty else { return nil }
      let isNumber = (try? row.withBytes(of: field) { NumberText.isWhole($0) }) == true
      let comparison = isNumber ? "\(expression(name)) > 0" : negated(field, of: name, in: row)
      return ConditionFinding(column: Int(column), comparison: comparison, note: notes)
    }
    guard test.sign == .equal || test.sign == .unequal else { return nil }
    return finding(of: test.left, beside: test.right, in: row)
      ?? finding(of: test.right, beside: test.left, in: row)
  }

  /// Of a text beside `true` or `false`.
  private func finding(
    of address: Address, beside other: Address, in row: Row
  ) -> ConditionFinding? {
    guard case .column(let column, let name) = address, case .literal(.boolean(let value)) = other
    else { return nil }
    let field = row.field(column)
    let notes = try? row.withBytes(of: field) { WordForNo.notes(of: $0, .letters) }
    guard !field.isEmpty, let notes else { return nil }
    let saysNo = !notes.isDisjoint(with: [.saysNo, .saysF])
    let comparison =
      value && saysNo
      ? negated(field, of: name, in: row)
      : quoted(field, in: row).map { "\(expression(name)) == \($0)" }
    return ConditionFinding(column: Int(column), comparison: comparison, note: .noBoolean)
  }

  /// That a column has a text, and not this one.
  private func negated(_ field: Text, of name: UInt32, in row: Row) -> String? {
    quoted(field, in: row).map { "\(expression(name)) and \(expression(name)) != \($0)" }
  }

  private func expression(_ name: UInt32) -> String {
    Template.expression(ofColumn: program.names[Int(name)])
  }

  /// A word, and no text that is nobody else's business.
  private func quoted(_ field: Text, in row: Row) -> String? {
    guard field.count <= 8 else { return nil }
    let text = try? row.withBytes(of: field) { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    guard let text, text.allSatisfy({ $0.isLetter || $0 == "0" || $0 == "1" || $0 == "-" }) else {
      return nil
    }
    return "\"\(text)\""
  }
}
