import StudioCore

/// Ollama's images API, `POST /v1/images/generations` (0.14.3 to 0.32.5), and servers of that shape.
struct OllamaProvider: ImageProvider {
  let id: ProviderID
  let host: OllamaHost
  let endpoint: ImagesEndpoint
  /// The bearer key, if there is one. A local server wants none.
  let key: Secret?
  /// True when the configuration allows the key to travel unencrypted to this host.
  var allowsPlainKey = false
  let transport: any HTTPTransport

  /// A picture may take ten minutes at the server, after the model was loaded.
  var limits = TimeLimits(idle: .seconds(900), total: .seconds(900))

  func defaultDestination() -> Destination? {
    Destination(provider: id, host: host.base)
  }

  func offers() -> AsyncStream<[Offer]> {
    OllamaDiscovery(
      provider: id, host: host, credential: key.map(HeaderCredential.bearer), refusal: keyRefusal,
      query: ServiceQuery(transport: transport)
    ).offers()
  }

  func prepare(_ request: GenerationRequest) async throws(StudioError) -> PreparedRequest {
    if let keyRefusal { throw keyRefusal }
    try checkHost(of: request.destination)
    let credential = key.map(HeaderCredential.bearer)
    let version = try await OllamaVersionGate(
      host: host, credential: credential, transport: transport
    ).check()
    let isImageModel = try await OllamaModelGate(
      host: host, credential: credential, transport: transport
    ).check(request.destination.model)
    let body = Self.body(of: request)
    guard version?.tellsSteps == true, isImageModel, let native = Self.nativeBody(of: body) else {
      return prepared(try imagesURL, body)
    }
    return prepared(nativeURL, native)
  }

  private var imagesURL: String {
    get throws(StudioError) { try endpoint.address(base: host.base + endpoint.basePath) }
  }

  /// The server's own route, which tells the steps of a picture while it makes it.
  private var nativeURL: String { host.base + "/api/generate" }

  /// A proxy may let only the images route through.
  func otherForm(of request: PreparedRequest, after refusal: ServiceRefusal) -> PreparedRequest? {
    let isMissing = [404, 405].contains(refusal.status)
    guard request.http.url == nativeURL, isMissing,
      WireError(refusal.body).message?.contains("model") != true,
      let native = (try? JSONValue(parsing: request.http.body))?.object, let url = try? imagesURL
    else { return nil }
    return prepared(url, Self.body(ofNative: native))
  }

  private func prepared(_ url: String, _ body: JSONObject) -> PreparedRequest {
    let text = JSONValue.object(body).json
    return PreparedRequest(
      http: HTTPRequest(
        method: endpoint.method, url: url,
        headers: [
          ("Content-Type", "application/json"), ("Accept", "application/json"),
          ("User-Agent", "easel"),
        ],
        credential: key.map(HeaderCredential.bearer), body: Array(text.utf8), limits: limits),
      sent: SentRequest(method: endpoint.method, url: url, body: text))
  }

  /// Sends what the server honours, and nothing else: it pays no attention to the rest.
  static func body(of request: GenerationRequest) -> JSONObject {
    var body = JSONObject()
    body["model"] = request.destination.model.map { .string($0) }
    body["prompt"] = .string(request.prompt)
    if let size = request.parameters[.size]?.description, size != "auto" {
      body["size"] = .string(ImageSize(parsing: size)?.requestText ?? size)
    }
    body["seed"] = request.parameters[.seed]?.number.map { .number($0) }
    body["response_format"] = "b64_json"
    return body
  }

  /// The same for the server's own route; nil where that cannot say it.
  static func nativeBody(of body: JSONObject) -> JSONObject? {
    var native = JSONObject()
    native["model"] = body["model"]
    native["prompt"] = body["prompt"]
    if let text = body["size"]?.text {
      guard let size = ImageSize(parsing: text) else { return nil }
      native["width"] = .number(size.width)
      native["height"] = .number(size.height)
    }
    native["options"] = body["seed"].map { ["seed": $0] }
    native["stream"] = true
    return native
  }

  private static func body(ofNative native: JSONObject) -> JSONObject {
    var body = JSONObject()
    body["model"] = native["model"]
    body["prompt"] = native["prompt"]
    if let width = native["width"]?.int, let height = native["height"]?.int {
      body["size"] = .string(ImageSize(width: width, height: height).requestText)
    }
    body["seed"] = native["options"]?["seed"]
    body["response_format"] = "b64_json"
    return body
  }

  func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8], destination: Destination
  ) -> StudioError {
    OllamaErrors.error(status: status, headers: headers, body: body, model: destination.model)
  }

  func emptyAnswer(destination: Destination) -> StudioError {
    let model = ServiceText.clean(destination.model) ?? "the model"
    return StudioError(
      .emptyAnswer, "Ollama finished and returned no picture.",
      hint: "“\(model)” may be no image model, or its runner failed: see the server's log.")
  }

  /// A record must not name one server and mean another.
  private func checkHost(of destination: Destination) throws(StudioError) {
    guard let wished = destination.host, OllamaHost(wished) != host else { return }
    throw StudioError(
      .badConfiguration,
      "The server \(ServiceText.clean(wished) ?? "") is not the one that is set up: "
        + "\(ServiceText.clean(host.base) ?? "").",
      hint: "Pick the destination anew (F2, or --host), or set OLLAMA_HOST to that server.")
  }

  /// Why the key must not be sent to this host; nil where it may, or there is none.
  private var keyRefusal: StudioError? {
    guard let key else { return nil }
    guard key.fitsHeader else {
      return StudioError(
        .badConfiguration, "OLLAMA_API_KEY holds characters that no key can have.",
        hint: "Set it anew, without line breaks and quotes.")
    }
    guard host.scheme != "https", !host.isLoopback, !allowsPlainKey else { return nil }
    return StudioError(
      .badConfiguration,
      "The key would travel unencrypted to \(ServiceText.clean(host.host) ?? "").",
      hint: "Use https in OLLAMA_HOST, or unset OLLAMA_API_KEY: a plain Ollama server needs none.")
  }
}
