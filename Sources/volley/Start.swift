import ArgumentParser
import Campaign
import Dispatch
import Glibc
import Liquid

/// Starts before anything else of the process: once tasks run, the runtime has files open.
@main
enum Start {
  static func main() {
    Console.keepStandardFilesApart()
    atexit(flushErrors)
    checkArguments()
    LocalTime.settleZone()
    Task { @MainActor in
      let arguments = arguments()
      // Else whoever wants a time is told so.
      if !arguments.contains("--quiet") { LocalTime.tellUnknown() }
      await run(arguments)
      exit(0)
    }
    dispatchMain()
  }

  /// Whatever thread ends the process.
  private static let flushErrors: @Sendable @convention(c) () -> Void = {
    StandardError.shared.flush()
  }

  private static func run(_ arguments: [String]) async {
    do {
      var command = try VolleyCommand.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let words = VolleyCommand.message(for: error)
      if VolleyCommand.exitCode(for: error) == .validationFailure, !words.isEmpty {
        let own = Array(CommandLine.arguments.dropFirst())
        if let unknown = CommandOptions.unknown(in: own) { refuse(unknown) }
        let place = ConfigFile.place(ofOptionIn: words, own)
        if place != nil || Log.early.format == .json {
          Log.early.say((place.map { "\($0): " } ?? "") + words)
          exit(ArgumentParser.ExitCode.validationFailure.rawValue)
        }
      }
      StandardError.shared.flush()
      VolleyCommand.exit(withError: error)
    }
  }

  /// What is missing may be what is misspelt.
  private static func refuse(_ unknown: (name: String, nearest: String?)) -> Never {
    if CommandOptions(of: "send")?.known[unknown.name] != nil {
      Log.early.say("--\(unknown.name): belongs to send; preview has no such option")
      exit(ArgumentParser.ExitCode.validationFailure.rawValue)
    }
    let hint = unknown.nearest.map { "; did you mean --\($0)?" } ?? ""
    Log.early.say("--\(unknown.name): there is no such option\(hint)")
    exit(ArgumentParser.ExitCode.validationFailure.rawValue)
  }

  /// The arguments with the options of a campaign file, where one is named.
  private static func arguments() -> [String] {
    do throws(CampaignError) {
      try checkEncoding()
      try checkHyphens()
      try checkDashes()
      try checkCommand()
      return try ConfigFile.expand(Array(CommandLine.arguments.dropFirst()))
    } catch {
      Log.early.say(error.words)
      exit(error.code.rawValue)
    }
  }
}

extension Start {
  /// Swift reads them from /proc. Without, all commands would be a call for help, with exit code 0.
  private static func checkArguments() {
    guard CommandLine.argc == 0 || CommandLine.arguments.isEmpty else { return }
    Log().say("the command line cannot be read: /proc is not there; nothing was done")
    exit(Campaign.ExitCode.error.rawValue)
  }

  /// What is no UTF-8 would be sent, or looked for, with other characters in its place.
  private static func checkEncoding() throws(CampaignError) {
    for (index, argument) in CommandLine.arguments.enumerated()
    where argument.unicodeScalars.contains("\u{FFFD}") {
      guard let bytes = CommandLine.unsafeArgv[index], String(validatingCString: bytes) == nil
      else {
        continue
      }
      throw CampaignError(
        .usage,
        "\(argument): is not UTF-8; write the command in UTF-8, and call files by names in it")
    }
  }

  /// Editors and chats make one dash of two hyphens, and the option would be taken for a file.
  private static func checkDashes() throws(CampaignError) {
    for argument in CommandLine.arguments.dropFirst().prefix(while: { $0 != "--" }) {
      guard let dash = argument.first, "\u{2013}\u{2014}\u{2212}".contains(dash) else { continue }
      let name = argument.drop { !$0.isLetter }.prefix { $0 != "=" }
      guard CommandOptions.ofAll.contains(String(name)) else { continue }
      throw CampaignError(
        .usage, "\(argument): begins with a dash, as editors write it; write two hyphens: --\(name)"
      )
    }
  }

  /// `-dash.csv` would be read as `-d -a -s -h`, and that asks for help: nothing would be sent, with exit
  /// code 0.
  private static func checkHyphens() throws(CampaignError) {
    for argument in CommandLine.arguments.dropFirst().prefix(while: { $0 != "--" })
    where argument.first == "-" && argument.dropFirst().first?.isLetter == true {
      guard argument.dropFirst().allSatisfy(shortOptions.contains) else {
        throw CampaignError(
          .usage,
          "\(argument): there is no such option; a file of that name is written ./\(argument)")
      }
    }
  }

  /// Help for a command that is not there would be that of all, with exit code 0.
  private static func checkCommand() throws(CampaignError) {
    let words = CommandLine.arguments.dropFirst()
    let names = VolleyCommand.names
    guard let word = words.first == "help" ? words.dropFirst().first : words.first,
      word.first != "-", word != "help", !names.contains(word)
    else { return }
    let hint = NearestName.of(word, in: names).map { "did you mean \($0)? " } ?? ""
    throw CampaignError(.usage, "\(word): there is no such command; \(hint)volley help lists them")
  }

  /// The short options of all commands. Each refuses those that it has not.
  private static let shortOptions: Set<Character> = ["h", "v", "y"]
}
