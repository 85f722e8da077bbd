/// What Azure OpenAI is called with: a resource's key or an Entra token.
enum AzureCredential: Sendable {
  case key(Secret)
  case token(Secret)

  var secret: Secret {
    switch self {
    case .key(let secret), .token(let secret): secret
    }
  }

  /// True for a token, also one that was set as a key: a JWT has two dots and begins with `eyJ`.
  var isToken: Bool {
    switch self {
    case .token: true
    case .key(let key): key.value.hasPrefix("eyJ") && key.value.count(where: { $0 == "." }) == 2
    }
  }

  /// A key goes as `api-key`, unless `asBearer`; a token goes as bearer. Never both.
  func header(asBearer: Bool) -> HeaderCredential {
    isToken || asBearer
      ? .bearer(secret) : HeaderCredential(name: "api-key", secret: secret)
  }

  /// Gateways before the service, and its dated and v1 routes, differ in which header they look
  /// for a key in, and say so with a 401 that is not the service's own object.
  func otherForm(
    of request: PreparedRequest, after refusal: ServiceRefusal, wasBearer: Bool
  ) -> PreparedRequest? {
    guard !isToken, refusal.status == 401, WireError(refusal.body).isFlat else { return nil }
    var other = request
    other.http.credential = header(asBearer: !wasBearer)
    return other
  }
}
