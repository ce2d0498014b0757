import Foundation
import Liquid
import Testing

/// One row of a table of tests: a template, and what it prints.
struct Example: CustomTestStringConvertible {
  var template: String
  var text: String

  init(_ template: String, _ text: String) {
    self.template = template
    self.text = text
  }

  var testDescription: String { template }
}

/// 2026-01-31 10:20:30 UTC, a Saturday.
let instant = Date(timeIntervalSince1970: 1_769_854_830)

/// Renders as the reference does.
func lax(_ template: String, _ variables: [String: Value] = [:]) throws -> String {
  try Template(template).render(variables, undefined: .lax, now: instant, timeZone: .gmt)
}

/// Renders a row through the path that Volley uses.
func send(_ template: String, _ row: KeyValuePairs<String, String>) throws -> String {
  let bound = try Template(template).bound(
    to: row.map(\.key), now: instant, timeZone: .gmt)
  var output: [UInt8] = []
  let (bytes, fields) = encode(row.map(\.value))
  try bound.render(bytes.span, fields: fields.span, into: &output)
  return String(decoding: output, as: UTF8.self)
}

/// The bytes of a row, and where its fields stand in them.
func encode(_ values: [String]) -> ([UInt8], [FieldBounds]) {
  var bytes: [UInt8] = []
  var fields: [FieldBounds] = []
  for value in values {
    let start = UInt32(bytes.count)
    bytes += Array(value.utf8)
    fields.append(FieldBounds(start: start, end: UInt32(bytes.count)))
    bytes.append(UInt8(ascii: ","))
  }
  return (bytes, fields)
}

/// The error of a template that must not be accepted.
func fault(_ template: String) -> TemplateError? {
  do throws(TemplateError) {
    _ = try Template(template)
    return nil
  } catch {
    return error
  }
}

/// The name of the empty variable that keeps a row from being sent.
func emptyName(_ template: String, _ row: KeyValuePairs<String, String>) throws -> String? {
  do {
    _ = try send(template, row)
    return nil
  } catch let error as RenderError {
    return error.emptyName
  }
}

/// Checks a table of examples with the same variables.
func expect(
  _ example: Example, _ variables: [String: Value] = [:],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(try lax(example.template, variables) == example.text, sourceLocation: sourceLocation)
}
