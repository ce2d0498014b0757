import GRDB
import GRDBSQLite
import Glibc

/// A statement by SQLite's own functions: GRDB boxes each value that is bound or read, and a profile of
/// long lists names that. Whatever runs seldom goes by way of GRDB.
///
/// Unsafe pointers of the ledger live in this file. For use inside of one transaction.
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
    parameter += 1
    guard var text else {
      sqlite3_bind_null(pointer, parameter)
      return
    }
    // SQLITE_TRANSIENT: SQLite copies the text at once. Passed as it is, Swift would copy it before.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    text.withUTF8 { bytes in
      _ = bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(pointer, parameter, $0.baseAddress, CInt($0.count), copied)
      }
    }
  }

  // MARK: Running

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

  func text(_ column: CInt) -> String {
    guard let bytes = sqlite3_column_text(pointer, column) else { return "" }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Whether a column has this text, without making one of it.
  func holds(_ text: String, in column: CInt) -> Bool {
    guard let bytes = sqlite3_column_text(pointer, column) else { return false }
    let count = Int(sqlite3_column_bytes(pointer, column))
    var text = text
    return text.withUTF8 { $0.count == count && memcmp($0.baseAddress ?? bytes, bytes, count) == 0 }
  }

  func optionalText(_ column: CInt) -> String? { isNull(column) ? nil : text(column) }

  private func isNull(_ column: CInt) -> Bool {
    sqlite3_column_type(pointer, column) == SQLITE_NULL
  }
}
