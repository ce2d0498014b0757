import Foundation

/// The name under which each key gets at most one message: letters, digits, `.`, `_` and `-`.
///
/// It becomes a folder of the reports and a part of a lock's file name, so it is never a path and
/// never hidden, and no longer than ``longest`` bytes.
package struct CampaignName: Hashable, Sendable, CustomStringConvertible {
  /// How many UTF-8 bytes a name may have; a file name may have 255, and the lock adds to it.
  package static let longest = 120

  package let description: String

  /// `nil` when `text` cannot be the name of a campaign.
  ///
  /// Letters that can be written in two ways are kept in one (NFC): the same name is the same
  /// campaign, wherever it was typed.
  package init?(_ given: String) {
    let text = given.precomposedStringWithCanonicalMapping
    guard !text.isEmpty, text.utf8.count <= Self.longest,
      text.first != ".", text.first != "-",
      text.allSatisfy(Self.isAllowed)
    else { return nil }
    description = text
  }

  /// The nearest name that is allowed, to be suggested for one that is not.
  package static func suggestion(for text: String) -> CampaignName {
    let replaced = String(text.map { isAllowed($0) ? $0 : "-" })
    let trimmed = replaced.drop { $0 == "-" || $0 == "." }
    return CampaignName(String(trimmed.prefix(30))) ?? CampaignName(unchecked: "campaign-1")
  }

  private init(unchecked text: String) {
    description = text
  }

  private static func isAllowed(_ character: Character) -> Bool {
    character.unicodeScalars.count == 1
      && (character.isLetter || (character.isNumber && character.isASCII)
        || character == "." || character == "_" || character == "-")
  }
}
