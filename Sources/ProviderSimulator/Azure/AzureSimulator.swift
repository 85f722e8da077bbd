/// The simulated Azure OpenAI resource: the dated and the v1 route family.
struct AzureSimulator: SimulatedProvider {
  let authentication: AzureAuthentication
  let shop: PaintShop
  let privateImages = PrivateImages()
  let windows = RateWindows()

  init(requiredKey: String?, shop: PaintShop) {
    authentication = AzureAuthentication(requiredKey: requiredKey)
    self.shop = shop
  }

  func call(for request: SimulatedRequest) -> SimulatedCall {
    let body = try? WireJSON.parse(request.body)
    var model = body?["model"]?.text
    var isGeneration = false
    switch AzureRoute(request) {
    case .datedImages(let deployment): (model, isGeneration) = (deployment, true)
    case .images: isGeneration = true
    default: break
    }
    return SimulatedCall(
      service: .azure, path: request.path, isGeneration: isGeneration, model: model,
      prompt: body?["prompt"]?.text, count: body?["n"]?.integer ?? 1)
  }

  func answer(to request: SimulatedRequest, fault: Fault?) async throws -> Answer {
    let requestID = WireID.make()
    var answer: Answer
    do {
      answer = try await route(request, requestID, fault)
    } catch let error as AzureError {
      if call(for: request).isGeneration { await shop.ledger.refuse() }
      answer = error.answer
    }
    answer.headers += [
      ("apim-request-id", requestID), ("x-request-id", requestID),
      ("x-ms-region", "Sweden Central"),
      ("strict-transport-security", "max-age=31536000; includeSubDomains; preload"),
    ]
    return answer
  }

  /// The checks in the order of the service: path, api-version, key, and then the body.
  private func route(
    _ request: SimulatedRequest, _ requestID: String, _ fault: Fault?
  ) async throws -> Answer {
    guard let route = AzureRoute(request) else { throw AzureError.notFound }
    let isV1 = request.path.hasPrefix("/openai/v1/")
    let version = request.parameter("api-version")
    guard route.accepts(apiVersion: version, isV1: isV1) else { throw AzureError.notFound }
    if route == .privateImage { return try await privateImage(request) }
    try authentication.check(request, isV1: isV1)
    switch route {
    case .models: return json(Self.models)
    case .deployments:
      guard version == "2023-03-15-preview" else { throw AzureError.notFound }
      return json(Self.deployments)
    case .datedImages(let name):
      return try await images(
        request, name, AzureCall(requestID: requestID, version: version ?? "v1", fault: fault))
    case .images, .privateImage:
      return try await images(
        request, nil, AzureCall(requestID: requestID, version: version ?? "v1", fault: fault))
    }
  }

  private func json(_ value: WireJSON) -> Answer {
    Answer(type: "application/json", text: value.line())
  }

  /// Storage knows its signature only, and takes offence at any other credential.
  private func privateImage(_ request: SimulatedRequest) async throws -> Answer {
    func refusal(_ status: Int, _ code: String) -> Answer {
      Answer(
        status: status, type: "application/xml",
        text: "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>\(code)</Code></Error>")
    }
    if request.headers["authorization"] != nil || request.headers["api-key"] != nil {
      return refusal(400, "InvalidAuthenticationInfo")
    }
    guard
      let picture = await privateImages.picture(path: request.path, query: request.query)
    else { return refusal(403, "AuthenticationFailed") }
    return Answer(type: "image/png", body: .fixed([.bytes(picture)]))
  }

  /// Base models that the resource could deploy; not its deployments.
  private static let models: WireJSON = [
    "object": "list",
    "data": .array(
      ["gpt-image-2", "gpt-image-1-mini", "dall-e-3", "gpt-4o"].map { id in
        [
          "id": .string(id), "object": "model", "created": 1_776_729_600, "owned_by": "azure",
          "status": "succeeded", "lifecycle_status": "generally-available",
          "capabilities": ["inference": true, "completion": false],
        ]
      }),
  ]

  private static let deployments: WireJSON = [
    "object": "list",
    "data": .array(
      AzureDeployment.all.filter(\.isListed).map { deployment in
        [
          "scale_settings": ["scale_type": "standard"], "model": .string(deployment.model),
          "owner": "organization-owner", "id": .string(deployment.name), "status": "succeeded",
          "created_at": 1_776_729_600, "updated_at": 1_776_729_600, "object": "deployment",
        ]
      }),
  ]
}

/// What belongs to one call besides its parameters.
struct AzureCall: Sendable {
  var requestID: String
  var version: String
  var fault: Fault?
}
