extension PhoneNumber {
  /// Fit for logs: `+1202•••0123`. At least three digits are hidden.
  package var masked: String {
    let digits = String(description.dropFirst())
    let shown = max(0, digits.count - 3)
    let end = min(4, shown / 2)
    let start = min(4, shown - end)
    return "+\(digits.prefix(start))•••\(digits.suffix(end))"
  }
}
