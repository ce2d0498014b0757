/// The known name that was probably meant by one that is not known.
package enum NearestName {
  /// Names longer than this are compared by their beginning, so that the search stays cheap.
  private static let longest = 48

  /// The nearest of `names`, or nil when none is near enough to be a slip of the keyboard.
  package static func of(_ name: String, in names: some Collection<String>) -> String? {
    let wanted = letters(name)
    let tolerance = max(1, (wanted.count + 1) / 3)
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(wanted, letters(candidate))
      if distance <= tolerance, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name ?? names.first { isPart(wanted, letters($0)) }
  }

  /// The name that differs in case and separators alone.
  static func same(as name: String, in names: some Collection<String>) -> String? {
    names.first { bare($0) == bare(name) }
  }

  /// `firstname` of `First Name` and `FirstName`.
  static func bare(_ name: String) -> String { plain(name).filter { $0 != "_" } }

  /// Names are compared without case and with any separator, since `First-Name` is a likely slip.
  private static func letters(_ name: String) -> [Unicode.Scalar] {
    plain(name).unicodeScalars.prefix(longest).map { $0 }
  }

  /// One spelling for names that differ in case and separators alone.
  static func plain(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.map { $0 == "-" || $0 == " " || $0 == "." ? "_" : $0 }))
  }

  /// `name` for `first_name` and the like: one is a whole word of the other.
  private static func isPart(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
    let words = (one.split(separator: "_"), other.split(separator: "_"))
    return one.count > 2 && other.count > 2
      && (words.1.contains(one[...]) || words.0.contains(other[...]))
  }

  /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        let same = a[i] == b[j]
        var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (same ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        current.append(cost)
      }
      (before, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
