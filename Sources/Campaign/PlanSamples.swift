import Audience
import Composing

extension Plan {
  /// A message as it will arrive, and the row of its contact; the header is row 1.
  package struct Sample: Sendable, Equatable {
    /// What it is an example of.
    package enum Kind: Sendable, Equatable, CaseIterable {
      /// The longest text, so that of the longest names.
      case longestValues
      /// Many characters beyond ASCII.
      case accents
      /// One of those with the most segments, where not all have as many.
      case mostExpensive
    }

    /// None for one that is just the first.
    package var kinds: [Kind] = []
    package var row: Int
    package var to: PhoneNumber
    package var from: PhoneNumber
    package var text: String
    package var segments: Segments
  }
}

/// Picks the messages that are worth a look before they leave, while all go by.
struct PlanSamples: Sendable {
  private var longest = Ranking<Int>()
  private var units = Ranking<Int>()
  private var accents = Ranking<Int>()
  private var costs = Ranking<Cost>()
  private var first = Ranking<Int>()
  private var fewestSegments: Int?

  /// The message of most units.
  var longestMessage: Plan.Sample? { units.best.first }
  var mostExpensive: Plan.Sample? { costs.best.first }

  mutating func note(
    _ contact: borrowing Contact, _ composed: Composer.Composed, _ text: [UInt8]
  ) {
    let size = composed.segments
    fewestSegments = min(fewestSegments ?? .max, size.count)
    let cost = Cost(segments: size.count, units: size.units)
    let isWanted =
      longest.wants(size.characters) || units.wants(size.units) || costs.wants(cost)
      || first.wants(0)
      || (size.beyondASCII > 0 && accents.wants(size.beyondASCII))
    guard isWanted, let number = contact.number else { return }
    let sample = Plan.Sample(
      row: contact.row, to: number, from: composed.sender,
      text: String(decoding: text, as: UTF8.self), segments: size)
    longest.add(sample, size.characters)
    units.add(sample, size.units)
    costs.add(sample, cost)
    first.add(sample, 0)
    if size.beyondASCII > 0 { accents.add(sample, size.beyondASCII) }
  }

  /// Up to three, each of another row. One that is the best of two kinds stands for both, where no
  /// other does as well.
  var chosen: [Plan.Sample] {
    var chosen: [Plan.Sample] = []
    Self.choose(.longestValues, of: Array(longest.best.prefix(1)), for: &chosen)
    Self.choose(.mostExpensive, of: dearest, for: &chosen)
    Self.choose(.accents, of: accents.best, for: &chosen)
    let others = first.best.filter { sample in !chosen.contains { $0.row == sample.row } }
    let kinds = Plan.Sample.Kind.allCases
    for index in chosen.indices {
      chosen[index].kinds = kinds.filter { chosen[index].kinds.contains($0) }
    }
    return others.prefix(Plan.shownSamples - chosen.count)
      + kinds.flatMap { kind in chosen.filter { $0.kinds.first == kind } }
  }

  /// Those that cost most; none where all cost the same.
  private var dearest: [Plan.Sample] {
    guard let most = costs.best.first?.segments.count, let fewestSegments, fewestSegments < most
    else { return [] }
    return costs.best.filter { $0.segments.count == most }
  }

  private static func choose(
    _ kind: Plan.Sample.Kind, of best: [Plan.Sample], for chosen: inout [Plan.Sample]
  ) {
    if var sample = best.first(where: { sample in !chosen.contains { $0.row == sample.row } }) {
      sample.kinds = [kind]
      chosen.append(sample)
    } else if let index = chosen.firstIndex(where: { $0.row == best.first?.row }) {
      chosen[index].kinds.append(kind)
    }
  }
}

/// The few best of many samples; among equals, the earliest.
private struct Ranking<Score: Comparable & Sendable>: Sendable {
  private var scores: [Score] = []
  private(set) var best: [Plan.Sample] = []

  func wants(_ score: Score) -> Bool {
    guard best.count == Plan.shownSamples, let last = scores.last else { return true }
    return last < score
  }

  mutating func add(_ sample: Plan.Sample, _ score: Score) {
    guard wants(score) else { return }
    let place = scores.firstIndex { $0 < score } ?? scores.endIndex
    scores.insert(score, at: place)
    best.insert(sample, at: place)
    scores = Array(scores.prefix(Plan.shownSamples))
    best = Array(best.prefix(Plan.shownSamples))
  }
}

/// Segments first; of as many, the one that fills them more.
private struct Cost: Comparable {
  var segments: Int
  var units: Int

  static func < (left: Cost, right: Cost) -> Bool {
    (left.segments, left.units) < (right.segments, right.units)
  }
}
