import CapabilitySpecs
import StudioCore

/// Builds the request of a call, as its document and the configuration say.
struct CallRequest {
  let called: CalledOperation
  let configuration: ServiceConfiguration
  let values: CallValues

  init(_ called: CalledOperation, _ configuration: ServiceConfiguration, _ call: ServiceCall) {
    self.called = called
    self.configuration = configuration
    values = CallValues(called, configuration, arguments: call.arguments)
  }

  /// Ready to leave with `body`. The record's form shows no credential.
  ///
  /// Throws `bad-configuration` where the address or the credential cannot be made, and
  /// `invalid-request` where an argument cannot go where it should.
  func prepared(_ body: CallBody?, limits: TimeLimits?) throws(StudioError) -> PreparedRequest {
    let address = try address()
    let credential = try credential(for: address)
    let secrets = values.secrets
    var url = address
    if case .query(let name, let secret) = credential {
      url +=
        (url.contains("?") ? "&" : "?") + URITemplate.encoded(name) + "="
        + URITemplate.encoded(secret.value)
    }
    let method = called.operation.method.rawValue
    let bytes = body?.bytes ?? []
    return PreparedRequest(
      http: HTTPRequest(
        method: method, url: url, headers: try headers(body), credential: credential?.header,
        body: bytes, limits: limits ?? called.profile.limits),
      sent: SentRequest(
        method: method, url: Self.hiding(secrets, in: address),
        body: Self.hiding(secrets, in: String(decoding: bytes, as: UTF8.self))),
      secrets: secrets)
  }

  private static func hiding(_ secrets: [Secret], in text: String) -> String {
    secrets.reduce(text) { $1.removed(from: $0) }
  }

  // MARK: Headers

  /// Never what a caller could use to be somebody else, or to break the message's frame.
  private static let reserved: Set = [
    "authorization", "proxy-authorization", "api-key", "host", "content-length", "connection",
    "transfer-encoding", "te", "trailer", "upgrade", "expect", "cookie",
  ]

  private func headers(_ body: CallBody?) throws(StudioError) -> [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = [("User-Agent", "easel")]
    for parameter in called.parameters where parameter.location == .header {
      guard !Self.reserved.contains(parameter.name.lowercased()),
        let value = try values.value(of: parameter)
      else { continue }
      headers.append((parameter.name, try Self.checked(value.plainText, parameter.name)))
    }
    let cookies = try cookies()
    if !cookies.isEmpty { headers.append(("Cookie", cookies)) }
    func add(_ name: String, _ value: String) {
      guard !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) else { return }
      headers.append((name, value))
    }
    add("Accept", called.operation.responseFormat == .json ? "application/json" : "*/*")
    if let body { add("Content-Type", body.mediaType) }
    return headers
  }

  private func cookies() throws(StudioError) -> String {
    var pairs: [String] = []
    for parameter in called.parameters where parameter.location == .cookie {
      guard let value = try values.value(of: parameter)?.plainText else { continue }
      guard !value.utf8.contains(where: { ";, \"\\".utf8.contains($0) }) else {
        throw Self.refused(parameter.name, "a cookie cannot hold it")
      }
      pairs.append("\(parameter.name)=\(try Self.checked(value, parameter.name))")
    }
    return pairs.joined(separator: "; ")
  }

  /// A value that a header can carry.
  private static func checked(_ value: String, _ name: String) throws(StudioError) -> String {
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw refused(name, "a header cannot hold control characters")
    }
    return value
  }

  static func refused(_ name: String, _ reason: String) -> StudioError {
    StudioError(
      .invalidRequest,
      "The value of “\(ServiceText.clean(name) ?? "")” cannot be sent: \(reason).",
      hint: "Nothing was sent.")
  }
}
