import Foundation
import MockFluents
import Testing

/// The pages as people see them: written by the binary, shown by a browser.
@Suite(.serialized) struct PageTests {
  let folder: Workdir

  init() throws { folder = try Workdir() }

  private static let reminder =
    "Hi {{ name }}, your appointment is on Wednesday, 2 December at 13:45. To move it, reply MOVE."

  @Test func thePreviewShowsWhatWillHappen() async throws {
    try folder.write("text.liquid", Self.reminder)
    try folder.write("gone.csv", "phone\n+12025550199\n")
    try folder.write(
      "list.csv",
      contacts(24) + "Zoë,+12025550123\nBob,nope\nAda,+12025551000\nEve,+12025550199\n")
    try await preview(["--price-per-segment", "0.0079", "--suppress", "gone.csv"])
    try await Chromium.run(in: folder) { browser in
      for screen in Chromium.Screen.all {
        try await browser.open("\(folder.path)/page.html", on: screen)
        try await expectSound(&browser, screen)
        #expect(try await browser.text("document.querySelector('h1').innerText").hasPrefix("25 "))
        #expect(try await browser.texts(Self.facts("dt")) == Self.factNames)
        let facts = try await browser.texts(Self.facts("dd b"))
        #expect(facts == ["25", "25", "26", "0.2054", "1", "Any time"])
        #expect(
          try await browser.texts(Self.inner(".sample h3")) == [
            "Shortest · Most expensive", "Longest", "Chosen evenly, 1 of 3",
            "Chosen evenly, 2 of 3", "Chosen evenly, 3 of 3",
          ])
        #expect(try await browser.texts(Self.inner("mark")) == ["ë"])
        #expect(try await browser.texts(Self.inner("span.part", "textContent")) == ["(part 2)"])
        #expect(
          try await browser.text("document.querySelector('.because').innerText").contains("U+00EB"))
        #expect(try await browser.number("document.querySelectorAll('svg[role=img]').length") == 2)
        let left = try await browser.texts(Self.inner(".groups .which"))
        #expect(left == ["row 27", "row 28", "row 29"])
      }
    }
  }

  @Test func aPlanThatIsRefusedHasNoCommandThatSendsIt() async throws {
    try folder.write("list.csv", contacts(2))
    let outcome = try await folder.volley([
      "send", "--dry-run", "list.csv", "--output", "page.html", "--message", "Hi", "--from",
      "+12025550100", "--price-per-segment", "1", "--max-cost", "1",
    ])
    #expect(outcome.code == 65, "\(outcome)")
    let page = try folder.read("page.html")
    #expect(
      page.contains("This plan will not be sent as it is: the plan costs 2.00, and --max-cost is"))
    #expect(!page.contains("class=\"command\""))
    _ = try await folder.volley([
      "send", "--dry-run", "list.csv", "--output", "page.html", "--message", "Hi", "--from",
      "+12025550100", "--plan", "0",
    ])
    let other = try folder.read("page.html")
    #expect(other.contains("and --plan says 0") && !other.contains("class=\"command\""))
  }

  /// An option that takes many values ends where one is left out.
  @Test(arguments: [
    ["LIST", "--output", "page.html", "--quiet"],
    ["--key", "phone", "--output", "page.html", "LIST"],
    ["--output=page.html", "--blackout", "2099-12-25", "--quiet", "LIST"],
    ["--key", "phone", "--json", "--output", "page.html", "--", "LIST"],
  ])
  func theCommandOfThePreviewSendsItsPlan(_ options: [String]) async throws {
    let list = "guests of Ada's.csv"
    try folder.write(list, contacts(3))
    let outcome = try await folder.volley(
      ["preview", "--message", "Hi\n{{ name }}, it's “on”!", "--from", "+12025550100"]
        + options.map { $0 == "LIST" ? list : $0 })
    #expect(outcome.code == 0, "\(outcome)")
    let command = try await Chromium.run(in: folder) { browser in
      try await browser.open("\(folder.path)/page.html", on: Chromium.Screen.all[0])
      return try await browser.text("document.querySelector('.command').textContent")
    }
    try await MockServer.withServer(MockConfiguration()) { server in
      let options = " --yes --api-url http://127.0.0.1:\(server.port)"
      let ending = command.ranges(of: " -- ").last?.lowerBound ?? command.endIndex
      let (command, more) = (command[..<ending] + options, String(command[ending...]))
      let sent = try await folder.run(
        "/bin/bash", ["-c", command + more], ["FLUENTS_API_TOKEN": "secret-token"])
      #expect(sent.code == 0, "\(sent)")
      #expect(Set(server.received.map(\.message)).contains("Hi\nGuest 0, it's “on”!"))
      #expect(server.received.count == 3)
      try folder.write(list, contacts(4))
      let refused = try await folder.run(
        "/bin/bash", ["-c", command + more], ["FLUENTS_API_TOKEN": "secret-token"])
      #expect(refused.code == 65, "\(refused)")
    }
  }

  @Test func theReportShowsWhatHappened() async throws {
    try await send()
    try await Chromium.run(in: folder) { browser in
      for screen in Chromium.Screen.all {
        try await browser.open("\(folder.path)/reports/list/report.html", on: screen)
        try await expectSound(&browser, screen)
        #expect(try await browser.text("document.querySelector('h1').innerText").hasPrefix("36 "))
        let legend = try await browser.texts(Self.inner(".outcome .legend li"))
        #expect(
          legend.map { $0.prefix(9) } == ["36 sent a", "2 unknown", "2 rejecte", "2 invalid"])
        #expect(
          try await browser.text("document.querySelector('section').innerText").contains("settle"))
        #expect(try await browser.number("document.querySelectorAll('#rows tbody tr').length") == 6)
        #expect(
          try await browser.texts(Self.inner("svg[role=img] > title", "textContent")) == [
            "Rows by status", "Messages over time in run 1", "Answers by the time they took",
          ])
        #expect(try await browser.texts(Self.inner(".runs b")) == ["Run 1"])
        let groups = try await browser.texts(Self.inner(".groups .words"))
        #expect(groups.count == 5 && groups.contains("Told to answer 404"))
      }
    }
  }

  @Test func theTableIsSortedAndSearchedFromTheKeyboard() async throws {
    try await send()
    try await Chromium.run(in: folder) { browser in
      try await browser.open("\(folder.path)/reports/list/report.html", on: Chromium.Screen.all[0])
      let status = "document.querySelectorAll('#rows th')[1]"
      let rows = Self.inner("#rows tbody tr:not([hidden]) td.n")
      let before = try await browser.texts(rows)
      try await reach("#find", &browser)
      // Its whole number: a short one could be found in the time of another row.
      try await browser.type("REJECTED guést +12025551030")
      #expect(try await browser.texts(Self.inner("#rows tr:not([hidden]) .name")) == ["Guest 30"])
      #expect(
        try await browser.text("document.getElementById('found').textContent") == "1 of 6 rows")
      _ = try await browser.value(
        "document.activeElement.value = '', document.activeElement.dispatchEvent(new Event('input'))"
      )
      #expect(try await browser.texts(rows) == before)
      try await reach("#rows th:first-child button", &browser)
      try await browser.press("Enter", text: "\r")
      let sorted = before.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
      #expect(try await browser.texts(rows) == sorted && sorted != before)
      try await browser.press("Enter", text: "\r")
      #expect(try await browser.texts(rows) == sorted.reversed())
      #expect(
        try await browser.text("document.querySelector('#rows th').getAttribute('aria-sort')")
          == "descending")
      try await browser.press("Tab")
      try await browser.press("Enter", text: "\r")
      #expect(try await browser.text("\(status).getAttribute('aria-sort')") == "ascending")
      #expect(try await browser.number("document.querySelectorAll('[aria-sort]').length") == 1)
    }
  }

  @Test func withoutItsScriptTheReportIsWhole() async throws {
    try await send()
    try await Chromium.run(in: folder) { browser in
      try await browser.open(
        "\(folder.path)/reports/list/report.html", on: Chromium.Screen.all[0], runsScripts: false)
      #expect(try await browser.texts(Self.inner("#rows tbody td.n")).count == 6)
      #expect(try await browser.number("document.querySelectorAll('button').length") == 0)
      #expect(
        try await browser.text("getComputedStyle(document.getElementById('tools')).display")
          == "none")
    }
  }

  @Test func hostileTextLeavesThePagesWhole() async throws {
    let names = [
      "<script>hacked = 1</script>", "</style></script><img src=x onerror=hacked=1>",
      "\"\"\u{301} onmouseover=hacked=1 x=\"\"", "\u{202E}drowssap\u{2066}", "שלום עולם",
      "{{{policy}}}", String(repeating: "W", count: 3_000),
      String(repeating: "e\u{301}\u{302}\u{303}", count: 40), "nul\u{1}\u{7F}\u{85}",
      "👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    ]
    let rows = names.enumerated().flatMap { index, name in
      ["\"\(name)\",+1202555\(1000 + index)", "\"\(name)\",+1202"]
    }
    let long = String(repeating: "long <b>", count: 125_000)
    try folder.write(
      "list.csv", "name,phone\n" + rows.joined(separator: "\n") + "\n\(long),+12025552000\n")
    try folder.write(
      "text.liquid", "Hi {{ name }} & <i>all</i> <script>hacked = 1</script> \u{202E}drowssap")
    try await preview(["--max-segments", "20000"])
    try await MockServer.withServer(MockConfiguration()) { server in
      _ = try await folder.send(to: server, "--max-segments", "20000")
    }
    try await Chromium.run(in: folder) { browser in
      for (page, scripts) in [("page.html", 0), ("reports/list/report.html", 1)] {
        #expect(try folder.read(page).utf8.count < 500_000)
        for screen in Chromium.Screen.all {
          try await browser.open("\(folder.path)/\(page)", on: screen)
          try await expectSound(&browser, screen)
          #expect(try await browser.text("typeof hacked") == "undefined")
          #expect(try await browser.number("document.scripts.length") == scripts)
          #expect(
            try await browser.number(
              "document.querySelectorAll('img, i, main b b, [onmouseover], [style]').length") == 0)
          #expect(
            try await browser.text("document.querySelector('footer').innerText").hasPrefix(
              "Made by volley"))
          let shown = try await browser.text("document.body.innerText")
          #expect(shown.contains("hacked = 1</script>") && shown.contains("U+202E"))
          #expect(
            !shown.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || $0 == "\u{1}" }
          )
        }
      }
    }
  }

  // MARK: - What every page must be

  /// Nothing is said on the console or asked of the network, nothing is wider than the screen, and all
  /// text stands out from what is behind it.
  private func expectSound(_ browser: inout Chromium, _ screen: Chromium.Screen) async throws {
    let faint = try await browser.texts(Self.faint)
    let wide = try await browser.texts(Self.wide)
    let unnamed = try await browser.number(
      "document.querySelectorAll('svg:not([aria-hidden]):not([role=img]), svg[role=img]:not(:has(> title + desc))').length"
    )
    #expect(browser.complaints == [], "\(screen)")
    #expect(
      browser.requests.count == 1 && browser.requests[0].hasPrefix("file://"), "\(browser.requests)"
    )
    #expect(faint == [], "\(screen)")
    #expect(wide == [], "\(screen)")
    #expect(unnamed == 0)
  }

  /// Presses Tab until an element has the focus.
  private func reach(_ selector: String, _ browser: inout Chromium) async throws {
    for _ in 0..<20 {
      try await browser.press("Tab")
      if try await browser.number("+document.activeElement.matches('\(selector)')") == 1 { return }
    }
    Issue.record("the keyboard does not reach \(selector)")
  }

  private static let factNames = [
    "Recipients", "Messages", "Segments", "Cost", "Senders", "Window",
  ]

  private static func facts(_ part: String) -> String { inner(".facts \(part)") }

  private static func inner(_ selector: String, _ property: String = "innerText") -> String {
    "Array.from(document.querySelectorAll('\(selector)'), (e) => e.\(property).trim())"
  }

  /// Elements that reach beyond the page's right edge.
  private static let wide = """
    (() => {
      const width = document.documentElement.clientWidth;
      const all = document.documentElement.scrollWidth > width ? ["the page"] : [];
      for (const e of document.querySelectorAll("main *")) {
        const box = e.getBoundingClientRect();
        if (e.closest(".sr")) continue;
        if (box.width > 0 && box.right > width + 1) all.push(e.tagName + ": " + e.textContent.slice(0, 40));
      }
      return all;
    })()
    """

  /// Texts whose contrast is below what WCAG 2.2 asks for at level AA (1.4.3), and outcomes whose is
  /// below that for graphics (1.4.11).
  private static let faint = """
    (() => {
      const parts = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
      const light = (color) => {
        const [r, g, b] = parts(color).slice(0, 3).map((c) => c / 255)
          .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a, b) => {
        const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
        return (x + 0.05) / (y + 0.05);
      };
      const behind = (e) => {
        for (; e; e = e.parentElement) {
          const color = getComputedStyle(e).backgroundColor;
          if (parts(color)[3] !== 0) return color;
        }
        return "rgb(255, 255, 255)";
      };
      const bad = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode()); ) {
        const e = node.parentElement;
        if (!node.data.trim() || e.closest("script, title, desc, .sr")) continue;
        const style = getComputedStyle(e);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        const ratio = contrast(e.closest("svg") ? style.fill : style.color, behind(e));
        if (ratio < (isLarge ? 3 : 4.5)) bad.push(ratio.toFixed(2) + ": " + node.data.slice(0, 40));
      }
      const page = getComputedStyle(document.body).backgroundColor;
      for (const e of document.querySelectorAll("[class^=k-]:not(.k-line), rect.f-sent, rect.f-ready, rect.f-invalid")) {
        const ratio = contrast(getComputedStyle(e).fill, page);
        if (ratio < 3) bad.push(ratio.toFixed(2) + ": " + e.getAttribute("class"));
      }
      return bad;
    })()
    """

  // MARK: - What the binary writes

  private func preview(_ more: [String]) async throws {
    let outcome = try await folder.volley(
      [
        "preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--output",
        "page.html",
      ] + more)
    #expect(outcome.code == 3, "\(outcome)")
  }

  /// Sends a list whose rows end in every way.
  private func send() async throws {
    try folder.write("text.liquid", Self.reminder)
    try folder.write("list.csv", contacts(40) + "Bob,nope\n,+12025550123\n")
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(
      parsing: "404=+12025551003,404=+12025551030,500=+12025551020,reset-taken=+12025551010")
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 4, "\(outcome)")
    }
  }
}
