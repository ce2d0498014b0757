import Audience

/// Phone numbers that options name, read as those of contacts are.
package enum OptionNumbers {
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
        numbers.append(try reader.read(text).number)
      } catch {
        throw CampaignError(.usage, "\(option) \(text): \(error.reason)")
      }
    }
    return numbers
  }
}
