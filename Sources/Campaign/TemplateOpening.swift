import Audience
import Liquid

/// A template for a list of contacts, and what its author may have got wrong.
struct TemplateOpening {
  let template: BoundTemplate
  private let header: Header
  /// Whether a line break is written out in a text on the command line, such as `Hi {{ name }}\nReply STOP`.
  private let hasWrittenLineBreak: Bool
  private let text: String

  /// - Throws: when it cannot be used, with what to write instead where that is known.
  init(_ text: PlanOptions.Text, for header: Header) throws(CampaignError) {
    self.header = header
    self.text = text.text
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
    return (hasWrittenLineBreak ? [words] : []) + placeholders + literals + leftovers
      + namesOfTheLanguage + conditions + formats
  }

  /// `{{ "First Name" }}` is what some write for `{{ first_name }}`.
  private var literals: [String] {
    let words = template.printedLiterals.compactMap { literal -> String? in
      guard let column = header.index(of: literal) else { return nil }
      let name = Template.expression(ofColumn: header.variables[column])
      return "{{ \"\(literal)\" }} in the template prints this text itself; the column is written "
        + "{{ \(name) }}"
    }
    return Array(words.prefix(3))
  }

  var hasTags: Bool {
    template.leftovers.contains { if case .tag = $0 { true } else { false } }
  }

  private var leftovers: [String] {
    let columns = foreign.map { $0.lowercased() }
    // `<Link>` was told of as a column.
    let tags = template.leftovers.compactMap { if case .tag(let tag) = $0 { tag } else { nil } }
      .filter { !columns.contains($0) }
    let others = template.leftovers.compactMap { leftover -> String? in
      switch leftover {
      case .tag: nil
      case .comment:
        "{# … #} in the template is sent as it stands; a comment is written "
          + "{% comment %} … {% endcomment %}"
      case .braces(let text):
        "\(text) in the template is sent with the last of its braces; a column is written {{ name }}"
      case .wide(let text):
        "\(text) in the template is sent as it stands, since its braces are wide ones; a column is written "
          + columnForm(of: text)
      case .unopened(let text):
        "\(text) in the template is sent as it stands, since no {{ opens it; a column is written "
          + columnForm(of: text)
      }
    }
    return (tags.isEmpty ? [] : [Self.html(tags)]) + others.prefix(3)
  }

  /// `{% if plan == "a" or "b" %}`, and `{% if "plan" == "a" %}`.
  private var conditions: [String] {
    let names = Set(template.comparedLiterals + template.trueTexts).sorted()
    let columns = names.compactMap { text in
      header.index(of: text).map { (text, Template.expression(ofColumn: header.variables[$0])) }
    }
    let texts = template.trueTexts.filter { header.index(of: $0) == nil }
    return columns.prefix(3).map {
      "a condition in the template asks for the text \"\($0)\" itself; the column is written \($1), without "
        + "quotes"
    }
      + texts.prefix(1).map {
        "a condition in the template asks for the text \"\($0)\" alone, which is always true: compare "
          + "each, as in {% if plan == \"gold\" or plan == \"\($0)\" %}"
      }
  }

  private var formats: [String] {
    template.formatSlips.prefix(3).map { slip in
      switch slip {
      case .minutes(let format):
        "the format \"\(format)\" in the template has minutes, %M, without an hour; the month is written %m"
      case .month(let format):
        "the format \"\(format)\" in the template has the month, %m, behind the hour; minutes are written %M"
      case .hour(let format):
        "the format \"\(format)\" in the template has the name of the month, %h, before minutes; the hour "
          + "is written %H"
      case .letters(let format, let directive):
        "the format \"\(format)\" in the template has letters behind \(directive) that are sent as they "
          + "stand; a date is written as in \"%d.%m.%Y %H:%M\""
      }
    }
  }

  private static func html(_ tags: [String]) -> String {
    tags.prefix(3).joined(separator: ", ") + (tags.count > 3 ? " and others" : "")
      + " in the template \(tags.count == 1 ? "is sent as it stands" : "are sent as they stand"): "
      + "a message is plain text, not HTML"
  }

  /// Columns that are called as words of the language: of a column `Blank`, `{{ blank }}` prints nothing.
  private var namesOfTheLanguage: [String] {
    let names = header.variables.filter {
      Template.expression(ofColumn: $0) != $0 && $0.allSatisfy(\.isLetter)
    }
    if names.isEmpty { return [] }
    let used = wordsInBraces
    return names.filter(used.contains).map {
      "the column \($0) is written {{ \(Template.expression(ofColumn: $0)) }}: without these, it is a word of "
        + "the language"
    }
  }

  /// The words between braces in small letters, without texts in quotes.
  private var wordsInBraces: Set<String> {
    let markup = text.lowercased().matches(of: /\{[{%][^}]*\}/).map { match in
      match.output.replacing(/"[^"]*"|'[^']*'/, with: " ")
    }
    return Set(markup.flatMap { $0.split { !$0.isLetter }.map(String.init) })
  }

  private var placeholders: [String] {
    foreign.prefix(3).map {
      "\($0) in the template is sent as it stands; a column is written \(columnForm(of: $0))"
    }
  }

  private var foreign: [String] {
    template.foreignPlaceholders(of: header.names + header.variables)
  }

  /// How the column is written that a placeholder seems to stand for.
  private func columnForm(of placeholder: String) -> String {
    let name = placeholder.trimming { !$0.isLetter && !$0.isNumber && $0 != "_" }
    // `FirstName` of `Contact.FirstName`
    let last = name.split(separator: ".").last.map(String.init) ?? name
    let column = [name, last].lazy.compactMap { header.index(of: $0) }.first
      .map { header.variables[$0] }
    let nearest = column ?? NearestName.of(last, in: header.variables)
    return "{{ \(nearest.map(Template.expression) ?? "column") }}"
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
