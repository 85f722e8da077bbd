/// What Azure OpenAI is called with: a resource's key or an Entra token.
enum AzureCredential: Sendable {
  case key(String)
  case token(String)

  /// The key goes as `api-key`, unless `asBearer`; a token (also one pasted as a key: a JWT has two
  /// dots and begins with `eyJ`) goes as bearer. Never both.
  func header(asBearer: Bool) -> (name: String, value: String) {
    switch self {
    case .token(let token): ("Authorization", "Bearer \(token)")
    case .key(let key) where asBearer || Self.isToken(key): ("Authorization", "Bearer \(key)")
    case .key(let key): ("api-key", key)
    }
  }

  private static func isToken(_ text: String) -> Bool {
    text.hasPrefix("eyJ") && text.count(where: { $0 == "." }) == 2
  }
}
