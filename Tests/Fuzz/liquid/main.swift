// Feeds random templates and rows to Liquid: nothing may crash, hang or grow without end.
//
//     liquid-fuzz [INPUTS] [SEED]
//
// Exits with 1 when an input takes longer than a second, and prints it.
import Liquid

/// SplitMix64: the same seed gives the same inputs on every machine.
struct Randomness: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

let pieces = [
  "{{", "}}", "{%", "%}", "{%-", "-%}", "{{-", "-}}", "{", "}", "%", " ", "\n", "|", ":", ",", ".",
  "[", "]", "(", ")", "..", "==", "!=", "<>", "<", ">", "<=", ">=", "=", "'", "\"", "'a'", "\"b\"",
  "if ", "elsif ", "else", "endif", "unless ", "endunless", "case ", "when ", "endcase", "assign ",
  "capture ", "endcapture", "comment", "endcomment", "raw", "endraw", "echo ", "liquid ", "# ",
  "for x in y", "and ", "or ", "contains ", "nil", "true", "false", "blank", "empty", "name",
  "city",
  "points", "x", "x = ", "-1", "0", "1.5", "99999999999999999999999", "0.0000001", "| append: x",
  "| upcase", "| replace: 'a', name", "| times: 99999999999", "| divided_by: 3.7", "| split: ''",
  "| join: name", "| date: '%c %10000000d'", "| date: '%-d %B', 'Europe/Paris'", "| slice: -3, 9",
  "| truncate: 5, name", "| round: -400", "| default: 'x', allow_false: true", "| size", "| first",
  "| last", "| base64_decode", "| url_decode", "| strip_html", "| escape_once", "| capitalize",
  "{{ name }}", "{% if city %}", "{% endif %}", "{% assign x = x | append: x | append: name %}",
  "{% case points %}{% when 1, 1, 1 %}", "{% endcase %}", "é", "日本", "😀", "\u{0}", "\\0",
]
let fields = [
  "", "Ada", "San Francisco", "42", "-7.25", "99999999999999999999999999", "2026-01-31",
  "1/31/2026 2:30 PM", "<b>&amp;</b>", "aaaaaaaaaaaaaaaaaaaaaaaa", "日本語", "\u{0}\t ", "\\0\\'\\`",
]

let values =
  pieces.filter { $0.first?.isLetter == true && !$0.contains(" ") } + ["-1", "1.5", "''"]
let filters = pieces.filter { $0.hasPrefix("| ") }

func expression(_ random: inout Randomness) -> String {
  var text = values.randomElement(using: &random) ?? ""
  for _ in 0..<Int.random(in: 0...4, using: &random) {
    text += " " + (filters.randomElement(using: &random) ?? "")
  }
  return text
}

/// A piece that can be parsed as a rule.
func sound(_ random: inout Randomness, depth: Int) -> String {
  let inner = depth < 6 ? sound(&random, depth: depth + 1) : ""
  let value = expression(&random)
  let operand = values.randomElement(using: &random) ?? ""
  return switch Int.random(in: 0..<8, using: &random) {
  case 0: "{{ \(value) }}" + inner
  case 1: "{%- assign x = \(value) %}" + inner
  case 2: "{% if \(operand) contains name and points > \(operand) %}\(inner){% endif -%}"
  case 3: "{% case \(operand) %}{% when 1, \(operand) or city %}\(inner){% else %}x{% endcase %}"
  case 4: "{% capture x %}\(inner){% endcapture %}{{ x }}"
  case 5: "{% liquid assign x = \(value)\n echo x\n%}\(inner)"
  case 6: "{% unless x <= \(operand) %}\(inner){% elsif city %}{{ name }}{% endunless %}"
  default: inner + (pieces.randomElement(using: &random) ?? "") + inner
  }
}

func template(_ random: inout Randomness) -> String {
  if Bool.random(using: &random) { return sound(&random, depth: 0) }
  var text = ""
  for _ in 0..<Int.random(in: 1...40, using: &random) {
    text += pieces.randomElement(using: &random) ?? ""
  }
  return text
}

func row(_ random: inout Randomness) -> (bytes: [UInt8], fields: [FieldBounds]) {
  var bytes: [UInt8] = []
  var bounds: [FieldBounds] = []
  for _ in 0..<3 {
    let start = UInt32(bytes.count)
    bytes += Array((fields.randomElement(using: &random) ?? "").utf8)
    // Now and then bytes that are not UTF-8, and bounds that are wrong.
    if Int.random(in: 0..<20, using: &random) == 0 { bytes += [0xFF, 0xC3, 0xE2, 0x82] }
    let wrong = Int.random(in: 0..<50, using: &random) == 0 ? UInt32.random(in: 0...99) : 0
    bounds.append(FieldBounds(start: start, end: UInt32(bytes.count) + wrong))
  }
  return (bytes, bounds)
}

/// Renders a template both ways; true if it can be parsed.
func run(_ source: String, _ random: inout Randomness) -> Bool {
  guard let template = try? Template(source) else { return false }
  let values: [String: Value] = [
    "name": .string(fields.randomElement(using: &random) ?? ""), "points": 42, "city": nil,
  ]
  _ = try? template.render(values, undefined: .lax)
  _ = try? template.render(values, undefined: .strict)
  guard let bound = try? template.bound(to: ["name", "city", "points"]) else { return true }
  var output: [UInt8] = []
  let (bytes, bounds) = row(&random)
  _ = try? bound.render(bytes.span, fields: bounds.span, into: &output)
  return true
}

let inputs = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 100_000 : 100_000
let seed = CommandLine.arguments.count > 2 ? UInt64(CommandLine.arguments[2]) ?? 1 : 1
var random = Randomness(state: seed)
var (parsed, slow) = (0, 0)
for _ in 0..<inputs {
  let source = template(&random)
  let time = ContinuousClock().measure { parsed += run(source, &random) ? 1 : 0 }
  if time > .seconds(1) {
    slow += 1
    print("\(time): \(source.debugDescription)")
  }
}
print("\(inputs) inputs, seed \(seed): \(parsed) parsed, \(slow) slow, no crash")
if slow > 0 { throw TooSlow() }

struct TooSlow: Error {}
