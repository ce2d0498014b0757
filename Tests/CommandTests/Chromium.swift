import Foundation
import Subprocess
import SystemPackage
import Testing

/// A headless Chromium that shows one page at a time, and keeps what it says of it.
///
/// It is spoken to in its DevTools protocol over two pipes: no port, and it ends when they close.
struct Chromium {
  typealias Process = Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>

  /// What went wrong between the test and the browser.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// How a page is looked at.
  struct Screen: CustomTestStringConvertible {
    let width: Int
    let scheme: String

    static let all = [
      Screen(width: 1200, scheme: "light"), Screen(width: 1200, scheme: "dark"),
      Screen(width: 360, scheme: "light"), Screen(width: 360, scheme: "dark"),
    ]

    var testDescription: String { "\(width) pixels, \(scheme)" }
  }

  private let process: Process
  private var output: SubprocessOutputSequence.Iterator
  private var unread: [UInt8] = []
  private var number = 0
  private var session: String?
  /// Errors, warnings and words of the console, refusals of the page's policy among them.
  private(set) var complaints: [String] = []
  /// What was asked for, the page itself among it.
  private(set) var requests: [String] = []
  private var hasLoaded = false

  /// Starts a browser, and ends it after `body`.
  static func run<Result: Sendable>(
    in folder: Workdir, _ body: (inout Chromium) async throws -> Result
  ) async throws -> Result {
    let options = [
      "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--remote-debugging-pipe", "--user-data-dir=\(folder.path)/chromium",
    ]
    // The browser reads commands from descriptor 3 and answers on 4.
    let script = "exec chromium-headless-shell \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null"
    return try await Subprocess.run(
      .path("/bin/sh"), arguments: Arguments(["-c", script, "sh"] + options),
      environment: .custom(["PATH": "/usr/bin:/bin", "HOME": folder.path]),
      input: .inputWriter, output: .sequence, error: .discarded
    ) { process in
      var browser = Chromium(process)
      do {
        try await browser.start()
        let result = try await body(&browser)
        try await browser.end()
        return result
      } catch {
        try? await browser.end()
        throw error
      }
    }.closureResult
  }

  private init(_ process: Process) {
    self.process = process
    output = process.standardOutput.makeAsyncIterator()
  }

  // MARK: - Pages

  /// Opens a page, and forgets what was said of the one before.
  ///
  /// - Parameter runsScripts: Whether the page's own script may run.
  mutating func open(_ path: String, on screen: Screen, runsScripts: Bool = true) async throws {
    try await call("Emulation.setScriptExecutionDisabled", ["value": !runsScripts])
    try await call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": screen.scheme]]])
    try await call(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": screen.width, "height": 800, "deviceScaleFactor": 1,
        "mobile": screen.width < 500,
      ])
    (complaints, requests, hasLoaded) = ([], [], false)
    try await call("Page.navigate", ["url": "file://\(path)"])
    while !hasLoaded { note(try await next()) }
  }

  /// The value of an expression of JavaScript, as JSON has it.
  mutating func value(_ expression: String) async throws -> Any {
    let answer = try await call(
      "Runtime.evaluate", ["expression": expression, "returnByValue": true])
    guard answer["exceptionDetails"] == nil, let result = answer["result"] as? [String: Any] else {
      throw Problem(description: "\(expression): \(answer)")
    }
    return result["value"] ?? NSNull()
  }

  mutating func number(_ expression: String) async throws -> Int {
    try await value(expression) as? Int ?? -1
  }

  mutating func text(_ expression: String) async throws -> String {
    try await value(expression) as? String ?? ""
  }

  mutating func texts(_ expression: String) async throws -> [String] {
    try await value(expression) as? [String] ?? []
  }

  /// Presses a key as a person would.
  mutating func press(_ key: String, text: String = "") async throws {
    let codes = ["Tab": 9, "Enter": 13]
    for type in ["keyDown", "keyUp"] {
      try await call(
        "Input.dispatchKeyEvent",
        [
          "type": type, "key": key, "code": key, "windowsVirtualKeyCode": codes[key] ?? 0,
          "text": type == "keyDown" ? text : "",
        ])
    }
  }

  /// Types into the field that has the focus. The browser answers before the field has the text, so
  /// the page is asked until it does.
  mutating func type(_ text: String) async throws {
    let before = try await self.text("document.activeElement.value")
    try await call("Input.insertText", ["text": text])
    let limit = ContinuousClock.now + .seconds(30)
    while try await self.text("document.activeElement.value") != before + text {
      guard ContinuousClock.now < limit else {
        throw Problem(description: "the field never got \(text)")
      }
    }
  }

  // MARK: - The protocol

  private mutating func start() async throws {
    let target = try await call("Target.createTarget", ["url": "about:blank"])
    let attached = try await call(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
    session = attached["sessionId"] as? String
    for domain in ["Page", "Network", "Log", "Runtime"] { try await call("\(domain).enable") }
  }

  private mutating func end() async throws {
    session = nil
    try await send("Browser.close", [:])
    try await process.standardInputWriter.finish()
    while try await output.next() != nil {}
  }

  /// Sends a command, and takes what is said until its answer.
  @discardableResult
  private mutating func call(
    _ method: String, _ parameters: [String: Any] = [:]
  ) async throws -> [String: Any] {
    try await send(method, parameters)
    while true {
      let message = try await next()
      guard message["id"] as? Int == number else {
        note(message)
        continue
      }
      guard let result = message["result"] as? [String: Any] else {
        throw Problem(description: "\(method): \(message)")
      }
      return result
    }
  }

  private mutating func send(_ method: String, _ parameters: [String: Any]) async throws {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    _ = try await process.standardInputWriter.write(bytes)
  }

  /// The next message: JSON up to a zero byte.
  private mutating func next() async throws -> [String: Any] {
    while true {
      if let end = unread.firstIndex(of: 0) {
        let message = Data(unread[..<end])
        unread.removeFirst(end + 1)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      guard let buffer = try await output.next() else {
        throw Problem(description: "the browser went away")
      }
      buffer.withUnsafeBytes { unread.append(contentsOf: $0) }
    }
  }

  private mutating func note(_ message: [String: Any]) {
    let parameters = message["params"] as? [String: Any] ?? [:]
    switch message["method"] as? String {
    case "Page.loadEventFired": hasLoaded = true
    case "Network.requestWillBeSent":
      let request = parameters["request"] as? [String: Any]
      requests.append(request?["url"] as? String ?? "?")
    case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown":
      complaints.append("\(parameters)")
    default: break
    }
  }
}
