import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A credential", .timeLimit(.minutes(3)))
struct CredentialTests {
  private static let flat =
    #"{ "statusCode": 401, "message": "Unauthorized. Access token is missing, invalid." }"#

  @Test("that a gateway does not find in its header is sent once in the other one")
  func otherForm() async throws {
    let wire = try RawWire { connection in
      let request = connection.receiveRequest().lowercased()
      request.contains("authorization: bearer \(RawWire.key)") && !request.contains("api-key:")
        ? connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
        : connection.answer("401 Unauthorized", Self.flat)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(wire.server.requests.count == 2)
  }

  @Test("that is refused in both forms is refused, after two requests and no more")
  func refused() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("401 Unauthorized", Self.flat)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .credentialsRejected)
    #expect(wire.server.requests.count == 2)
  }

  @Test("that the service itself refuses is not tried again")
  func once() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("401 Unauthorized", #"{"error":{"code":"401","message":"Access denied"}}"#)
    }
    #expect(try await wire.generate().state == .failed)
    #expect(wire.server.requests.count == 1)
  }

  @Test(
    "is in no file, record or error, even where a service quotes it",
    arguments: [
      "200 OK", "302 Found", "400 Bad Request", "401 Unauthorized", "403 Forbidden",
      "404 Not Found",
      "429 Too Many Requests", "500 Internal Server Error",
    ])
  func canary(status: String) async throws {
    let key = RawWire.key
    let body =
      status.hasPrefix("200")
      ? #"{"data":[{"b64_json":"\#(RawWire.png(1).base64EncodedString())","revised_prompt":"\#(key)"}]}"#
      : #"{"error":{"code":"x","param":"\#(key)","message":"Wrong key \#(key) or Bearer \#(key)"}}"#
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        status, body,
        headers: ["apim-request-id: \(key)", "x-ms-region: \(key)", "Location: http://x/\(key)"])
    }
    let ended = try await wire.generate()
    #expect(wire.server.requests.allSatisfy { $0.contains(key) })
    #expect(!"\(ended)".contains(key))
    var dumped = ""
    dump(ended, to: &dumped)
    #expect(!dumped.contains(key))
    let paths = try FileManager.default.subpathsOfDirectory(atPath: wire.folder.path)
    for path in paths {
      guard let data = FileManager.default.contents(atPath: "\(wire.folder.path)/\(path)") else {
        continue
      }
      #expect(data.firstRange(of: Data(key.utf8)) == nil, "\(path)")
    }
  }

  @Test("is shown by nothing that prints what holds it")
  func printing() {
    let request = HTTPRequest(
      method: "POST", url: "https://x", headers: [], credential: .bearer(Secret("canary-1")),
      limits: TimeLimits(idle: .seconds(1), total: .seconds(1)))
    var text =
      "\(request) \(String(reflecting: request)) \(AzureCredential.key(Secret("canary-1")))"
    dump(request, to: &text)
    #expect(!text.contains("canary"))
  }

  @Test(
    "is not sent in the clear to another machine, not even to ask what it offers",
    arguments: ["http://127.evil.example", "http://localhost.evil.example:80", "192.0.2.7"])
  func plainOllama(host: String) async throws {
    let wire = try RawWire(environment: ["OLLAMA_HOST": host, "OLLAMA_API_KEY": "k-123456"]) { _ in
    }
    let submitted = try await wire.studio.submit(
      GenerationRequest(
        requestID: "r", prompt: "x", destination: Destination(provider: .ollama, model: "m")))
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(submitted.first).id)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .badConfiguration)
    let ollama = OllamaProvider(
      id: .ollama, host: OllamaHost(host), endpoint: try Self.endpoint(), key: Secret("k-123456"),
      transport: NIOTransport())
    var last: [Offer] = []
    for await offers in ollama.offers() { last = offers }
    #expect(last.count == 1)
    guard case .unavailable(reason: "not encrypted", _) = last[0].readiness else {
      Issue.record("\(last)")
      return
    }
  }

  static func endpoint() throws -> ImagesEndpoint {
    let endpoints = try CapabilityCatalog.builtIn().compactMap(ImagesEndpoint.init)
    return try #require(endpoints.first { $0.namespace.hasPrefix("openai") })
  }

  @Test(
    "with a line break in it is refused before anything is sent; one around it is not part of it")
  func shape() async throws {
    let wire = try RawWire(environment: ["MICROSOFT_AZURE_OPENAI_API_KEY": "two\nlines"]) { _ in }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .badConfiguration)
    #expect(wire.server.connectionCount == 0)
    #expect(ImagesEndpoint.secret("K", in: ["K": " abc\r\n"])?.value == "abc")
    #expect(ImagesEndpoint.secret("K", in: ["K": " \n"]) == nil)
  }

  @Test("in OLLAMA_HOST does not become part of the address")
  func userInfo() {
    #expect(OllamaHost("http://me:secret@box:1/v1?token=secret").base == "http://box:1")
  }
}
