/// The first row: what the columns are called.
package struct Header: Sendable {
  /// The names as written, without trailing columns that have none.
  package let names: [String]
  /// What each column is called in a template: `First Name` is `first_name`. A column without
  /// letters or digits in its name goes by its place, as `column_c`.
  package let variables: [String]
  /// Fields of the first row, with those after the last name.
  let width: Int
  /// Columns among the others that have no name, counted from 0. They must be empty.
  let unnamed: [Int]

  /// - Parameter fields: the first row.
  init(fields: [String]) {
    let isBlank = fields.map { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    let count = (isBlank.lastIndex(of: false) ?? -1) + 1
    names = Array(fields.prefix(count))
    width = fields.count
    unnamed = (0..<count).filter { isBlank[$0] }
    variables = names.enumerated().map { position, name in
      let variable = LooseName.variable(name)
      return variable.isEmpty ? "column_\(columnLetters(position + 1).lowercased())" : variable
    }
  }

  /// The column that a name means, counted from 0: the same header, else one that differs in case,
  /// spaces and punctuation only. Nil if there is none, or more than one of the latter.
  package func index(of looseName: String) -> Int? {
    if let exact = names.firstIndex(of: looseName) { return exact }
    let variable = LooseName.variable(looseName)
    if let column = variables.firstIndex(of: variable) { return column }
    let bare = LooseName.bare(looseName)
    let matches = names.indices.filter { !bare.isEmpty && LooseName.bare(names[$0]) == bare }
    return matches.count == 1 ? matches[0] : nil
  }

  /// Columns with a meaning, counted from 0.
  struct Columns: Sendable {
    var to: Int
    var from: Int?
    var timezone: Int?
    var key: [Int] = []
  }

  /// The columns that options name, or that have usual names. Throws if two columns would go by one
  /// name.
  func columns(
    for options: AudienceOptions, path: String
  ) throws(ContactListError) -> Columns {
    try checkNames(path: path)
    var columns = Columns(to: 0)
    if let name = options.fromColumn {
      columns.from = try column(name, option: "--from-column", path: path)
    }
    if let name = options.timezoneColumn {
      columns.timezone = try column(name, option: "--timezone-column", path: path)
    }
    for name in options.keyColumns {
      columns.key.append(try column(name, option: "--key", path: path))
    }
    columns.to =
      if let name = options.toColumn {
        try column(name, option: "--to-column", path: path)
      } else {
        try phoneColumn(except: columns.from, path: path)
      }
    return columns
  }

  /// Throws if two columns would go by one name.
  func checkNames(path: String) throws(ContactListError) {
    var first: [String: Int] = [:]
    for (column, variable) in variables.enumerated() {
      guard let other = first.updateValue(column, forKey: variable) else { continue }
      throw .sameName(
        path: path, first: other + 1, second: column + 1, names: [names[other], names[column]],
        variable: variable)
    }
  }

  /// The column that an option names.
  func column(_ name: String, option: String, path: String) throws(ContactListError) -> Int {
    guard let column = index(of: name) else {
      throw .unknownColumn(path: path, option: option, name: name, headers: names)
    }
    return column
  }

  /// The column with the numbers, by its usual names.
  func phoneColumn(except other: Int?, path: String) throws(ContactListError) -> Int {
    let candidates = names.indices.filter { $0 != other && PhoneColumn.isUsualName(names[$0]) }
    guard let column = candidates.first else {
      let sender = other.map { names[$0] }.flatMap { PhoneColumn.isUsualName($0) ? $0 : nil }
      throw .noPhoneColumn(path: path, headers: names, sender: sender)
    }
    guard candidates.count == 1 else {
      throw .severalPhoneColumns(
        path: path, candidates: candidates.map { names[$0] }, headers: names)
    }
    return column
  }
}
