/// Generation on both routes.
extension AzureSimulator {
  func images(
    _ request: SimulatedRequest, _ pathName: String?, _ call: AzureCall
  ) async throws -> Answer {
    let body = try self.body(of: request)
    let deployment = try deployment(pathName, body)
    let wish = try AzureRequest(body, for: deployment)
    try checkContent(wish, call)
    let place = await windows.enter(deployment)
    if place.isOver {
      throw AzureError.rateLimited(apiVersion: call.version, seconds: place.reset)
    }
    if wish.prompt.contains("no-capacity") { throw AzureError.noCapacity }
    if deployment.behaviour == .fails { throw AzureError.serverError }
    var answer = try await generate(wish, request, call)
    answer.headers += rateHeaders(deployment, place)
    return answer
  }

  private func body(of request: SimulatedRequest) throws(AzureError) -> WireJSON {
    do {
      return try WireJSON.parse(request.body)
    } catch {
      throw .invalidPayload("The request body is not valid JSON.")
    }
  }

  private func deployment(
    _ pathName: String?, _ body: WireJSON
  ) throws(AzureError) -> AzureDeployment {
    guard let name = pathName ?? body["model"]?.text else {
      throw .invalidPayload("Missing required parameter: 'model'.")
    }
    guard let deployment = AzureDeployment.named(name) else { throw .deploymentNotFound }
    if deployment.behaviour == .isBlocked { throw .resourceBlocked }
    if deployment.family == .chat { throw .operationNotSupported(model: deployment.model) }
    return deployment
  }

  /// Words in the prompt stand for what the filters would find.
  private func checkContent(_ wish: AzureRequest, _ call: AzureCall) throws(AzureError) {
    let prompt = wish.prompt
    if prompt.contains("filter-content") { throw .contentFilter(output: false) }
    if prompt.contains("jailbreak-content") { throw .promptFilter }
    guard prompt.contains("forbidden-content") || prompt.contains("policy-content") else {
      return
    }
    throw wish.deployment.family == .dallE3
      ? .contentPolicyViolation : .moderationBlocked(requestID: call.requestID)
  }

  private func rateHeaders(
    _ deployment: AzureDeployment, _ place: RateWindows.Place
  ) -> [(name: String, value: String)] {
    [
      ("x-ratelimit-limit-requests", String(RateWindows.limit(of: deployment))),
      ("x-ratelimit-remaining-requests", String(place.remaining)),
      ("x-ratelimit-reset-requests", String(Int(place.reset.rounded(.up)))),
      ("x-ratelimit-limit-tokens", "1000000"), ("x-ratelimit-remaining-tokens", "995840"),
      ("x-ratelimit-reset-tokens", "1"),
    ]
  }

  private func generate(
    _ wish: AzureRequest, _ request: SimulatedRequest, _ call: AzureCall
  ) async throws -> Answer {
    let name = request.path.hasPrefix("/openai/v1/") ? wish.deployment.name : request.segments[2]
    let ticket = await shop.ledger.accept(
      service: .azure, model: name, prompt: wish.prompt, count: wish.count)
    if wish.isStreaming { return stream(wish, request.connection, ticket, call) }
    let pictures = try await pictures(wish, request.connection, ticket)
    if wish.prompt.contains("output-filtered") {
      return AzureError.contentFilter(output: true).answer
    }
    if case .failMidway = call.fault { return AzureError.serverError.answer }
    let parts =
      wish.deployment.family == .dallE3
      ? await legacyBody(wish, pictures, host: request.host) : body(wish, pictures)
    return Answer(type: "application/json", body: .fixed(parts), ticket: ticket)
  }

  private func pictures(
    _ wish: AzureRequest, _ connection: Connection, _ ticket: LedgerTicket
  ) async throws -> [SimulatedPicture] {
    var pictures: [SimulatedPicture] = []
    for _ in 0..<wish.count {
      try await connection.pause(seconds: shop.options.pace.picture)
      pictures.append(try await shop.paint(order(wish, seed: shop.seed()), for: ticket))
    }
    return pictures
  }

  func order(_ wish: AzureRequest, seed: UInt64, detail: Int? = nil) -> PaintOrder {
    PaintOrder(
      prompt: wish.prompt, seed: seed, width: wish.width, height: wish.height,
      format: wish.outputFormat == "png" ? .png : .jpeg(quality: max(1, wish.compression)),
      isTransparent: wish.background == "transparent", detail: detail)
  }

  private func body(_ wish: AzureRequest, _ pictures: [SimulatedPicture]) -> [AnswerPart] {
    let head: WireJSON = [
      "created": .int(WireTime.now().seconds), "background": .string(wish.background),
      "output_format": .string(wish.outputFormat), "quality": .string(wish.quality),
      "size": .string(wish.size),
    ]
    let withheld = wish.deployment.behaviour == .withholdsOne ? pictures.count - 1 : -1
    var parts: [AnswerPart] = [.text(head.line().dropLast() + ",\"data\":[")]
    for (index, picture) in pictures.enumerated() {
      if index > 0 { parts.append(.text(",")) }
      parts +=
        index == withheld
        ? [.text(Self.withheldEntry.line())]
        : [.text("{\"b64_json\":\""), .base64(picture), .text("\"}")]
    }
    let usage = AzureUsage(wish, images: wish.count).json
    return parts + [.text("],\"usage\":\(usage.line())}")]
  }

  /// An entry whose picture the output filter held back.
  private static let withheldEntry: WireJSON = [
    "content_filter_results": [
      "hate": ["filtered": false, "severity": "safe"],
      "self_harm": ["filtered": false, "severity": "safe"],
      "sexual": ["filtered": false, "severity": "safe"],
      "violence": ["filtered": true, "severity": "medium"],
    ]
  ]

  private func legacyBody(
    _ wish: AzureRequest, _ pictures: [SimulatedPicture], host: String
  ) async -> [AnswerPart] {
    var parts: [AnswerPart] = [.text("{\"created\":\(WireTime.now().seconds),\"data\":[")]
    for picture in pictures {
      let entry = legacyEntry(wish).line().dropFirst()
      if wish.wantsBase64 {
        parts += [.text("{\"b64_json\":\""), .base64(picture), .text("\"," + entry)]
      } else {
        let url = "http://\(host)" + (await privateImages.keep(picture))
        parts.append(.text("{\"url\":\(WireJSON.string(url).line())," + entry))
      }
    }
    return parts + [.text("]}")]
  }

  private func legacyEntry(_ wish: AzureRequest) -> WireJSON {
    let safe: WireJSON = ["filtered": false, "severity": "safe"]
    return [
      "revised_prompt": .string("A detailed picture of \(wish.prompt), painted with care."),
      "prompt_filter_results": [
        "hate": safe, "profanity": ["detected": false, "filtered": false], "self_harm": safe,
        "sexual": safe, "violence": safe, "jailbreak": ["detected": false, "filtered": false],
        "custom_blocklists": ["filtered": false, "details": []],
      ],
      "content_filter_results": [
        "hate": safe, "self_harm": safe, "sexual": safe, "violence": safe,
      ],
    ]
  }
}
