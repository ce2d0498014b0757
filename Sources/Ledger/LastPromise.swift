/// What a key has come to, and the run that promised it last.
struct LastPromise: Equatable {
  let id: EntryID
  let run: Int
  let state: EntryState
  /// How often that run tried it: one that came to nothing before its request counts for none.
  var attempts = 1
  /// It may have been accepted before that run, and surely was not in it.
  var isKeptDoubt = false

  /// Whether `run` may promise the key once more.
  ///
  /// - Parameter isRetry: Whether it is tried again by whoever answered it. In the run that promised it, that is
  ///   the only one who may.
  func isFree(for run: Int, repeating repeats: Repeats, isRetry: Bool = false) -> Bool {
    if self.run == run { return isRetry && (state == .released || state == .unknown) }
    guard self.run < run else { return false }
    return state == .released || repeats.names(self)
  }
}
