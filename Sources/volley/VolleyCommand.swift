import ArgumentParser
import Campaign

/// The command line.
struct VolleyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "volley",
    abstract: "Send one message to every contact of a CSV file, and prove what became of each.",
    discussion: """
      No recipient is messaged twice by accident, no row is lost in silence, and a mistake in the \
      list or the template is found before the first message leaves.

      EXAMPLE
        volley preview guests.csv --template invitation.txt --from +12025550100
        volley send    guests.csv --template invitation.txt --from +12025550100

      EXIT CODES
        0    every row was sent, or skipped on purpose (duplicate, suppressed,
             already sent)
        1    an error of volley's own, or a file that is no ledger, or one that
             came without its log
        3    finished; some rows were not sent (invalid, rejected, failed)
        4    finished; of at least one row it is unknown whether it was accepted
        5    stopped early by a stop rule or a fault; run again to go on
        6    another run holds this campaign
        64   wrong usage
        65   contacts or template cannot be used; nothing was sent
        75   rows are left for later; run again
        129  the terminal was closed; 130, 143 interrupted: messages in flight
             were waited for
      """,
    version: Volley.version,
    subcommands: [
      PreviewCommand.self, SendCommand.self, StatusCommand.self, ReportCommand.self,
      SettleCommand.self, MockCommand.self,
    ])

  static let names = configuration.subcommands.compactMap { $0.configuration.commandName }
}
