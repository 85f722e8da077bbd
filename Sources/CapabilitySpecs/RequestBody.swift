/// The body template of a consumed operation.
///
/// In a JSON body, a member whose whole value is one expression takes the parameter's value with its
/// own type, and is left out when the parameter was not supplied.
public enum RequestBody: Sendable, Equatable {
  /// One part of a multipart form.
  public struct Part: Sendable, Equatable {
    /// The field's name.
    public let name: String
    /// The field's value.
    public let value: MustacheTemplate
    /// The file name to claim.
    public let filename: String?
    /// The part's media type.
    public let contentType: String?
  }

  /// JSON; every text in it is a template.
  case json(DocumentValue)
  /// Text sent with the media type of `kind`: `text`, `xml` or `sparql`.
  case text(kind: String, MustacheTemplate)
  /// Form fields in document order, or a ready-made form text.
  case form(DocumentValue)
  /// A multipart form.
  case multipart([Part])
  /// A bare template, sent as JSON text.
  case raw(MustacheTemplate)
}

extension RequestBody {
  /// The templates in the body, as far as they can be read; the parser refuses others.
  public var templates: [MustacheTemplate] {
    switch self {
    case .json(let value), .form(let value): value.texts.compactMap { try? MustacheTemplate($0) }
    case .text(_, let template), .raw(let template): [template]
    case .multipart(let parts): parts.map(\.value)
    }
  }
}
