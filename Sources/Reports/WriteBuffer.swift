import Audience

/// Bytes on their way to a file, in memory that is used again and again.
///
/// A row is written into it without a closure: that would copy what it takes along, which costs more than
/// to write the row. Unsafe pointers of reports live in this file.
struct WriteBuffer: ~Copyable {
  private var memory: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(capacity: Int) {
    memory = .allocate(capacity: capacity)
  }

  deinit { memory.deallocate() }

  /// How many bytes can be appended before it has to be emptied.
  var freeCapacity: Int { memory.count - count }

  /// Lets `body` read what was appended.
  func withSpan<E: Error>(_ body: (Span<UInt8>) throws(E) -> Void) throws(E) {
    try body(UnsafeBufferPointer(rebasing: memory[..<count]).span)
  }

  /// There must be room for them.
  mutating func append(_ bytes: [UInt8]) {
    precondition(bytes.count <= freeCapacity)
    _ = free.update(fromContentsOf: bytes)
    count += bytes.count
  }

  /// There must be room for the longest such row.
  mutating func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch,
    as format: inout some RowFormat
  ) {
    var output = OutputSpan(buffer: free, initializedCount: 0)
    format.append(row, contact: contact, in: batch, to: &output)
    count += output.finalize(for: free)
  }

  /// Forgets what was appended, and takes more memory where there would not be room for `length` bytes.
  mutating func empty(for length: Int) {
    count = 0
    guard memory.count < length else { return }
    memory.deallocate()
    memory = .allocate(capacity: length)
  }

  private var free: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(rebasing: memory[count...])
  }
}
