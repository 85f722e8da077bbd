import Testing

@testable import ProviderSimulator

@Suite("Azure OpenAI: routes, keys and errors", .timeLimit(.minutes(3)))
struct AzureTests {
  static let key = ("api-key", "k")
  static let version = "?api-version=2025-04-01-preview"

  static func dated(_ addresses: SimulatorAddresses, _ deployment: String) -> String {
    "\(addresses.azure)/openai/deployments/\(deployment)/images/generations\(version)"
  }

  @Test("gpt-image answers with what it used, and the request's headers")
  func success() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await Wire.send(
        "POST", Self.dated(addresses, "gpt-image-2"), headers: [Self.key],
        body: #"{"prompt":"a red fox","n":2,"quality":"low","size":"1024x640"}"#)
      #expect(reply.status == 200)
      #expect(reply.header("content-type") == "application/json")
      #expect(reply.header("content-length") == String(reply.bytes.count))
      for name in ["apim-request-id", "x-ms-region", "x-ratelimit-remaining-requests"] {
        #expect(reply.header(name) != nil)
      }
      #expect(reply.json["size"]?.text == "1024x640" && reply.json["quality"]?.text == "low")
      let pictures = (reply.json["data"]?.elements ?? []).compactMap { $0["b64_json"]?.decoded }
      #expect(pictures.map(pngSize) == [[1024, 640], [1024, 640]])
      #expect(reply.json.at("usage", "output_tokens")?.integer == 2 * 272 * 640 / 1024)
      let ledger = await simulator.ledger()
      #expect(ledger.accepted.first?.count == 2)
      #expect(ledger.accepted.first?.sha256 == pictures.map { SHA256Digest.hexadecimal(of: $0) })
    }
  }

  @Test("The table of tokens follows size and quality")
  func tokens() throws {
    let deployment = try #require(AzureDeployment.named("gpt-image-1-mini"))
    func tokens(_ body: String) throws -> Int {
      let request = try AzureRequest(WireJSON.parse(Array(body.utf8)), for: deployment)
      return AzureUsage(request, images: 1).outputTokens
    }
    #expect(try tokens(#"{"prompt":"a","quality":"high"}"#) == 4160)
    #expect(try tokens(#"{"prompt":"a"}"#) == 1056)
    #expect(try tokens(#"{"prompt":"a","quality":"high","size":"1024x1536"}"#) == 6240)
    #expect(try tokens(#"{"prompt":"a","quality":"low","size":"1536x1024"}"#) == 400)
  }

  @Test("jpeg and a transparent background are what the bytes say")
  func formats() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      func file(_ more: String) async throws -> [UInt8]? {
        try await Wire.send(
          "POST", Self.dated(addresses, "gpt-image-2"), headers: [Self.key],
          body: #"{"prompt":"sea","size":"1024x640",\#(more)}"#
        ).json.at("data", "0", "b64_json")?.decoded
      }
      let jpeg = try #require(try await file(#""output_format":"jpeg","output_compression":60"#))
      #expect(jpeg.starts(with: [0xFF, 0xD8, 0xFF]))
      let png = try #require(try await file(#""background":"transparent""#))
      #expect(png.count > 25 && png[25] == 6)
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var path: String
    var headers: [(String, String)] = [AzureTests.key]
    var body = #"{"prompt":"a"}"#
    var status: Int
    var code: String
    var message: String? = nil
    var testDescription: String { "\(status) \(code) \(path.suffix(60)) \(body.prefix(60))" }
  }

  private static let path = "/openai/deployments/gpt-image-2/images/generations\(version)"
  private static let old = "/openai/deployments/dalle3/images/generations\(version)"
  private static let mini = "/openai/deployments/gpt-image-1-mini/images/generations\(version)"

  static let refusals: [Refusal] = [
    Refusal(
      path: "/openai/nope\(version)", status: 404, code: "404", message: "Resource not found"),
    Refusal(
      path: "/openai/deployments/gpt-image-2/images/generations", status: 404, code: "404"),
    Refusal(
      path: "/openai/deployments/gpt-image-2/images/generations?api-version=1999-01-01",
      status: 404, code: "404"),
    Refusal(path: path, headers: [], status: 401, code: "401"),
    Refusal(path: path, headers: [("api-key", "wrong-key")], status: 401, code: "401"),
    Refusal(
      path: path, headers: [("api-key", "disabled-key")], status: 403,
      code: "AuthenticationTypeDisabled",
      message: "Key based authentication is disabled for this resource."),
    Refusal(path: path, headers: [("api-key", "network-key")], status: 403, code: "403"),
    Refusal(
      path: path, headers: [("authorization", "Bearer a.norole.c")], status: 401,
      code: "PermissionDenied"),
    Refusal(path: path, body: "{", status: 400, code: "InvalidPayload"),
    Refusal(path: path, body: "{}", status: 400, code: "InvalidPayload"),
    Refusal(
      path: "/openai/deployments/nope/images/generations\(version)", status: 404,
      code: "DeploymentNotFound"),
    Refusal(
      path: "/openai/deployments/chat/images/generations\(version)", status: 400,
      code: "OperationNotSupported"),
    Refusal(
      path: "/openai/deployments/blocked/images/generations\(version)", status: 403,
      code: "Forbidden"),
    Refusal(
      path: path, body: #"{"prompt":"a","response_format":"b64_json"}"#, status: 400,
      code: "unknown_parameter", message: "Unknown parameter: 'response_format'."),
    Refusal(
      path: old, body: #"{"prompt":"a","moderation":"low"}"#, status: 400,
      code: "unknown_parameter", message: "Unknown parameter: 'moderation'."),
    Refusal(
      path: mini, body: #"{"prompt":"a","size":"512x512"}"#, status: 400, code: "invalid_value",
      message:
        "Invalid value: '512x512'. Supported values are: '1024x1024', '1024x1536', '1536x1024', and 'auto'."
    ),
    Refusal(
      path: path, body: #"{"prompt":"a","size":"1000x1000"}"#, status: 400, code: "invalid_value"),
    Refusal(
      path: path, body: #"{"prompt":"a","output_format":"webp"}"#, status: 400,
      code: "invalid_value",
      message: "Invalid value: 'webp'. Supported values are: 'png' and 'jpeg'."),
    Refusal(
      path: path, body: #"{"prompt":"a","n":11}"#, status: 400, code: "integer_above_max_value"),
    Refusal(
      path: path, body: #"{"prompt":"a","background":"transparent","output_format":"jpeg"}"#,
      status: 400, code: "invalid_value"),
    Refusal(path: old, body: #"{"prompt":"a","n":2}"#, status: 400, code: "invalid_value"),
    Refusal(
      path: path, body: #"{"prompt":"a forbidden-content b"}"#, status: 400,
      code: "moderation_blocked"),
    Refusal(
      path: old, body: #"{"prompt":"policy-content"}"#, status: 400,
      code: "content_policy_violation"),
    Refusal(
      path: path, body: #"{"prompt":"filter-content"}"#, status: 400, code: "contentFilter",
      message: "Your task failed as a result of our safety system."),
    Refusal(
      path: path, body: #"{"prompt":"jailbreak-content"}"#, status: 400, code: "content_filter"),
    Refusal(path: path, body: #"{"prompt":"no-capacity"}"#, status: 429, code: "429"),
  ]

  @Test("Each refusal has its status, code and words, and costs nothing", arguments: refusals)
  func refusal(_ refusal: Refusal) async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await Wire.send(
        "POST", addresses.azure + refusal.path, headers: refusal.headers, body: refusal.body)
      #expect(reply.status == refusal.status)
      #expect(reply.json.at("error", "code")?.text == refusal.code)
      if let message = refusal.message {
        #expect(reply.json.at("error", "message")?.text == message)
      }
      #expect(reply.header("apim-request-id") != nil)
      #expect(await simulator.ledger().accepted.isEmpty)
    }
  }

  @Test("The checks come in the service's order: path, version, key, body, deployment")
  func order() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let path = addresses.azure + "/openai/deployments/nope/images/generations"
      let noVersion = try await Wire.send("POST", path, body: "{")
      #expect(noVersion.status == 404 && noVersion.json.at("error", "code")?.text == "404")
      #expect(try await Wire.send("POST", path + Self.version, body: "{").status == 401)
      let noBody = try await Wire.send("POST", path + Self.version, headers: [Self.key], body: "{")
      #expect(noBody.json.at("error", "code")?.text == "InvalidPayload")
    }
  }

  @Test("A key as bearer is refused flat on the dated route and taken on v1; tokens pass on both")
  func bearer() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let body = #"{"model":"gpt-image-2","prompt":"a","size":"1024x640"}"#
      func status(_ url: String, _ token: String) async throws -> Reply {
        try await Wire.send(
          "POST", url, headers: [("Authorization", "Bearer \(token)")], body: body)
      }
      let dated = Self.dated(addresses, "gpt-image-2")
      let flat = try await status(dated, "some-key")
      #expect(flat.status == 401 && flat.json["statusCode"]?.integer == 401)
      #expect(try await status(dated, "a.expired.c").json["statusCode"]?.integer == 401)
      #expect(try await status(dated, "a.b.c").status == 200)
      let v1 = addresses.azure + "/openai/v1/images/generations"
      #expect(try await status(v1, "some-key").status == 200)
    }
  }

  @Test("Only the required key opens the door")
  func requiredKey() async throws {
    let options = SimulatorOptions(pace: .instant, requiredAzureKey: "right", detail: 24)
    try await Wire.withSimulator(options) { (addresses, _) async throws -> Void in
      let url = addresses.azure + "/openai/models?api-version=2024-10-21"
      #expect(try await Wire.send("GET", url, headers: [("api-key", "right")]).status == 200)
      #expect(try await Wire.send("GET", url, headers: [("api-key", "other")]).status == 401)
    }
  }

  @Test("Discovery lists models and, on the leftover version, deployments")
  func discovery() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let models = try await Wire.send(
        "GET", addresses.azure + "/openai/models?api-version=2024-10-21", headers: [Self.key])
      #expect(models.json["data"]?.elements?.isEmpty == false)
      let list = try await Wire.send(
        "GET", addresses.azure + "/openai/deployments?api-version=2023-03-15-preview",
        headers: [Self.key])
      let names = (list.json["data"]?.elements ?? []).compactMap { $0["id"]?.text }
      #expect(names == ["gpt-image-2", "gpt-image-1-mini", "dalle3", "chat"])
      #expect(
        try await Wire.send(
          "GET", addresses.azure + "/openai/deployments?api-version=2024-10-21",
          headers: [Self.key]
        ).status == 404)
    }
  }

  @Test("The second request in a window is told when to come back, twice")
  func limited() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let url = Self.dated(addresses, "limited")
      let first = try await Wire.send("POST", url, headers: [Self.key], body: #"{"prompt":"a"}"#)
      #expect(first.status == 200)
      // On a busy machine a window may be over before the next request comes: it opens another.
      var second = first
      for _ in 0..<10 where second.status == 200 {
        second = try await Wire.send("POST", url, headers: [Self.key], body: #"{"prompt":"a"}"#)
      }
      #expect(second.status == 429)
      let seconds = try #require(second.header("retry-after").flatMap { Int($0) })
      let milliseconds = try #require(second.header("retry-after-ms").flatMap { Int($0) })
      #expect((1...20).contains(seconds) && milliseconds <= seconds * 1000)
      #expect(
        second.json.at("error", "message")?.text?.contains("Please retry after \(seconds) seconds")
          == true)
      let ledger = await simulator.ledger()
      #expect(ledger.accepted.count == 1 && ledger.refused == 1)
    }
  }

  @Test("A filtered picture leaves an entry without image data")
  func filteredOutput() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let reply = try await Wire.send(
        "POST", Self.dated(addresses, "filtered-output"), headers: [Self.key],
        body: #"{"prompt":"a","n":3,"size":"1024x640"}"#)
      let entries = reply.json["data"]?.elements ?? []
      #expect(entries.map { $0["b64_json"] != nil } == [true, true, false])
    }
  }
}
