import ArgumentParser
import Logging

/// What is said while a command works.
struct LogArguments: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Log every attempt; numbers are masked.")
  var verbose = false

  @Option(help: "How the log on standard error is written: text or json.")
  var logFormat = Log.Format.text

  func log(isQuiet: Bool) -> Log {
    Log(logFormat, level: verbose ? .debug : isQuiet ? .warning : .notice)
  }
}
