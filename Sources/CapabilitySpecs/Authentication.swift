/// The credentials a service wants, or that a door demands of its callers. Values are templates over
/// the document's binds: a document holds no secret.
public enum Authentication: Sendable, Equatable {
  /// Where an API key goes.
  public enum KeyPlacement: String, Sendable, CaseIterable {
    /// A header field, the default.
    case header
    /// A query parameter.
    case query
  }

  /// How tokens presented to an exposed interface are verified.
  public struct OAuth2: Sendable, Equatable {
    /// The authorisation server.
    public let authorizationServerURI: String
    /// The protected resource's identifier.
    public let resource: String
    /// Scopes that are demanded.
    public let scopes: [String]
    /// The expected audience.
    public let audience: String?
    /// The token endpoint.
    public let tokenEndpoint: String?
    /// `jwks` or `introspection`.
    public let tokenValidation: String?
  }

  /// HTTP basic.
  case basic(username: MustacheTemplate, password: MustacheTemplate)
  /// A key in a header field or query parameter called `name`.
  case apiKey(name: String, value: MustacheTemplate, placement: KeyPlacement)
  /// `Authorization: Bearer …`.
  case bearer(token: MustacheTemplate)
  /// HTTP digest.
  case digest(username: MustacheTemplate, password: MustacheTemplate)
  /// OAuth 2 resource server.
  case oauth2(OAuth2)

  /// The templates whose values make the credential.
  public var templates: [MustacheTemplate] {
    switch self {
    case .basic(let username, let password), .digest(let username, let password):
      [username, password]
    case .apiKey(_, let value, _): [value]
    case .bearer(let token): [token]
    case .oauth2: []
    }
  }
}
