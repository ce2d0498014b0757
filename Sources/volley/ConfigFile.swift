import Campaign
import Foundation
import Liquid
import Yams

/// `--config`: the options of a campaign in a YAML file, by their long names. The command line wins.
///
/// The file becomes arguments before those are read, so that each option is understood and checked
/// in one place.
struct ConfigFile {
  /// Options that hold a path, which is relative to the file's folder.
  static let paths: Set = [
    "contacts", "template", "suppress", "token-file", "ca-file", "reports", "ledger",
    "metrics-file", "output",
  ]
  /// Options that stand in for each other: one on the command line takes the place of another in
  /// the file.
  static let alternatives: [Set<String>] = [
    ["template", "message"], ["from", "from-column"], ["verbose", "quiet"],
  ]
  /// Options that take more than one value.
  static let repeatable: Set = [
    "key", "suppress", "from", "window", "blackout", "retry", "retry-on",
  ]
  private static let largest = 1 << 20
  private static let mostValues = 1_000
  private static let mostAliases = 20

  let path: String
  private let options: CommandOptions

  /// The arguments with those of the file that they name, for commands that take one.
  static func expand(_ arguments: [String]) throws(CampaignError) -> [String] {
    let files = arguments.prefix { $0 != "--" }
      .count { $0 == "--config" || $0.hasPrefix("--config=") }
    guard files <= 1 else {
      throw CampaignError(.usage, "--config was given \(files) times; a campaign has one file")
    }
    // What a command's options are takes milliseconds to find out, so first whether it matters.
    guard let command = arguments.first,
      let path = CommandOptions.value(of: "config", in: arguments),
      let options = CommandOptions(of: command)
    else { return arguments }
    return try ConfigFile(path: path, options: options).expand(arguments)
  }

  /// Whether the campaign file among the arguments, if there is one, has an option.
  static func names(_ option: String, in arguments: [String]) -> Bool {
    guard let path = CommandOptions.value(of: "config", in: arguments),
      let options = CommandOptions(of: "send")
    else { return false }
    let file = ConfigFile(path: path, options: options)
    guard let entries = try? file.entries() else { return false }
    return entries.contains { $0.name == option && file.gives($0) }
  }

  /// Where the campaign file among the arguments, if there is one, has an option that the words name as
  /// `--limit`: a file and a line. Nil when the command line has it.
  static func place(ofOptionIn words: String, _ arguments: [String]) -> String? {
    guard let path = CommandOptions.value(of: "config", in: arguments),
      let command = arguments.first, let options = CommandOptions(of: command),
      let entries = try? ConfigFile(path: path, options: options).entries()
    else { return nil }
    let names = words.split { !$0.isLetter && $0 != "-" }
    let given = options.given(in: arguments).names
    return entries.first { names.contains("--\($0.name)") && !given.contains($0.name) }
      .map { "\(path): line \($0.line)" }
  }

  private func expand(_ arguments: [String]) throws(CampaignError) -> [String] {
    let given = options.given(in: arguments)
    let entries = try entries()
    // Of one file for both commands, `output` is for the preview.
    let isPreview =
      arguments[0] != "send" || given.names.contains("dry-run")
      || entries.contains { $0.name == "dry-run" && gives($0) }
    var contacts: [String] = []
    var added: [String] = []
    for entry in entries where !isReplaced(entry.name, by: given.names) {
      if entry.name == "output", !isPreview { continue }
      if entry.name == "contacts" {
        if !given.hasPositional { contacts = entry.values }
      } else if options.known[entry.name] != nil {
        added += try self.arguments(entry)
      }
    }
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return [arguments[0]] + contacts + arguments[1..<end] + added + arguments[end...]
  }

  private func isReplaced(_ name: String, by given: Set<String>) -> Bool {
    // A list that is given here must not let those of another get a message.
    if name == "suppress" { return false }
    return given.contains(name)
      || Self.alternatives.contains { $0.contains(name) && !$0.isDisjoint(with: given) }
  }

  /// A flag that is off is as one that is not there.
  private func gives(_ entry: Entry) -> Bool {
    options.known[entry.name] != .flag || (try? arguments(entry)) != []
  }

  private func arguments(_ entry: Entry) throws(CampaignError) -> [String] {
    guard options.known[entry.name] == .flag else {
      return entry.values.map { "--\(entry.name)=\($0)" }
    }
    switch entry.values.map({ $0.lowercased() }) {
    case ["true"], ["yes"], ["on"]: return ["--\(entry.name)"]
    case ["false"], ["no"], ["off"]: return []
    default: throw problem("\(entry.name) must be true or false", line: entry.line)
    }
  }

  // MARK: The file

  private struct Entry {
    var name: String
    var values: [String]
    var line: Int
  }

  private func entries() throws(CampaignError) -> [Entry] {
    let root: Node?
    let text = try text()
    try checkAliases(text)
    do { root = try Yams.compose(yaml: text) } catch let error as YamlError {
      throw problem(Self.words(error))
    } catch {
      throw problem("\(error)")
    }
    guard let root else { return [] }
    guard case .mapping(let mapping) = root else {
      throw problem("expected options and values, such as template: reminder.liquid")
    }
    var entries: [Entry] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (key, value) in mapping { entries.append(try entry(key, value, lines)) }
    return entries
  }

  /// Aliases of aliases of … would be looked through one by one, each as long as all before it.
  private func checkAliases(_ text: String) throws(CampaignError) {
    let anchors = Set(text.matches(of: /(?:^|[\s\[,{:])&([\w-]+)(?=\s)/).map(\.output.1))
    if anchors.isEmpty { return }
    let aliases = text.matches(of: /\*([\w-]+)/).count { anchors.contains($0.output.1) }
    guard aliases <= Self.mostAliases else {
      throw problem(
        "it uses its anchors (&\(anchors.first ?? "")) \(aliases) times; write the values out")
    }
  }

  private func entry(
    _ key: Node, _ value: Node, _ lines: [Substring]
  ) throws(CampaignError) -> Entry {
    let line = key.mark?.line ?? 0
    let name = key.scalar?.string ?? ""
    try checkName(name, line: line)
    var values: [String] = []
    for node in value.sequence.map(Array.init) ?? [value] {
      values.append(try self.value(node, of: name, line: line, lines))
    }
    try checkCount(values.count, of: name, line: line)
    return Entry(name: name, values: values, line: line)
  }

  private func checkName(_ name: String, line: Int) throws(CampaignError) {
    guard name != "config" else {
      throw problem("a campaign file cannot name another with config", line: line)
    }
    guard name == "contacts" || CommandOptions.ofAll.contains(name) else {
      let nearest = NearestName.of(name, in: CommandOptions.ofAll + ["contacts"])
      throw problem(
        "\(name) is not an option" + (nearest.map { "; did you mean \($0)?" } ?? ""), line: line)
    }
  }

  private func value(
    _ node: Node, of name: String, line: Int, _ lines: [Substring]
  ) throws(CampaignError) -> String {
    guard let scalar = node.scalar else {
      throw problem(
        "\(name) must be a value, or a list of values; put a text that begins with a sign such as { into quotes",
        line: line)
    }
    guard !scalar.string.isEmpty, !Self.isNull(scalar) else {
      throw problem("\(name) is empty", line: line)
    }
    if isCut(scalar, of: name, lines) {
      throw problem(
        "what follows # is a comment, and no part of \(name): put the value into quotes, or the comment on "
          + "a line of its own",
        line: line)
    }
    if name == "message", TextFile.isFile(absolute(scalar.string)) {
      throw problem("message is the text itself; name the file with template", line: line)
    }
    return meant(scalar.string, by: name)
  }

  private func checkCount(_ count: Int, of name: String, line: Int) throws(CampaignError) {
    guard count == 1 || Self.repeatable.contains(name) else {
      throw problem("\(name) takes one value, not \(count)", line: line)
    }
    guard count <= Self.mostValues else {
      throw problem("\(name) has \(count) values; it takes \(Self.mostValues)", line: line)
    }
  }

  private static func isNull(_ scalar: Node.Scalar) -> Bool {
    scalar.style == .plain && ["~", "null", "Null", "NULL"].contains(scalar.string)
  }

  private func meant(_ text: String, by name: String) -> String {
    if Self.paths.contains(name) { return absolute(text) }
    // The line end of a block (`message: |`) is YAML's, as that of a template is the file's.
    return name == "message" && text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  func absolute(_ file: String) -> String {
    if file.hasPrefix("/") || file == "-" { return file }
    guard let slash = path.lastIndex(of: "/") else {
      // Else it would be taken for an option.
      return file.hasPrefix("-") ? "./\(file)" : file
    }
    return path[...slash] + file
  }

  private func text() throws(CampaignError) -> String {
    let bytes = try TextFile.bytes(path, what: "campaign file")
    guard bytes.count <= Self.largest, let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("it is no text in UTF-8 of at most 1 MiB")
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  private static func words(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // libyaml's words for that one name its functions.
      "line \(mark.line): "
        + (problem.contains("nesting") ? "nested too deeply" : "\(problem); \(advice)")
    case .duplicatedKeysInMapping(let duplicates, _):
      "named twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))"
    default: "it is not YAML"
    }
  }

  /// What mostly is the matter, which libyaml does not say.
  private static let advice =
    "put a text into quotes that begins with a sign or has a colon in it, as in "
    + "message: \"Reminder: see you\", and indent with spaces"

  private func problem(_ words: String, line: Int? = nil) -> CampaignError {
    CampaignError(.usage, "\(path): " + (line.map { "line \($0): " } ?? "") + words)
  }
}
