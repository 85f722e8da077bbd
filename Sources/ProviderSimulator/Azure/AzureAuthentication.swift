/// Who may call, and how the refusals differ.
struct AzureAuthentication: Sendable {
  /// The only key that is accepted; nil accepts any that is not empty.
  var requiredKey: String?

  /// Lets a call pass or throws its refusal.
  ///
  /// An API key as a bearer token is documented for the v1 route only; the dated route takes a
  /// bearer for an Entra token and refuses what does not look like one.
  func check(_ request: SimulatedRequest, isV1: Bool) throws(AzureError) {
    if let key = request.headers["api-key"] ?? request.headers["ocp-apim-subscription-key"] {
      return try check(key: key)
    }
    guard let header = request.headers["authorization"] else { throw .wrongKey }
    guard header.lowercased().hasPrefix("bearer ") else { throw .wrongToken }
    let token = String(header.dropFirst("bearer ".count)).filter { $0 != " " }
    if Self.looksLikeToken(token) { return try check(token: token) }
    guard isV1 else { throw .wrongToken }
    try check(key: token)
  }

  private func check(key: String) throws(AzureError) {
    switch key {
    case "", "wrong-key": throw .wrongKey
    case "disabled-key": throw .keysDisabled
    case "network-key": throw .networkDenied
    default:
      if let requiredKey, requiredKey != key { throw .wrongKey }
    }
  }

  /// The payload is not read: the middle part says what becomes of it.
  private func check(token: String) throws(AzureError) {
    switch token.split(separator: ".")[1] {
    case "expired": throw .wrongToken
    case "norole": throw .roleMissing
    default: return
    }
  }

  /// Three parts with dots between them.
  private static func looksLikeToken(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3 && parts.allSatisfy { !$0.isEmpty }
  }
}
