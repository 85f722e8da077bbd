extension CapabilityReader {
  private enum Kind: String, CaseIterable {
    case basic, apikey, bearer, digest, oauth2
  }

  /// The credentials of a service or door; nil when none are declared or after an error.
  mutating func authentication(in parent: DocumentFields) -> Authentication? {
    guard let node = parent["authentication"] else { return nil }
    let fields = fields(of: node, as: "'authentication'")
    if fields["type"] == nil { missing("type", in: fields) }
    let kind: Kind? = choice("type", in: fields)
    switch kind {
    case .basic:
      return pair(in: fields).map { .basic(username: $0.username, password: $0.password) }
    case .digest:
      return pair(in: fields).map { .digest(username: $0.username, password: $0.password) }
    case .bearer: return requiredTemplate("token", in: fields).map { .bearer(token: $0) }
    case .apikey: return apiKey(in: fields)
    case .oauth2: return .oauth2(oauth2(in: fields))
    case nil: return nil
    }
  }

  private mutating func pair(
    in fields: DocumentFields
  ) -> (username: MustacheTemplate, password: MustacheTemplate)? {
    let username = requiredTemplate("username", in: fields)
    let password = requiredTemplate("password", in: fields)
    guard let username, let password else { return nil }
    return (username, password)
  }

  private mutating func apiKey(in fields: DocumentFields) -> Authentication? {
    let name = requiredText("key", in: fields)
    let placement: Authentication.KeyPlacement = choice("placement", in: fields) ?? .header
    if !name.isEmpty, !Identifier.isExtended(name) {
      diagnostics.error(
        "semantic.name", "\(PrintableText.quoted(name)) cannot name a header or query parameter",
        at: fields["key"]?.mark ?? fields.mark)
    }
    return requiredTemplate("value", in: fields).map {
      .apiKey(name: name, value: $0, placement: placement)
    }
  }

  private mutating func oauth2(in fields: DocumentFields) -> Authentication.OAuth2 {
    Authentication.OAuth2(
      authorizationServerURI: requiredText("authorizationServerUri", in: fields),
      resource: requiredText("resource", in: fields),
      scopes: texts("scopes", in: fields),
      audience: text("audience", in: fields),
      tokenEndpoint: text("tokenEndpoint", in: fields),
      tokenValidation: text("tokenValidation", in: fields))
  }

  private mutating func requiredTemplate(
    _ key: String, in fields: DocumentFields
  ) -> MustacheTemplate? {
    if fields[key] == nil { missing(key, in: fields) }
    return template(key, in: fields)
  }
}
