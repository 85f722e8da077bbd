import CapabilitySpecs
import FoundationEssentials
import StudioCore

/// A credential and the part of the request that carries it.
enum CallCredential: Sendable {
  case inHeader(HeaderCredential)
  case query(name: String, Secret)

  var header: HeaderCredential? { if case .inHeader(let header) = self { header } else { nil } }
}

extension CallRequest {
  /// The document's credential for a request to `address`; nil where it is unset: then none is sent,
  /// and the service says what it thinks of that. Never a caller's own.
  ///
  /// Throws `credentials-missing` where Azure's is unset, which takes nothing without one, and
  /// `bad-configuration` where it would travel unencrypted, cannot be in a header, or is of a
  /// kind that is not supported.
  func credential(for address: String) throws(StudioError) -> CallCredential? {
    guard let credential = try unchecked() else {
      guard called.profile != .azure else { throw missing }
      return nil
    }
    guard ServiceOrigin(address)?.isPrivate == true else {
      throw StudioError(
        .badConfiguration,
        "The credential of “\(called.service.namespace)” would travel unencrypted.",
        hint: "Use https in the service's address, or unset the credential. Nothing was sent.")
    }
    if let header = credential.header, !header.secret.fitsHeader {
      throw StudioError(
        .badConfiguration,
        "The credential of “\(called.service.namespace)” holds characters that none can have.",
        hint: "Set it anew, without line breaks and quotes. Nothing was sent.")
    }
    return credential
  }

  /// A key of an Azure resource, or a token set as one; nil for other services.
  var azureCredential: AzureCredential? {
    get throws(StudioError) {
      guard called.profile == .azure else { return nil }
      switch called.service.authentication {
      case .apiKey(_, let template, _), .bearer(let template):
        if let secret = try values.secret(template) { return .key(secret) }
        return configuration.variable("AZURE_OPENAI_AD_TOKEN").map { .token(Secret($0)) }
      default: return nil
      }
    }
  }

  private var missing: StudioError {
    let names = called.capability.environmentKeys(for: called.service) + ["AZURE_OPENAI_AD_TOKEN"]
    return StudioError(
      .credentialsMissing, "There is no key for Azure OpenAI.",
      hint: "Set \(names.joined(separator: " or ")). Nothing was sent.")
  }

  private func unchecked() throws(StudioError) -> CallCredential? {
    if let azure = try azureCredential { return .inHeader(azure.header(asBearer: false)) }
    switch called.service.authentication {
    case nil: return nil
    case .bearer(let token):
      return try values.secret(token).map { .inHeader(.bearer($0)) }
    case .apiKey(let name, let template, let placement):
      guard let secret = try values.secret(template) else { return nil }
      return placement == .query
        ? .query(name: name, secret) : .inHeader(HeaderCredential(name: name, secret: secret))
    case .basic(let username, let password):
      guard let name = try values.secret(username), let word = try values.secret(password) else {
        return nil
      }
      let pair = Data("\(name.value):\(word.value)".utf8).base64EncodedString()
      return .inHeader(
        HeaderCredential(name: "Authorization", scheme: "Basic", secret: Secret(pair)))
    case .digest, .oauth2:
      throw CallValues.unusable("authentication by digest or OAuth 2 is not supported for services")
    }
  }
}
