import Audience

/// Phone numbers that options name, read as those of contacts are.
package enum OptionNumbers {
  /// Each number once, in the order of the options.
  ///
  /// - Parameters:
  ///   - option: which names them, for errors.
  ///   - region: where numbers without a country are read; nil: such numbers are refused.
  package static func read(
    _ texts: [String], of option: String, region: String?
  ) throws(CampaignError) -> [PhoneNumber] {
    var reader: PhoneNumberReader
    do { reader = try PhoneNumberReader(region: region) } catch { throw CampaignError(error) }
    var numbers: [PhoneNumber] = []
    for text in texts {
      do {
        let number = try reader.read(text).number
        if !numbers.contains(number) { numbers.append(number) }
      } catch {
        throw CampaignError(.usage, "\(option) \(text): \(reason(error, option))")
      }
    }
    return numbers
  }

  /// Options have no rows.
  private static func reason(_ problem: NumberProblem, _ option: String) -> String {
    guard case .twoNumbers = problem else { return problem.reason }
    return option == "--from"
      ? "more than one number; give --from once for each, or a list in a campaign file: "
        + "from: [+12025550100, +12025550101]" : "more than one number"
  }
}
