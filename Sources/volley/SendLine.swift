import Campaign
import Ledger
import Reports

/// The command line that sends what a preview showed: the one of the preview, and the plan's hash.
struct SendLine {
  /// Each as a shell reads it.
  let words: [String]
  /// What is to be known before it is typed.
  let note: String

  /// - Parameters:
  ///   - arguments: The command line of the preview, with the program's name.
  ///   - contacts: What it names as contacts.
  init(preview arguments: [String], contacts: String, plan: String) {
    let words = Self.sending(arguments)
    var notes = ["Type it in the folder where the preview was made."]
    var added: [String] = []
    if (try? CampaignArgument.name(nil, contacts: contacts)) == nil,
      !ConfigFile.names("campaign", in: arguments)
    {
      added += ["--campaign", CampaignName.suggestion(for: Self.stem(of: contacts)).description]
      notes.append("The name of the campaign is only a suggestion.")
    }
    let previewing = ["dry-run", "output"].filter { ConfigFile.names($0, in: arguments) }
    if !previewing.isEmpty {
      notes.append("Take \(previewing.joined(separator: " and ")) out of the campaign file before.")
    }
    if contacts == "-" { notes.append("It reads the same contacts from its standard input.") }
    added += ["--plan", plan]
    let end = words.firstIndex(of: "--") ?? words.endIndex
    self.words = (words[..<end] + added + words[end...]).map(ShellText.quoted)
    note = notes.joined(separator: " ")
  }

  /// The same words for `send`, without what only a preview has or what concerns its output.
  private static func sending(_ arguments: [String]) -> [String] {
    var words: [String] = []
    var isValue = false
    var isBehindDropped = false
    for (index, word) in arguments.enumerated() {
      if isValue {
        isValue = false
        isBehindDropped = true
      } else if index == 1, word == PreviewCommand.configuration.commandName {
        words.append("send")
      } else if word == "--output" || word == "--plan" {
        isValue = true
      } else if ["--output=", "--plan="].contains(where: word.hasPrefix)
        || ["--json", "--quiet", "--dry-run"].contains(word)
      {
        isBehindDropped = true
      } else {
        // The values of the option before would go on with it, where nothing stands between.
        let isContacts = isBehindDropped && (word == "-" || !word.hasPrefix("-"))
        words.insert(word, at: isContacts ? min(2, words.count) : words.count)
        isBehindDropped = false
      }
    }
    return words
  }

  private static func stem(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
  }
}
