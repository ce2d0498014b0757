import Foundation

/// A template: Liquid, parsed and ready.
///
/// The language is that of Shopify's Liquid, without loops and other files, and without HTML
/// escaping. It is parsed as the reference does in its strict mode: what the lax mode would guess at
/// is an error here.
public struct Template: Sendable {
  private let source: SourceText
  private let nodes: [Node]
  private let program: Program

  /// Parses a template.
  ///
  /// Throws the first fault of its syntax. Names are not looked at: `check(names:)` does that.
  public init(_ source: String) throws(TemplateError) {
    self.source = SourceText(bytes: Array(source.utf8))
    nodes = try TemplateParser.parse(self.source)
    program = Compiler.compile(nodes, of: self.source, columns: nil)
  }

  /// Checks every branch against the names that it may use.
  ///
  /// Names that `assign` and `capture` create are known after them. Throws the first variable or
  /// filter that is not known, with the nearest one that is.
  public func check(names: some Collection<String>) throws(TemplateError) {
    var checker = Checker(source, columns: names, areTexts: false)
    try checker.check(nodes)
  }

  /// Renders with variables by name.
  ///
  /// In strict mode, printing a variable that is empty or missing, without `default`, throws its
  /// name. In both modes a filter that fails throws, where the reference would print the fault.
  public func render(
    _ variables: [String: Value], undefined: Undefined = .strict, limits: Limits = Limits(),
    now: Date = Date(), timeZone: TimeZone = .current
  ) throws(RenderError) -> String {
    var machine = Machine(
      program, row: .none, isStrict: undefined == .strict, limits: limits,
      clock: Clock(now: now, timeZone: timeZone), output: [])
    do throws(Fault) {
      try machine.startLocals(with: variables)
    } catch {
      throw machine.located(error)
    }
    try machine.run()
    return String(decoding: machine.output, as: UTF8.self)
  }

  /// Checks the template against the columns of a table, and compiles it for them.
  ///
  /// - Parameters:
  ///   - columns: The names of the columns, in order.
  ///   - aliases: Other names of columns, such as the headers as they are written.
  ///   - now: What `now` and `today` mean in every render.
  ///   - timeZone: Where times are told that name no zone.
  /// - Throws: The first variable or filter that is not known, with the nearest one that is.
  public func bound(
    to columns: [String], aliases: [String: Int] = [:], limits: Limits = Limits(),
    now: Date = Date(), timeZone: TimeZone = .current
  ) throws(TemplateError) -> BoundTemplate {
    var indexes = aliases.filter { columns.indices.contains($0.value) }
    for (index, name) in columns.enumerated().reversed() { indexes[name] = index }
    var checker = Checker(source, columns: columns, aliases: aliases.keys, areTexts: true)
    try checker.check(nodes)
    return BoundTemplate(
      Compiler.compile(nodes, of: source, columns: indexes), limits: limits,
      clock: Clock(now: now, timeZone: timeZone))
  }
}
