/// Filters from text to text.
extension Machine {
  /// Filters without arguments.
  mutating func recode(_ filter: Filter, _ input: Text) throws(Fault) -> Text {
    switch filter {
    case .strip, .lstrip, .rstrip: try strip(filter, input)
    case .upcase: try transform(input, Casing.uppercase)
    case .downcase: try transform(input, Casing.lowercase)
    case .capitalize: try transform(input, Casing.capitalize)
    case .escape: try transform(input, Markup.escape)
    case .escapeOnce: try transform(input, Markup.escapeOnce)
    case .newlineToBreak: try transform(input, Markup.newlinesToBreaks)
    case .stripMarkup: try stripMarkup(input)
    case .stripNewlines: try transform(input, Markup.stripNewlines)
    case .urlEncode: try transform(input, Encoding.urlEncode)
    case .urlDecode: try transform(input, Encoding.urlDecode)
    case .base64Encode: try transform(input) { Encoding.base64($0, isURL: false, into: &$1) }
    case .base64URLEncode: try transform(input) { Encoding.base64($0, isURL: true, into: &$1) }
    case .base64Decode, .base64URLDecode: try decode(filter, input)
    default: input
    }
  }

  private mutating func strip(_ filter: Filter, _ input: Text) throws(Fault) -> Text {
    try spend(input.count)
    let (start, end) = try withBytes(of: input) { (bytes) throws(Fault) in
      var (start, end) = (0, bytes.count)
      if filter != .rstrip { while start < end, bytes[start].isStrippable { start += 1 } }
      if filter != .lstrip { while end > start, bytes[end - 1].isStrippable { end -= 1 } }
      return (start, end)
    }
    return input.part(start, end)
  }

  /// Removes scripts, comments and styles first, and then tags, as the reference does.
  private mutating func stripMarkup(_ input: Text) throws(Fault) -> Text {
    try transform(transform(input, Markup.stripBlocks), Markup.stripTags)
  }

  private mutating func decode(_ filter: Filter, _ input: Text) throws(Fault) -> Text {
    try transform(input) { (bytes, out) throws(Fault) in
      guard Encoding.decodeBase64(bytes, isURL: filter == .base64URLDecode, into: &out) else {
        throw .invalid("the text is not Base64 of UTF-8")
      }
    }
  }

  // MARK: Filters with texts as arguments

  mutating func edit(
    _ filter: Filter, _ input: Text, _ first: Cell, _ second: Cell?
  ) throws(Fault) -> Text {
    let first = try text(of: first)
    if filter == .append { return try concatenate(input, first, isField: input.isField) }
    if filter == .prepend { return try concatenate(first, input, isField: input.isField) }
    let pattern = bytes(of: first)
    let replacement = try bytes(asTextOf: second ?? .nothing)
    let limit = limits.scratchBytes - scratch.count
    try spend(pattern.count + replacement.count)
    let replacing = Replacing(pattern: pattern, replacement: replacement, limit: limit)
    return try transform(input) { (bytes, out) throws(Fault) in
      switch filter {
      case .replaceLast, .removeLast: try replacing.last(in: bytes, into: &out)
      case .replaceFirst, .removeFirst: try replacing.first(in: bytes, into: &out)
      default: try replacing.all(in: bytes, into: &out)
      }
    }
  }

  private mutating func concatenate(
    _ one: Text, _ other: Text, isField: Bool
  ) throws(Fault) -> Text {
    let limit = limits.scratchBytes - scratch.count
    try spend(one.count + other.count)
    guard one.count + other.count <= limit else { throw .tooLarge }
    var out: [UInt8] = []
    swap(&out, &work)
    defer { swap(&out, &work) }
    out.removeAll(keepingCapacity: true)
    append(one, to: &out)
    append(other, to: &out)
    return try keep(out, isField: isField)
  }

  // MARK: truncate, truncatewords

  mutating func shorten(
    _ filter: Filter, _ input: Cell, _ first: Cell?, _ second: Cell?
  ) throws(Fault) -> Cell {
    if case .nothing = input { return .nothing }
    let text = try text(of: input)
    var (count, mark) = (filter == .truncate ? 50 : 15, Array("...".utf8))
    if let first { count = try integer(first) }
    if let second { mark = try bytes(asTextOf: second) }
    try spend(text.count + mark.count)
    let kept = try withBytes(of: text) { (bytes) throws(Fault) in
      filter == .truncate
        ? Shortening.truncate(bytes, to: count, mark: mark)
        : Shortening.truncateWords(bytes, to: max(count, 1), mark: mark)
    }
    guard let kept else { return .text(text) }
    return .text(try keep(kept, isField: text.isField))
  }
}
