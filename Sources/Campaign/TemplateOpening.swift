import Audience
import Liquid

/// A template for a list of contacts, and what its author may have got wrong.
struct TemplateOpening {
  let template: BoundTemplate
  private let header: Header
  /// Of a text on the command line, such as `Hi {{ name }}\nReply STOP`.
  private let hasWrittenLineBreak: Bool

  /// - Throws: when it cannot be used, with what to write instead where that is known.
  init(_ text: PlanOptions.Text, for header: Header) throws(CampaignError) {
    self.header = header
    guard !text.text.allSatisfy(\.isWhitespace) else {
      throw CampaignError(.unusable, "\(text.name): there is no text in it, so nothing to send")
    }
    var aliases: [String: Int] = [:]
    for (index, name) in header.names.enumerated() { aliases[name] = index }
    do throws(TemplateError) {
      template = try Template(text.text).bound(to: header.variables, aliases: aliases)
      hasWrittenLineBreak = text.path == nil && template.prints(#"\n"#)
    } catch {
      let advice = Self.advice(error, header).map { "\n\($0)" } ?? ""
      throw CampaignError(.unusable, "\(text.name): \(error)\(advice)")
    }
  }

  /// A sentence each.
  var doubts: [String] {
    let words =
      #"\n in --message is sent as it stands, and makes no new line: write one, or name a file with "#
      + "--template"
    return (hasWrittenLineBreak ? [words] : []) + placeholders + namesOfTheLanguage
  }

  /// Of a column `Blank`, `{{ blank }}` prints nothing.
  private var namesOfTheLanguage: [String] {
    header.variables.compactMap { name in
      let column = Template.expression(ofColumn: name)
      guard column != name, name.allSatisfy(\.isLetter) else { return nil }
      return
        "the column \(name) is written {{ \(column) }}: without these, it is a word of the language"
    }
  }

  private var placeholders: [String] {
    template.foreignPlaceholders(of: header.names + header.variables).prefix(3).map { placeholder in
      let name = String(placeholder).trimming { !$0.isLetter && !$0.isNumber && $0 != "_" }
      let column = Template.expression(ofColumn: header.variables[header.index(of: name) ?? 0])
      return
        "\(placeholder) in the template is sent as it stands; a column is written {{ \(column) }}"
    }
  }

  /// Whoever writes `{{ First Name }}` is told what the column is called here.
  private static func advice(_ error: TemplateError, _ header: Header) -> String? {
    guard case .unexpected = error.kind else { return nil }
    let before = error.sourceLine.prefix(error.caret)
    let after = error.sourceLine.dropFirst(error.caret)
    guard let opening = before.ranges(of: "{{").last?.upperBound else { return nil }
    let end = after.ranges(of: "}}").first?.lowerBound ?? after.endIndex
    let inner = error.sourceLine[opening..<end].prefix { $0 != "|" }
    let name = String(inner).trimming { $0 == "-" || $0.isWhitespace }
    guard let column = header.index(of: name) else { return nil }
    let written = "{{ \(Template.expression(ofColumn: header.variables[column])) }}"
    // Where that is how it was written, something else is wrong.
    guard written != "{{ \(name) }}" else { return nil }
    return "the column \(header.names[column]) is written \(written)"
  }
}

extension String {
  fileprivate func trimming(_ isOutside: (Character) -> Bool) -> String {
    let head = drop(while: isOutside)
    guard let last = head.lastIndex(where: { !isOutside($0) }) else { return "" }
    return String(head[...last])
  }
}
