import GRDB
import GRDBSQLite
import Glibc

/// A statement by SQLite's own functions: GRDB boxes each value that is bound or read, and a profile of
/// long lists names that. Whatever runs seldom goes by way of GRDB.
///
/// Pointers that SQLite gives or takes stay in this file. For use inside of one transaction.
final class RawStatement {
  private let statement: Statement
  private var parameter: CInt = 0

  private var pointer: OpaquePointer { statement.sqliteStatement }

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    reset()
  }

  deinit { reset() }

  // MARK: Binding, one parameter after another, each time all of them

  func bind(_ number: Int?) { bind(number.map(Int64.init)) }

  func bind(_ number: Int64?) {
    parameter += 1
    if let number {
      sqlite3_bind_int64(pointer, parameter, number)
    } else {
      sqlite3_bind_null(pointer, parameter)
    }
  }

  func bind(_ text: String?) {
    guard var text else { return bind(nil as Int64?) }
    // Passed as it is, Swift would copy it before.
    text.withUTF8 { bind($0) }
  }

  /// - Parameter text: in UTF-8.
  func bind(_ text: [UInt8]) { text.withUnsafeBufferPointer { bind($0) } }

  private func bind(_ text: UnsafeBufferPointer<UInt8>) {
    parameter += 1
    // SQLITE_TRANSIENT: SQLite copies the text at once.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    _ = text.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text(pointer, parameter, $0.baseAddress, CInt($0.count), copied)
    }
  }

  /// Texts that are bound where they are: for one run, and never kept beyond ``run(over:_:)``.
  struct Texts {
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
  }

  func bind(_ place: Range<Int>, of texts: Texts) {
    parameter += 1
    let text = UnsafeBufferPointer(rebasing: texts.bytes[place])
    _ = text.withMemoryRebound(to: CChar.self) {
      // SQLITE_STATIC: nothing is copied.
      sqlite3_bind_text(pointer, parameter, $0.baseAddress, CInt($0.count), nil)
    }
  }

  // MARK: Running

  /// Runs to the end with texts that are not copied.
  ///
  /// - Parameter bind: Binds all parameters, texts among them by their places.
  /// - Returns: how many rows were changed.
  func run(over texts: [UInt8], _ bind: (Texts) -> Void) throws -> Int {
    try texts.withUnsafeBufferPointer { bytes in
      // They may be gone by the next run.
      defer { sqlite3_clear_bindings(pointer) }
      bind(Texts(bytes: bytes))
      return try run()
    }
  }

  /// Runs to the end, and is ready to be bound again.
  /// - Returns: how many rows were changed.
  @discardableResult
  func run() throws -> Int {
    while try step() {}
    return Int(sqlite3_changes(sqlite3_db_handle(pointer)))
  }

  /// The next row; false after the last, when it is ready to be bound again.
  func step() throws -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    defer { reset() }
    guard code == SQLITE_DONE else { throw error(code) }
    return false
  }

  func reset() {
    sqlite3_reset(pointer)
    parameter = 0
  }

  private func error(_ code: CInt) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: sqlite3_errmsg(sqlite3_db_handle(pointer)).map { String(cString: $0) })
  }

  // MARK: Columns of the row, from 0

  func integer(_ column: CInt) -> Int { Int(sqlite3_column_int64(pointer, column)) }

  func optionalInteger(_ column: CInt) -> Int? {
    isNull(column) ? nil : integer(column)
  }

  /// Adds the text of a column to `bytes`, and says where it stands there.
  func append(_ column: CInt, to bytes: inout [UInt8]) -> Range<Int> {
    let start = bytes.count
    let text = text(column)
    if !text.isEmpty { bytes.append(contentsOf: text) }
    return start..<bytes.count
  }

  /// Whether a column has this text, in UTF-8.
  func holds(_ text: Span<UInt8>, in column: CInt) -> Bool {
    let found = self.text(column)
    guard let start = found.baseAddress, found.count == text.count else { return false }
    return text.withUnsafeBufferPointer { memcmp($0.baseAddress ?? start, start, $0.count) } == 0
  }

  /// Whether the text of a column begins with that.
  func begins(with text: String, in column: CInt) -> Bool {
    self.text(column).starts(with: text.utf8)
  }

  /// Until the next step; without memory where there is none.
  private func text(_ column: CInt) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(pointer, column)
    return UnsafeBufferPointer(
      start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(pointer, column)))
  }

  private func isNull(_ column: CInt) -> Bool {
    sqlite3_column_type(pointer, column) == SQLITE_NULL
  }
}
