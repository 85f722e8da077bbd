import StudioCore

/// Azure OpenAI's images API: resources and deployments, the dated route and `/openai/v1`.
struct AzureProvider: ImageProvider {
  /// The newest dated version that knows gpt-image; others may be configured.
  static let defaultVersion = "2025-04-01-preview"

  let id: ProviderID
  let endpoints: [AzureEndpoint]
  /// Deployment names that the configuration offers for every resource.
  let deployments: [String]
  let endpoint: ImagesEndpoint
  let credential: AzureCredential?
  /// `OPENAI_API_VERSION`; a version in a pasted address goes before it.
  let apiVersion: String?
  var sendsKeyAsBearer = false
  /// True when the configuration allows the key to travel unencrypted.
  var allowsPlainKey = false
  let transport: any HTTPTransport

  /// gpt-image at high quality takes minutes, and says nothing in between.
  var limits = TimeLimits(idle: .seconds(600), total: .seconds(600))

  func defaultDestination() -> Destination? {
    guard let first = endpoints.first else { return nil }
    return Destination(
      provider: id, resource: first.resource, deployment: first.deployment ?? deployments.first)
  }

  /// What nothing can be sent without, each as what follows “set”.
  var missing: [String] {
    let keys = (endpoint.keyVariables + ["AZURE_OPENAI_AD_TOKEN"]).joined(separator: " or ")
    return (endpoints.isEmpty ? ["AZURE_OPENAI_ENDPOINT to the endpoint of a resource"] : [])
      + (credential == nil ? ["\(keys) to its key"] : [])
  }

  func offers() -> AsyncStream<[Offer]> {
    AzureDiscovery(
      provider: id, endpoints: endpoints, deployments: deployments,
      credential: credential.map { $0.header(asBearer: sendsKeyAsBearer) },
      query: ServiceQuery(transport: transport)
    ).offers()
  }

  func prepare(_ request: GenerationRequest) async throws(StudioError) -> PreparedRequest {
    let place = try endpoint(of: request.destination)
    guard let deployment = request.destination.deployment ?? request.destination.model else {
      throw StudioError(.invalidRequest, "No deployment is chosen.")
    }
    let credential = try credential(for: place)
    let url = try address(place, deployment)
    return prepared(
      url, Self.body(of: request, route: place.route, deployment: deployment), credential)
  }

  private func prepared(
    _ url: String, _ body: JSONObject, _ credential: HeaderCredential?
  ) -> PreparedRequest {
    let text = JSONValue.object(body).json
    let kinds = (body["stream"] == true ? "text/event-stream, " : "") + "application/json"
    return PreparedRequest(
      http: HTTPRequest(
        method: endpoint.method, url: url,
        headers: [
          ("Content-Type", "application/json"), ("Accept", kinds), ("User-Agent", "easel"),
        ], credential: credential, body: Array(text.utf8), limits: limits),
      sent: SentRequest(method: endpoint.method, url: url, body: text))
  }

  private func address(_ place: AzureEndpoint, _ deployment: String) throws(StudioError) -> String {
    switch place.route {
    case .v1:
      let query = place.apiVersion.map { "?api-version=" + $0 } ?? ""
      return place.base + "/openai/v1/images/generations" + query
    case .dated:
      let path = try endpoint.address(base: place.base, values: ["deployment-id": deployment])
      return path + "?api-version=" + (place.apiVersion ?? apiVersion ?? Self.defaultVersion)
    }
  }

  private func endpoint(of destination: Destination) throws(StudioError) -> AzureEndpoint {
    guard !endpoints.isEmpty else {
      throw StudioError(
        .badConfiguration, "No Azure OpenAI resource is configured.",
        hint: "Set AZURE_OPENAI_ENDPOINT to the resource's endpoint.")
    }
    guard let resource = destination.resource else { return endpoints[0] }
    if let known = endpoints.first(where: { $0.resource == resource }) { return known }
    let names = endpoints.map(\.resource).joined(separator: ", ")
    throw StudioError(
      .badConfiguration,
      "The resource “\(ServiceText.clean(resource) ?? "")” is not configured; known: \(names).",
      hint: "Add its endpoint to AZURE_OPENAI_ENDPOINT (several are separated by commas).")
  }

  private func credential(
    for place: AzureEndpoint
  ) throws(StudioError) -> HeaderCredential {
    guard let credential else {
      throw StudioError(
        .credentialsMissing, "There is no key for Azure OpenAI.",
        hint: "Set \(endpoint.keyVariables.joined(separator: " or ")), or AZURE_OPENAI_AD_TOKEN.")
    }
    guard place.isEncrypted || place.isLoopback || allowsPlainKey else {
      throw StudioError(
        .badConfiguration, "The key would travel unencrypted to \(place.resource).",
        hint: "Use https in AZURE_OPENAI_ENDPOINT.")
    }
    guard credential.secret.fitsHeader else {
      throw StudioError(
        .badConfiguration, "The key for Azure OpenAI holds characters that no key can have.",
        hint: "Set it anew, without line breaks and quotes.")
    }
    return credential.header(asBearer: sendsKeyAsBearer)
  }

  func otherForm(of request: PreparedRequest, after refusal: ServiceRefusal) -> PreparedRequest? {
    withoutStream(request, after: refusal)
      ?? credential?.otherForm(of: request, after: refusal, wasBearer: sendsKeyAsBearer)
  }

  /// A picture without partial ones, where the service does not send them.
  private func withoutStream(
    _ request: PreparedRequest, after refusal: ServiceRefusal
  ) -> PreparedRequest? {
    guard refusal.status == 400, var body = (try? JSONValue(parsing: request.http.body))?.object,
      ["stream", "partial_images"].contains(WireError(refusal.body).parameter),
      body["stream"] != nil
    else { return nil }
    body["stream"] = nil
    body["partial_images"] = nil
    return prepared(request.http.url, body, request.http.credential)
  }

  /// Sends what was set and what the model's family takes; never `response_format` to gpt-image,
  /// which refuses it.
  static func body(
    of request: GenerationRequest, route: AzureEndpoint.Route, deployment: String
  ) -> JSONObject {
    let table = AzureTables.table(for: request.destination.modelOrDeployment)
    var body = JSONObject()
    if route == .v1 { body["model"] = .string(deployment) }
    body["prompt"] = .string(request.prompt)
    for (name, value) in request.parameters.all where table[name]?.isSupported ?? false {
      // It is refused without a stream.
      if name == .partials, request.parameters.partials == 0 { continue }
      body[wireName(name)] = field(name, value)
      if name == .partials { body["stream"] = true }
    }
    if table.family == "dall-e-3" { body["response_format"] = "b64_json" }
    return body
  }

  private static func wireName(_ name: ParameterName) -> String {
    switch name {
    case .count: "n"
    case .format: "output_format"
    case .compression: "output_compression"
    case .partials: "partial_images"
    default: name.rawValue
    }
  }

  private static func field(_ name: ParameterName, _ value: ParameterValue) -> JSONValue {
    switch value {
    case .number(let number): .number(number)
    case .text(let text) where name == .size:
      .string(ImageSize(parsing: text)?.requestText ?? text)
    case .text(let text): .string(text)
    }
  }

  func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8], destination: Destination
  ) -> StudioError {
    AzureErrors(
      status: status, headers: headers, wire: WireError(body), destination: destination,
      keyVariables: endpoint.keyVariables
    ).studioError
  }

  func emptyAnswer(destination: Destination) -> StudioError {
    StudioError(
      .emptyAnswer, "Azure OpenAI answered with success and no picture.",
      hint: "The picture may have been filtered; it may have been billed all the same.",
      mayHaveBeenBilled: true)
  }
}
