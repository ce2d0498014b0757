/// Bytes on their way to a file, in memory that is used again and again.
///
/// Its free part is there for an `OutputSpan` without a closure: a closure copies what it takes along,
/// and for a million rows that costs more than the words.
struct WriteBuffer: ~Copyable, @unchecked Sendable {
  private var memory: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  init(capacity: Int) {
    memory = .allocate(capacity: capacity)
  }

  deinit { memory.deallocate() }

  /// What was appended; to be read before the next change.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory[..<count]) }

  /// What is free; whoever fills its start tells so with ``grow(by:)``.
  var room: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(rebasing: memory[count...])
  }

  mutating func grow(by filled: Int) { count += filled }

  /// Forgets what was appended; more memory is taken if there would not be room for so much.
  mutating func empty(for length: Int) {
    count = 0
    guard memory.count < length else { return }
    memory.deallocate()
    memory = .allocate(capacity: length)
  }
}
