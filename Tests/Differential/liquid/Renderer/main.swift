// Renders templates for the differential test. Reads JSON lines from standard input, each with a
// template and its variables, and writes a line with the text or the error for each.
import Foundation
import Liquid

/// A variable as the script writes it, with its type, since JSON does not tell 1 from 1.0.
enum Typed: Decodable {
  case value(Value)

  private enum Key: String, CodingKey {
    case string = "s"
    case integer = "i"
    case decimal = "d"
    case boolean = "b"
    case array = "a"
    case object = "o"
  }

  init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    func read<Content: Decodable>(_ key: Key, _ type: Content.Type) throws -> Content? {
      try box.decodeIfPresent(type, forKey: key)
    }
    if let string = try read(.string, String.self) {
      self = .value(.string(string))
    } else if let integer = try read(.integer, Int.self) {
      self = .value(.integer(integer))
    } else if let decimal = try read(.decimal, String.self) {
      self = .value(.decimal(Double(decimal) ?? 0))
    } else if let boolean = try read(.boolean, Bool.self) {
      self = .value(.boolean(boolean))
    } else if let array = try read(.array, [Typed].self) {
      self = .value(.array(array.map(\.value)))
    } else if let object = try read(.object, [String: Typed].self) {
      self = .value(.object(object.mapValues(\.value)))
    } else {
      self = .value(.nil)
    }
  }

  var value: Value {
    switch self {
    case .value(let value): value
    }
  }
}

struct Case: Decodable {
  var template: String
  var data: [String: Typed]
}

struct Outcome: Encodable {
  var result: String?
  var error: String?
}

func render(_ line: String) -> Outcome {
  do {
    let one = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
    let text = try Template(one.template).render(
      one.data.mapValues(\.value), undefined: .lax, now: Date(timeIntervalSince1970: 1_769_853_600),
      timeZone: .gmt)
    return Outcome(result: text)
  } catch {
    return Outcome(error: "\(error)")
  }
}

while let line = readLine() {
  let outcome = try JSONEncoder().encode(render(line))
  print(String(decoding: outcome, as: UTF8.self))
}
