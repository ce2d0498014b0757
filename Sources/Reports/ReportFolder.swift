import Audience

/// The reports of one run, in `<reports>/<campaign>/`: written together, then put in place together.
///
/// Rows are appended in the order of the contacts. Nothing is replaced before everything is on disk;
/// `summary.json` comes last, so that who waits for it finds the others. Folders that are missing are
/// created for their owner alone (0700), since reports hold personal data.
package struct ReportFolder: ~Copyable {
  /// `<reports>/<campaign>`.
  package let path: String
  private var deliveryCSV: DeliveryCSV
  private var deliveryJSON: DeliveryJSON
  private var rejectsCSV: RejectsCSV
  /// How many bytes stand before the messages in `delivery.json`; they are written again at the end.
  private var startLength = 0
  private var collector: ReportCollector
  private var files: Files

  /// Starts the reports of `summary.campaign`, which must be no path.
  ///
  /// - Parameters:
  ///   - summary: As far as it is known. It stands before the messages in `delivery.json`, with room
  ///     to grow by what is counted.
  ///   - numberColumns: The columns of the contacts that hold phone numbers, counted from 0.
  ///   - delimiter: Of `rejects.csv`.
  package static func start(
    reports: String, header: Header, summary: Summary, numberColumns: Set<Int> = [],
    delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(FileProblem) -> ReportFolder {
    let path = path(reports: reports, campaign: summary.campaign)
    try PrivateFolder.create(path)
    var folder = ReportFolder(
      path: path, header: header, delimiter: delimiter,
      collector: ReportCollector(numberColumns: numberColumns), files: try Files.start(in: path))
    try folder.appendStart(summary)
    return folder
  }

  private mutating func appendStart(_ summary: Summary) throws(FileProblem) {
    try files.deliveryCSV.append { deliveryCSV.appendHeader(to: &$0) }
    try files.rejectsCSV.append { rejectsCSV.appendHeader(to: &$0) }
    startLength = start(of: summary, length: 0).count + DeliveryJSON.growth
    let start = start(of: summary, length: startLength)
    try files.deliveryJSON.append { $0.append(contentsOf: start) }
  }

  private func start(of summary: Summary, length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    deliveryJSON.appendStart(summary, to: &bytes, length: length)
    return bytes
  }

  private init(
    path: String, header: Header, delimiter: UInt8, collector: ReportCollector,
    files: consuming Files
  ) {
    self.path = path
    self.collector = collector
    deliveryCSV = DeliveryCSV(header: header)
    deliveryJSON = DeliveryJSON(header: header)
    rejectsCSV = RejectsCSV(header: header, delimiter: delimiter)
    self.files = files
  }

  /// Where the reports of a campaign stand.
  package static func path(reports: String, campaign: String) -> String {
    reports.isEmpty || reports.hasSuffix("/") ? reports + campaign : "\(reports)/\(campaign)"
  }

  /// The files that the reports of a campaign replace.
  package static func files(reports: String, campaign: String) -> [String] {
    let path = path(reports: reports, campaign: campaign)
    return Files.Name.allCases.map { "\(path)/\($0.rawValue)" }
  }

  /// Creates the folder and sees whether its files could be written, before there is anything to report.
  package static func check(reports: String, campaign: String) throws(FileProblem) {
    let path = path(reports: reports, campaign: campaign)
    try PrivateFolder.create(path)
    _ = try Files.start(in: path)
  }

  /// Appends one row of the contacts, the next in their order.
  package mutating func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch
  ) throws(FileProblem) {
    try files.deliveryCSV.append(row, contact: contact, in: batch, as: &deliveryCSV)
    try files.deliveryJSON.append(row, contact: contact, in: batch, as: &deliveryJSON)
    if row.status.isReject {
      try files.rejectsCSV.append(row, contact: contact, in: batch, as: &rejectsCSV)
    }
    collector.note(row, contact: contact, in: batch)
  }

  /// Why most of the rows that were appended were rejected or failed; nil when none was.
  package var commonReason: CommonReason? { CommonReason(collector.errors) }

  /// Puts all reports in place, durably.
  ///
  /// - Parameters:
  ///   - summary: As it is to be reported, with all rows counted.
  ///   - runs: The last runs of the campaign, the very last one first.
  ///   - isOutdated: Asked at the last moment, when nobody else puts reports into the folder.
  /// - Returns: whether they are in place; outdated ones go, and what stands there stays.
  @discardableResult
  package consuming func commit(
    _ summary: Summary, runs: [RunFacts] = [], unless isOutdated: () -> Bool = { false }
  ) throws(FileProblem) -> Bool {
    let start = start(of: summary, length: startLength)
    guard start.count == startLength else {
      throw FileProblem(cannot: "write", path, because: "its summary outgrew its room")
    }
    try files.deliveryJSON.append { deliveryJSON.appendEnd(to: &$0) }
    try files.deliveryJSON.rewriteStart(start)
    try files.summary.append { summary.appendPretty(to: &$0) }
    let html = try ReportPage(summary: summary, runs: runs, folder: path).html(collector)
    try files.page.append { $0.append(contentsOf: html) }
    try files.sync()
    let turn = FolderTurn(path)
    defer { withExtendedLifetime(turn) {} }
    if isOutdated() { return false }
    try files.publish()
    return true
  }
}

/// The files of a report folder.
private struct Files: ~Copyable {
  var deliveryCSV: AtomicFile
  var deliveryJSON: AtomicFile
  var rejectsCSV: AtomicFile
  var page: AtomicFile
  var summary: AtomicFile

  enum Name: String, CaseIterable {
    case deliveryCSV = "delivery.csv"
    case deliveryJSON = "delivery.json"
    case rejectsCSV = "rejects.csv"
    case page = "report.html"
    case summary = "summary.json"
  }

  static func start(in folder: String) throws(FileProblem) -> Files {
    // All are opened before the first is stored: half a noncopyable value cannot be thrown away.
    let deliveryCSV = try file(.deliveryCSV, in: folder)
    let deliveryJSON = try file(.deliveryJSON, in: folder)
    let rejectsCSV = try file(.rejectsCSV, in: folder)
    let page = try file(.page, in: folder)
    let summary = try file(.summary, in: folder)
    return Files(
      deliveryCSV: deliveryCSV, deliveryJSON: deliveryJSON, rejectsCSV: rejectsCSV, page: page,
      summary: summary)
  }

  private static func file(_ name: Name, in folder: String) throws(FileProblem) -> AtomicFile {
    try AtomicFile(path: "\(folder)/\(name.rawValue)")
  }

  mutating func sync() throws(FileProblem) {
    try deliveryCSV.sync()
    try deliveryJSON.sync()
    try rejectsCSV.sync()
    try page.sync()
    try summary.sync()
  }

  mutating func publish() throws(FileProblem) {
    try deliveryCSV.publish()
    try deliveryJSON.publish()
    try rejectsCSV.publish()
    try page.publish()
    try summary.publish()
    try AtomicFile.syncFolder(of: summary.path)
  }
}
