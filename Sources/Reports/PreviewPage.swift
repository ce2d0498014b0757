import Audience

/// The preview as a page: what will happen, at a glance.
package struct PreviewPage: Sendable {
  package var summary: Summary
  /// What the contacts are called: a path, or standard input.
  package var contacts: String
  /// Characters that force UCS-2, by the messages they do it to.
  package var forcing = Tally<Unicode.Scalar>(most: 2)
  /// Numbers that messages are sent from, by these messages.
  package var senders = Tally<PhoneNumber>(most: 2)
  /// The column that names the senders; `nil` for numbers of the command line.
  package var senderColumn: String?
  /// When messages may leave, in words; `nil` for any time.
  package var window: String?
  /// What may be wrong with messages that are sent all the same, a sentence each.
  package var doubts: [String] = []
  /// Why options refuse this plan; `nil` when they do not.
  package var refusal: String?
  /// What sends this plan, each word as a shell reads it; empty when there is nothing to send.
  package var command: [String] = []
  /// What is to be known before the command is run.
  package var commandNote: String?
  /// When the page was made, in microseconds since 1970.
  package var madeAt: Int64

  package init(summary: Summary, contacts: String, madeAt: Int64) {
    self.summary = summary
    self.contacts = contacts
    self.madeAt = madeAt
  }

  /// The page, as UTF-8.
  package func html(_ collector: PreviewCollector) throws(FileProblem) -> [UInt8] {
    try Page.bytes(
      PackageResources.preview_html, PreviewView(self, collector),
      title: "Preview of \(ForeignText.line(contacts, limit: 200))", version: summary.version)
  }
}

/// What `preview.html` shows.
private struct PreviewView {
  let contacts: String
  let figure: String?
  let headline: String
  let lead: String
  let bar: Chart
  let outcomes: [OutcomeView.Item]
  let facts: [FactView]
  let hasSamples: Bool
  let samplesIntro: String
  let samples: [PhoneView]
  let segmentsIntro: String
  let histogram: Chart
  let encodings: [OutcomeView.Item]
  let forcing: String?
  let left: GroupList?
  let leftIntro: String
  let warnings: [String]
  let refusal: String?
  let command: CommandView?
  let commandNote: String?
  let plan: String
  let footer: String

  init(_ page: PreviewPage, _ collector: PreviewCollector) {
    let words = PreviewWords(page, collector)
    let outcome = OutcomeView(page.summary.counts)
    contacts = ForeignText.line(page.contacts, limit: 200)
    (figure, headline, lead) = (words.figure, words.headline, words.lead)
    (bar, outcomes) = (outcome.bar, outcome.outcomes)
    facts = words.facts
    samples = collector.samples.labelled.map {
      PhoneView($0.sample, labels: $0.labels, price: page.summary.pricePerSegment)
    }
    hasSamples = !samples.isEmpty
    samplesIntro = words.samplesIntro
    segmentsIntro = words.segmentsIntro
    histogram = collector.histogram.chart
    encodings = words.encodings
    forcing = words.forcing
    left = GroupList(collector.left, in: "--output FILE.csv, which has every row")
    leftIntro = words.leftIntro
    warnings = words.warnings
    refusal = words.refusal
    command = page.command.isEmpty ? nil : CommandView(words: page.command)
    commandNote = page.commandNote
    plan = page.summary.plan ?? ""
    footer = words.footer
  }
}

/// A command line, word by word: it is broken between words only.
private struct CommandView {
  let words: [String]
}
