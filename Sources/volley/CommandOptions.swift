import ArgumentParser
import Foundation
import Liquid

/// The long options of a command, as its help has them.
struct CommandOptions {
  enum Kind { case flag, option, list }

  private(set) var known: [String: Kind] = [:]

  /// The options of a command that plans a campaign; nil for the others.
  init?(of command: String) {
    switch command {
    case "send": self.init(SendCommand.self)
    case "preview": self.init(PreviewCommand.self)
    default: return nil
    }
  }

  /// The names of all options that a campaign file may have.
  static var ofAll: [String] {
    [CommandOptions(SendCommand.self), CommandOptions(PreviewCommand.self)]
      .flatMap(\.known.keys).filter { !["help", "version"].contains($0) }.sorted()
  }

  private init(_ command: any ParsableCommand.Type) {
    let help = try? JSONDecoder().decode(Help.self, from: Data(command._dumpHelp().utf8))
    for argument in help?.command.arguments ?? [] {
      let kind: Kind =
        argument.kind == "flag"
        ? .flag : argument.parsingStrategy == "upToNextOption" ? .list : .option
      for name in argument.names ?? [] where name.kind == "long" { known[name.name] = kind }
    }
  }

  /// The first long option on the command line that its command has not, and the one that was probably
  /// meant. Nil for commands that plan no campaign.
  static func unknown(in arguments: [String]) -> (name: String, nearest: String?)? {
    guard let command = arguments.first, let options = CommandOptions(of: command) else {
      return nil
    }
    for (index, argument) in arguments.prefix(while: { $0 != "--" }).enumerated()
    where argument.hasPrefix("--") {
      let name = argument.dropFirst(2).prefix { $0 != "=" }
      // What follows an option may be its value, however it looks.
      if index > 0, options.takesValue(arguments[index - 1]) { continue }
      guard !name.isEmpty, options.known[String(name)] == nil else { continue }
      let meant = options.known.keys.filter { $0 != "version" }.sorted()
      return (String(name), NearestName.of(String(name), in: meant))
    }
    return nil
  }

  private func takesValue(_ argument: String) -> Bool {
    argument.hasPrefix("--") && known[String(argument.dropFirst(2))] == .option
  }

  /// The value that an option has on the command line.
  static func value(of name: String, in arguments: [String]) -> String? {
    for (index, argument) in arguments.prefix(while: { $0 != "--" }).enumerated() {
      if argument == "--\(name)" { return arguments.dropFirst(index + 1).first }
      if argument.hasPrefix("--\(name)=") { return String(argument.dropFirst(name.count + 3)) }
    }
    return nil
  }

  /// The long options on the command line, and whether a value stands there by itself.
  func given(in arguments: [String]) -> (names: Set<String>, hasPositional: Bool) {
    var names: Set<String> = []
    var hasPositional = false
    var open: Kind?
    for (index, argument) in arguments.enumerated().dropFirst() {
      if argument == "--" { return (names, hasPositional || index + 1 < arguments.count) }
      if argument.hasPrefix("--") {
        let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1)
        let name = parts.first.map(String.init) ?? ""
        names.insert(name)
        open = parts.count == 2 ? nil : known[name]
      } else if argument.hasPrefix("-"), argument.count > 1 {
        // Such as -v, or -vy.
        names.formUnion(argument.dropFirst().compactMap { ["y": "yes", "v": "verbose"][$0] })
        open = nil
      } else if open == .option {
        open = nil
      } else if open != .list {
        hasPositional = true
      }
    }
    return (names, hasPositional)
  }

  private struct Help: Decodable {
    struct Command: Decodable { var arguments: [Argument]? }
    struct Argument: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String
      }

      var kind: String
      var names: [Name]?
      var parsingStrategy: String?
    }

    var command: Command
  }
}
