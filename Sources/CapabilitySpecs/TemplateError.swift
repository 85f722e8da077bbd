/// Why a template cannot be read or expanded.
public enum TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `{{` without its `}}`.
  case unclosed
  /// What stands between the braces is neither a name nor an inverted section.
  case unsupported(tag: String)
  /// A section that is not closed, or a close without its section.
  case unbalanced(section: String)
  /// Nothing supplies the expression, and the template holds no alternative for it.
  case missing(TemplateExpression)
  /// Several binds declare the variable, so that it needs a qualifier.
  case ambiguous(TemplateExpression)

  /// One clause for people, printable.
  public var description: String {
    switch self {
    case .unclosed: "'{{' has no '}}'"
    case .unsupported(let tag): "\(PrintableText.quoted("{{\(tag)}}")) is not supported"
    case .unbalanced(let section):
      "section \(PrintableText.quoted(section)) is opened or closed without its counterpart"
    case .missing(let expression):
      "nothing supplies \(PrintableText.quoted("{{\(expression)}}"))"
    case .ambiguous(let expression):
      "\(PrintableText.quoted("{{\(expression)}}")) is declared by several binds; "
        + "write {{namespace.\(PrintableText.clean(expression.name))}}"
    }
  }
}
