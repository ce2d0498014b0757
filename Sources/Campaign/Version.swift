package enum Volley {
  /// Of the program, as `--version` and the reports say it.
  package static let version = "0.1.0"
}
