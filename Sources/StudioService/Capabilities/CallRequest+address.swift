import CapabilitySpecs
import StudioCore

extension CallRequest {
  /// The endpoint that the configuration puts in the place of the document's host.
  var azureEndpoint: AzureEndpoint? {
    called.profile == .azure ? configuration.azureEndpoint(called.service.baseURI) : nil
  }

  /// What the deployment's placeholder stands for; nil where nobody names one.
  var deployment: String? {
    get throws(StudioError) { try value(ofPlaceholder: "deployment-id") }
  }

  /// Scheme, host and base path. Nothing in it ever comes from a caller.
  func base() throws(StudioError) -> String {
    let baseURI = called.service.baseURI
    switch called.profile {
    case .azure:
      if let endpoint = azureEndpoint { return endpoint.base }
    case .ollama:
      let path = ServiceOrigin(baseURI).map { baseURI.dropFirst($0.text.count) } ?? ""
      return configuration.ollamaHost.base + path
    case .other: break
    }
    let template = URITemplate(baseURI)
    var filled: [String: String] = [:]
    for name in template.placeholders {
      filled[name] = try hostValue(name)
    }
    return try Self.expanded(template, filled) { name in
      StudioError(
        .badConfiguration, "Nothing says what “{\(name)}” is in the service's address.",
        hint: called.profile == .azure
          ? "Set AZURE_OPENAI_ENDPOINT to the resource's endpoint."
          : "Declare it under 'binds' in the capability, and set it.")
    }
  }

  /// Base, path and query, without a credential.
  func address() throws(StudioError) -> String {
    let path = URITemplate(called.operation.path)
    var filled: [String: String] = [:]
    for name in path.placeholders { filled[name] = try value(ofPlaceholder: name) }
    var base = try base()
    while base.hasSuffix("/") { base.removeLast() }
    let address =
      try base
      + Self.expanded(path, filled) { name in
        StudioError(
          .badConfiguration, "There is no value for “{\(name)}” in the service's address.",
          hint: name == "deployment-id" && called.profile == .azure
            ? "Name the deployment in the call, or set AZURE_OPENAI_DEPLOYMENT."
            : "Give “\(name)” with the call.")
      }
    let query = try query().map {
      "\(URITemplate.encoded($0.name))=\(URITemplate.encoded($0.value))"
    }
    guard !query.isEmpty else { return address }
    return address + (address.contains("?") ? "&" : "?") + query.joined(separator: "&")
  }

  private func query() throws(StudioError) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    for parameter in called.parameters where parameter.location == .query {
      guard let value = try values.value(of: parameter) else { continue }
      items.append((parameter.name, value.plainText))
    }
    if called.profile == .azure, !items.contains(where: { $0.name == "api-version" }) {
      let wished = try values.value(of: Self.expression("api-version"))?.plainText
      items.append(("api-version", wished ?? configuration.azureVersion(azureEndpoint)))
    }
    return items
  }

  private func value(ofPlaceholder name: String) throws(StudioError) -> String? {
    let parameter = called.parameters.last { $0.name == name && $0.location == .path }
    if let parameter, let value = try values.value(of: parameter) { return value.plainText }
    if let value = try values.value(of: Self.expression(name)) { return value.plainText }
    guard name == "deployment-id", called.profile == .azure else { return nil }
    return configuration.azureDeployment(azureEndpoint)
  }

  private func hostValue(_ name: String) throws(StudioError) -> String? {
    guard let template = try? MustacheTemplate("{{\(name)}}") else { return nil }
    if let bound = try values.secret(template) { return bound.value }
    return name == "resource" && called.profile == .azure ? configuration.azureResource : nil
  }

  private static func expression(_ placeholder: String) -> TemplateExpression {
    (try? MustacheTemplate("{{\(placeholder)}}"))?.soleExpression
      ?? TemplateExpression(name: placeholder)
  }

  private static func expanded(
    _ template: URITemplate, _ values: [String: String],
    missing: (String) -> StudioError
  ) throws(StudioError) -> String {
    do {
      return try template.expanded(with: values)
    } catch {
      switch error {
      case .missing(let name): throw missing(ServiceText.clean(name) ?? "")
      case .dotSegment:
        throw StudioError(
          .invalidRequest, "A value would lead the request to another path.",
          hint: "Nothing was sent.")
      default: throw CallValues.unusable(error.description)
      }
    }
  }
}
