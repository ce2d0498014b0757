// Renders a second of each template and prints how many it made, on one core:
//
//     swift run -c release liquid-benchmark
//
// The path is the one that a campaign takes: columns by index, bytes into a buffer that is reused.
import Liquid

let columns = ["to_number", "first_name", "city", "appointment", "code"]
let values = ["+14155550123", "Margarita", "San Francisco", "2026-01-31 10:00", "X7K2P9"]

let templates = [
  (
    "four columns",
    "Hi {{ first_name }}, your appointment in {{ city }} is on {{ appointment }}. Code {{ code }}."
  ),
  (
    "two filters and an if",
    """
    Hi {{ first_name | capitalize }}, {% if city == "San Francisco" %}your appointment in \
    {{ city | upcase }}{% else %}it{% endif %} is on {{ appointment }}. Code {{ code }}.
    """
  ),
  ("a date", "Hi {{ first_name }}, {{ appointment | date: '%B %-d, %Y' }}."),
]

/// One row as a reader of contacts leaves it: the bytes, and where each field stands in them.
func row(_ values: [String]) -> (bytes: [UInt8], fields: [FieldBounds]) {
  var bytes: [UInt8] = []
  let fields = values.map { value in
    let start = UInt32(bytes.count)
    bytes += Array(value.utf8)
    return FieldBounds(start: start, end: UInt32(bytes.count))
  }
  return (bytes, fields)
}

/// Renders in a second, the best of three.
func rate(of source: String) throws -> Int {
  let template = try Template(source).bound(to: columns)
  let (bytes, fields) = row(values)
  var output: [UInt8] = []
  var best = 0
  for _ in 0..<3 {
    var count = 0
    let start = ContinuousClock.now
    while start.duration(to: .now) < .seconds(1) {
      for _ in 0..<10_000 {
        output.removeAll(keepingCapacity: true)
        try template.render(bytes.span, fields: fields.span, into: &output)
      }
      count += 10_000
    }
    best = max(best, count)
  }
  return best
}

for (name, source) in templates {
  print("\(name): \(try rate(of: source)) renders/s")
}
