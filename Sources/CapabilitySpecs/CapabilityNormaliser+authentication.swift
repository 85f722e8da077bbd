extension CapabilityNormaliser {
  func written(_ authentication: Authentication) -> DocumentValue {
    var result = DocumentBuilder()
    switch authentication {
    case .basic(let username, let password):
      result.add("type", "basic")
      result.add("username", text(username))
      result.add("password", text(password))
    case .digest(let username, let password):
      result.add("type", "digest")
      result.add("username", text(username))
      result.add("password", text(password))
    case .bearer(let token):
      result.add("type", "bearer")
      result.add("token", text(token))
    case .apiKey(let name, let value, let placement):
      result.add("type", "apikey")
      result.add("key", name)
      result.add("value", text(value))
      result.add("placement", placement.rawValue)
    case .oauth2(let oauth2):
      result.add("type", "oauth2")
      add(oauth2, to: &result)
    }
    return result.value
  }

  private func add(_ oauth2: Authentication.OAuth2, to result: inout DocumentBuilder) {
    result.add("authorizationServerUri", oauth2.authorizationServerURI)
    result.add("resource", oauth2.resource)
    result.add("scopes", list: oauth2.scopes.map { .text($0) })
    result.add("audience", oauth2.audience)
    result.add("tokenEndpoint", oauth2.tokenEndpoint)
    let ways = ["jwks", "introspection"]
    result.add("tokenValidation", oauth2.tokenValidation.flatMap { ways.contains($0) ? $0 : nil })
  }
}
