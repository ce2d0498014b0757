/// Bounds that keep a template and its renders within reason, whatever the input.
public struct Limits: Sendable, Hashable {
  /// Bytes that one render may print. Values in between may take sixteen times as much in all.
  public var outputBytes: Int

  /// Creates limits; what is not given has its usual value.
  public init(outputBytes: Int = 1 << 20) {
    self.outputBytes = max(0, min(outputBytes, 1 << 26))
  }

  /// Bytes of all values made during one render, apart from what is printed.
  var scratchBytes: Int { outputBytes * 16 + 4096 }
  /// Elements of all arrays made during one render.
  var elements: Int { outputBytes + 4096 }
  /// Bytes that the filters of one render may read.
  var readBytes: Int { outputBytes * 256 + (1 << 20) }

  /// Blocks within blocks, as in the reference.
  static let depth = 100
  /// Tags and outputs of a template.
  static let tags = 50_000
  /// Bytes of a template.
  static let sourceBytes = 16 << 20
  /// Digits of a number.
  static let digits = 1_000
  /// Times that one render may print the same `when` block again.
  static let repeats = 100
}
