import ArgumentParser
import Audience
import Campaign
import Composing
import Foundation
import Ledger
import Reports

/// What shapes a plan: shared by `preview` and `send`.
struct PlanArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The contacts, or - for standard input.", valueName: "contacts.csv"),
    completion: .file())
  var contacts: String

  /// Its options are among the arguments by the time that these are read.
  @Option(
    help: ArgumentHelp(
      "A YAML file with options by their long names, and contacts. Options given here win; only "
        + "--suppress adds to the file's.",
      valueName: "campaign.yaml"), completion: .file())
  var config: String?

  @Option(help: "The column with the numbers to send to. Default: found by its usual names.")
  var toColumn: String?

  @Option(
    help: "The character between fields: , ; | or tab. Default: detected.",
    transform: Self.delimiter)
  var delimiter: UInt8?

  @Option(
    help: ArgumentHelp(
      "The region whose national number formats are understood, such as US.", valueName: "region"))
  var region: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The columns that make a message unique in its campaign, with a space between them and behind the "
        + "contacts: list.csv --key phone date. Default: the number.",
      valueName: "column"))
  var key: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file of numbers that get nothing. May be repeated. One that is added while messages are sent "
        + "gets none either (once a long list that grows is read again); one that is taken out then "
        + "gets none before the next run.",
      valueName: "file"), completion: .file())
  var suppress: [String] = []

  @Flag(
    help: ArgumentHelp(
      "Any invalid row stops the run before it starts; so does an entry of --suppress that is no "
        + "number."))
  var strict = false

  @Option(
    help: ArgumentHelp(
      "The file with the message, a Liquid template; this or --message.", valueName: "file"),
    completion: .file())
  var template: String?

  @Option(help: ArgumentHelp("The message itself, a Liquid template.", valueName: "text"))
  var message: String?

  @Option(
    help: ArgumentHelp(
      "The number to send from. Repeated, it makes a pool; a recipient always gets the same one.",
      valueName: "number"))
  var from: [String] = []

  @Option(
    help: ArgumentHelp(
      "The column with the numbers to send from; in place of --from.", valueName: "column"))
  var fromColumn: String?

  @Option(help: "The most segments that a message may have.")
  var maxSegments = 10

  @Option(
    help: "What to do with typographic quotes, dashes and ellipses: keep, or plain (GSM-7 equals).")
  var smartQuotes = SmartQuotes.keep

  @Option(
    help: ArgumentHelp("What a segment costs, such as 0.0079.", valueName: "price"),
    transform: Self.price)
  var pricePerSegment: Price?

  @Option(
    help: ArgumentHelp(
      "The most that the plan may cost; with --price-per-segment.", valueName: "price"),
    transform: Self.price)
  var maxCost: Price?

  @Flag(help: "The summary as one JSON object on standard output, and nothing else there.")
  var json = false

  @Flag(help: "Say nothing when all is well.")
  var quiet = false

  enum SmartQuotes: String, ExpressibleByArgument, CaseIterable { case keep, plain }

  func validate() throws {
    guard template == nil || message == nil else {
      throw ValidationError("--template and --message are both given: the message is one of them")
    }
    guard template != nil || message != nil else {
      throw ValidationError("the message is missing: give --template FILE or --message TEXT")
    }
    guard from.isEmpty || fromColumn == nil else {
      throw ValidationError("--from and --from-column are both given: the sender is one of them")
    }
    guard !from.isEmpty || fromColumn != nil else {
      throw ValidationError(
        "the sender is missing: give --from NUMBER (repeat it for a pool) or --from-column COLUMN")
    }
    try StandardInput.check(files)
    guard maxSegments >= 1 else { throw ValidationError("--max-segments must be 1 or more") }
    guard maxCost == nil || pricePerSegment != nil else {
      throw ValidationError("--max-cost needs --price-per-segment")
    }
  }

  /// All that is read.
  var files: [String] { [contacts] + suppress + [template, config].compactMap { $0 } }

  /// What the arguments mean; reads the template.
  func options(_ schedule: ScheduleArguments) throws(CampaignError) -> PlanOptions {
    PlanOptions(
      contacts: contacts,
      audience: AudienceOptions(
        toColumn: toColumn, fromColumn: fromColumn,
        timezoneColumn: schedule.timezoneColumn, delimiter: delimiter, region: region,
        keyColumns: key, suppressions: suppress),
      template: try text(), senders: from, maxSegments: maxSegments,
      plainQuotes: smartQuotes == .plain, price: pricePerSegment,
      window: schedule.sendWindow)
  }

  private func text() throws(CampaignError) -> PlanOptions.Text {
    guard let path = template else {
      let text = message ?? ""
      try Self.checkIsNoFile(text)
      return PlanOptions.Text(name: "--message", text: text)
    }
    return PlanOptions.Text(name: path, text: try TextFile.template(path), path: path)
  }

  /// Nobody is to get the name of the file that the message is in; `@` is how curl names one.
  private static func checkIsNoFile(_ text: String) throws(CampaignError) {
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard name != "-" else {
      throw CampaignError(
        .usage, "--message -: is no text; give that of standard input with --template /dev/stdin")
    }
    let names = [name] + (name.hasPrefix("@") ? [String(name.dropFirst())] : [])
    guard let name = names.first(where: TextFile.isFile) else {
      guard isLikeFile(name) else { return }
      throw CampaignError(
        .usage,
        "--message \(text): reads as the name of a file, which is not there, and would be sent as it "
          + "stands; give the file with --template")
    }
    throw CampaignError(
      .usage,
      "--message \(text): is the name of a file, and would be sent as it stands; give the file with "
        + "--template \(ShellText.quoted(name))")
  }

  /// `reminder.liquid`, `./reminder`, but not `https://example.com/a.html`, `www.example.md`, or
  /// `{{ name }}.txt`.
  private static func isLikeFile(_ text: String) -> Bool {
    guard !text.contains(where: { $0.isNewline || $0 == "{" }) else { return false }
    let name = text.lowercased()
    let isPath = ["file:/", "@/", "./", "../", "~/"].contains(where: name.hasPrefix)
    let hasEnding = endingsOfFiles.contains(where: name.hasSuffix)
    // `See readme.txt` is a text, and so is `~/~ SALE ~/~`.
    if name.contains(where: \.isWhitespace) { return isPath && hasEnding }
    return isPath || hasEnding && !name.contains("://") && !isLikeHost(name)
  }

  private static let endingsOfFiles = [
    ".txt", ".text", ".liquid", ".md", ".html", ".htm", ".j2", ".jinja", ".jinja2", ".mustache",
    ".tpl", ".tmpl", ".docx", ".doc", ".odt", ".rtf", ".eml",
  ]

  private static func isLikeHost(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isHost = parts.count > 1 && parts[0] != ".." && parts[0].dropFirst().contains(".")
    return isHost || name.hasPrefix("www.")
  }

  /// Refuses to write over what is to be read: the list may be the only one; or where there is no file to
  /// replace.
  ///
  /// - Parameter others: Files besides those of the plan that must stay.
  func refuse(
    _ option: String, _ output: String, toReplace others: [String?] = []
  ) throws(CampaignError) {
    let inputs = files + others.compactMap { $0 }
    do throws(FileProblem) { _ = try AtomicFile.named(output) } catch {
      throw CampaignError(.usage, "\(option): \(error.description)")
    }
    guard
      let input = inputs.first(where: { FilePlace.isSame($0 == "-" ? "/dev/stdin" : $0, output) })
    else { return }
    throw CampaignError(
      .usage,
      "\(option) \(output): would replace \(shownPath(input)), which is used; name another file")
  }

  /// Whoever does not see the plan is told at least that somebody may get a message who wants none, or
  /// one that says what is not so.
  func warn(_ draft: Draft, _ plan: Plan, _ log: Log) {
    if plan.tellsLocalTime { LocalTime.tellUnknown(log) }
    for doubt in plan.doubts { log.say(doubt, level: .warning) }
    for doubt in draft.suppressionDoubts { log.say(doubt, level: .warning) }
  }

  /// Refuses a plan that the options say must not be sent.
  func check(_ plan: Plan, _ draft: Draft) throws(CampaignError) {
    let invalid = plan.counts[.invalid]
    if strict, invalid > 0 {
      throw CampaignError(
        .unusable,
        "\(invalid) invalid \(invalid == 1 ? "row" : "rows"), and --strict wants none; "
          + "nothing was sent")
    }
    if strict, let bad = draft.list.suppressions.badEntries.first {
      throw CampaignError(
        .unusable,
        "\(bad.reason); --strict wants every entry of --suppress understood; nothing was sent")
    }
    guard let maxCost else { return }
    guard let cost = plan.cost else {
      throw CampaignError(.unusable, "the cost is past counting; nothing was sent")
    }
    if maxCost < cost {
      throw CampaignError(
        .unusable, "the plan costs \(cost), and --max-cost is \(maxCost); nothing was sent")
    }
  }

  private static func delimiter(_ text: String) throws -> UInt8 {
    switch text.lowercased() {
    case "tab", "\\t": return UInt8(ascii: "\t")
    case "comma": return UInt8(ascii: ",")
    case "semicolon": return UInt8(ascii: ";")
    case "pipe": return UInt8(ascii: "|")
    default:
      guard let byte = text.utf8.first, text.utf8.count == 1 else {
        throw ValidationError("--delimiter must be one ASCII character, such as ; or tab")
      }
      return byte
    }
  }

  private static func price(_ text: String) throws -> Price {
    guard let price = Price(text) else {
      throw ValidationError("\(text) is not a price; expected a number such as 0.0079")
    }
    return price
  }
}
