/// The filters of Liquid that messages have use for.
enum Filter: String, CaseIterable, Sendable {
  case abs, append, ceil, date, escape, first, floor, join, last, lstrip, minus, modulo, plus
  case prepend, remove, replace, round, rstrip, size, slice, split, strip, times, truncate
  case truncatewords, upcase, downcase, capitalize
  case atLeast = "at_least"
  case atMost = "at_most"
  case dividedBy = "divided_by"
  case escapeOnce = "escape_once"
  case fallback = "default"
  case newlineToBreak = "newline_to_br"
  case removeFirst = "remove_first"
  case removeLast = "remove_last"
  case replaceFirst = "replace_first"
  case replaceLast = "replace_last"
  case stripMarkup = "strip_html"
  case stripNewlines = "strip_newlines"
  case urlDecode = "url_decode"
  case urlEncode = "url_encode"
  case base64Decode = "base64_decode"
  case base64Encode = "base64_encode"
  case base64URLDecode = "base64_url_safe_decode"
  case base64URLEncode = "base64_url_safe_encode"

  private static let names = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  init?(name: String) {
    // `h` is the reference's short name of `escape`.
    guard let filter = Self.names[name == "h" ? "escape" : name] else { return nil }
    self = filter
  }

  /// How many arguments the reference takes after the input. `date` takes a time zone besides.
  var arguments: ClosedRange<Int> {
    switch self {
    case .append, .atLeast, .atMost, .dividedBy, .minus, .modulo, .plus, .prepend, .remove,
      .removeFirst, .removeLast, .split, .times:
      1...1
    case .date, .replace, .replaceFirst, .slice: 1...2
    case .replaceLast: 2...2
    case .join, .round: 0...1
    // The second argument of `default` means nothing; the reference takes it all the same.
    case .truncate, .truncatewords, .fallback: 0...2
    default: 0...0
    }
  }

  /// Names of the arguments that are given by name.
  var options: [String] { self == .fallback ? ["allow_false"] : [] }

  /// Filters of the reference for lists of things, which messages do not have.
  static let refused: Set<String> = [
    "compact", "concat", "find", "find_index", "has", "map", "reject", "reverse", "sort",
    "sort_natural", "sum", "uniq", "where",
  ]
}
