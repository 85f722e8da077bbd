/// A text with Mustache expressions: `{{NAME}}`, `{{namespace.NAME}}`, and inverted sections
/// `{{^NAME}}…{{/NAME}}`, which appear only when `NAME` has no value: the way to write an alternative.
/// Other Mustache tags are refused, and nothing is ever HTML-escaped.
public struct MustacheTemplate: Sendable, Equatable {
  indirect enum Segment: Sendable, Equatable {
    case text(String)
    case expression(TemplateExpression)
    case unless(TemplateExpression, [Segment])
  }

  /// The template as it is written.
  public let source: String
  let segments: [Segment]

  /// Reads a template; throws when it holds a tag that is not understood.
  public init(_ source: String) throws(TemplateError) {
    self.source = source
    var parser = MustacheParser(rest: source[...])
    segments = try parser.segments(until: nil)
  }

  /// Whether a text holds anything to expand.
  public static func holdsExpressions(_ text: String) -> Bool { text.contains("{{") }

  /// The expressions that can contribute to the text, in order, each once.
  public var expressions: [TemplateExpression] {
    var seen: Set<TemplateExpression> = []
    return Self.expressions(in: segments).filter { seen.insert($0).inserted }
  }

  /// The text with every expression replaced by what `lookup` gives for it, unescaped. An expression
  /// without a value (nil or empty) is an error, unless the template holds an alternative for it.
  public func expanded(
    _ lookup: (TemplateExpression) throws(TemplateError) -> String?
  ) throws(TemplateError) -> String {
    try Self.expand(segments, alternatives: Self.conditions(in: segments), lookup)
  }

  /// The template with other names in its expressions.
  func renamed(_ name: (TemplateExpression) -> TemplateExpression) -> MustacheTemplate {
    let renamed = Self.renamed(segments, name)
    return MustacheTemplate(source: Self.source(of: renamed), segments: renamed)
  }

  private init(source: String, segments: [Segment]) {
    self.source = source
    self.segments = segments
  }

  private static func renamed(
    _ segments: [Segment], _ name: (TemplateExpression) -> TemplateExpression
  ) -> [Segment] {
    segments.map { segment in
      switch segment {
      case .text: segment
      case .expression(let expression): .expression(name(expression))
      case .unless(let condition, let content):
        .unless(name(condition), renamed(content, name))
      }
    }
  }

  private static func source(of segments: [Segment]) -> String {
    segments.map { segment in
      switch segment {
      case .text(let text): text
      case .expression(let expression): "{{\(expression)}}"
      case .unless(let condition, let content):
        "{{^\(condition)}}\(source(of: content)){{/\(condition)}}"
      }
    }.joined()
  }

  private static func expand(
    _ segments: [Segment], alternatives: Set<TemplateExpression>,
    _ lookup: (TemplateExpression) throws(TemplateError) -> String?
  ) throws(TemplateError) -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text): result += text
      case .expression(let expression):
        if let value = try lookup(expression), !value.isEmpty {
          result += value
        } else if !alternatives.contains(expression) {
          throw .missing(expression)
        }
      case .unless(let expression, let content):
        if try (lookup(expression) ?? "").isEmpty {
          result += try expand(content, alternatives: alternatives, lookup)
        }
      }
    }
    return result
  }

  private static func expressions(in segments: [Segment]) -> [TemplateExpression] {
    segments.flatMap { segment in
      switch segment {
      case .text: [TemplateExpression]()
      case .expression(let expression): [expression]
      case .unless(let condition, let content): [condition] + expressions(in: content)
      }
    }
  }

  private static func conditions(in segments: [Segment]) -> Set<TemplateExpression> {
    segments.reduce(into: []) { found, segment in
      guard case .unless(let condition, let content) = segment else { return }
      found.insert(condition)
      found.formUnion(conditions(in: content))
    }
  }
}
