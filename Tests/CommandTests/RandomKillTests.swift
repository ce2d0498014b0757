import Foundation
import MockFluents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Kills the binary at random instants, while the API goes on, and resumes it after each.
///
/// An instant is so many requests seen by the API, and a little later: both drawn from a seed, which
/// is printed. `VOLLEY_SEED` repeats one, `VOLLEY_KILLS` says how many; Tests/tsan asks for few.
@Suite(.timeLimit(.minutes(2 + kills / 20)))
struct RandomKillTests {
  private static let concurrency = 4
  private static let campaigns = 4
  /// The most messages of a run that is to be killed, and of one that resumes.
  private static let most = (killed: 12, resumed: 6)

  @Test(arguments: 0..<campaigns)
  func afterAKillAtAnyInstantNoKeyIsSentTwiceAndNoneIsLost(campaign: Int) async throws {
    let folder = try Workdir()
    let goal = (kills + Self.campaigns - 1 - campaign) / Self.campaigns
    // Some runs get through before they are killed, and use up rows as well.
    let rows = (goal + 5) * 2 * (Self.most.killed + Self.most.resumed)
    try folder.write("text.liquid", "Hi {{ name }}!")
    try folder.write("list.csv", contacts(rows))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(
      parsing: "reset=2%,reset-taken=2%,close-unread=1%,503=2%", seed: seed &+ UInt64(campaign))
    try await MockServer.withServer(configuration) { server in
      var siege = Siege(
        folder: folder, server: server, rows: rows,
        chance: SplitMix64(seed: seed &+ UInt64(campaign)))
      while siege.kills < goal { try await siege.round() }
      try await siege.finish()
      print("random kills, seed \(seed), campaign \(campaign): \(try siege.figures())")
    }
  }

  /// One campaign under fire.
  private struct Siege {
    let folder: Workdir
    let server: MockServer
    let rows: Int
    var chance: SplitMix64
    var kills = 0
    private var instants = (start: 0, middle: 0, end: 0)
    private var escaped = 0

    init(folder: Workdir, server: MockServer, rows: Int, chance: SplitMix64) {
      self.folder = folder
      self.server = server
      self.rows = rows
      self.chance = chance
    }

    /// A run that is killed, and a short one that goes on after it and shows how things stand.
    mutating func round() async throws {
      let limit = Int.random(in: 1...most.killed, using: &chance)
      let aim = Aim(limit: limit, &chance)
      let victim = try await run(limit: limit, killedAt: aim)
      #expect(victim.isKilled || victim.code == 75, "\(victim)")
      if victim.isKilled { note(aim, limit) } else { escaped += 1 }
      let resumed = try await run(limit: .random(in: 1...most.resumed, using: &chance))
      #expect(resumed.code == 75, "\(resumed)")
      try check("seed \(seed), kill \(kills) after \(aim): \(resumed)")
    }

    private mutating func note(_ aim: Aim, _ limit: Int) {
      kills += 1
      switch aim.requests {
      case 0: instants.start += 1
      case limit: instants.end += 1
      default: instants.middle += 1
      }
    }

    /// Sends what is left.
    func finish() async throws {
      let last = try await run(limit: nil)
      #expect(last.code == 0 || last.code == 4, "\(last)")
      try check("seed \(seed), the last run: \(last)")
      #expect(try folder.counts()["pending"] == nil)
    }

    private func check(_ place: String) throws {
      try folder.expectNeverTwiceNeverLost(
        rows: rows, concurrency: concurrency, at: server, place)
    }

    private func run(limit: Int?, killedAt aim: Aim? = nil) async throws -> Outcome {
      let before = server.statistics.requests
      let server = server
      return try await folder.volley(
        [
          "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
          "--api-url", "http://127.0.0.1:\(server.port)", "--concurrency", "\(concurrency)",
        ] + (limit.map { ["--limit", "\($0)"] } ?? [])
      ) { process in
        guard let aim else { return }
        await whileAlive(process) {
          try await server.wait { $0.requests >= before + aim.requests }
        }
        for _ in 0..<aim.turns { await Task.yield() }
        kill(process, SIGKILL)
      }
    }

    func figures() throws -> String {
      let doubtful = try folder.reported().filter(\.isInDoubt)
      let each = Dictionary(grouping: doubtful, by: \.run).mapValues(\.count)
      return "\(kills) kills (\(instants.start) before the first request, \(instants.middle) "
        + "between, \(instants.end) after the last), \(escaped) came too late; \(rows) rows, "
        + "\(server.statistics.requests) requests; in doubt at most \(each.values.max() ?? 0) a "
        + "kill with \(concurrency) lanes, \(doubtful.count) in all"
    }
  }

  /// When to strike.
  private struct Aim: CustomStringConvertible {
    /// Requests that the API is to have seen of the run.
    var requests: Int
    /// And then so many turns of the scheduler: from none to about as long as a run takes.
    var turns: Int

    init(limit: Int, _ chance: inout SplitMix64) {
      requests = Int.random(in: 0...limit, using: &chance)
      let scale = Int.random(in: 0...(requests == 0 ? 18 : 12), using: &chance)
      turns = Int.random(in: 0..<(1 << scale), using: &chance)
    }

    var description: String { "\(requests) requests and \(turns) turns" }
  }
}

private let kills = environment("VOLLEY_KILLS").flatMap { Int($0) } ?? 40
private let seed = environment("VOLLEY_SEED").flatMap { UInt64($0) } ?? .random(in: 1...1_000_000)

private func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
