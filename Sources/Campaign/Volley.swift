/// What the program says of itself.
package enum Volley {
  /// The version of the program, as `--version` and the reports say it.
  package static let version = "0.1.0"
}
