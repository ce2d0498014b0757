extension Template {
  /// How a template names a column: `name`, or `["first name"]` where that is no name of the language.
  public static func expression(ofColumn name: String) -> String {
    let isName =
      name.first.map { $0.isLetter || $0 == "_" } ?? false
      && name.allSatisfy { $0.isLetter || ($0.isASCII && $0.isNumber) || $0 == "_" }
    return isName && !words.contains(name) ? name : "[\"\(name)\"]"
  }

  /// Those of the language.
  private static let words: Set = [
    "nil", "null", "true", "false", "blank", "empty", "contains", "and", "or",
  ]
}
