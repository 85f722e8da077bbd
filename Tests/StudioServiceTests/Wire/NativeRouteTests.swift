import FoundationEssentials
import ProviderSimulator
import StudioCore
import Testing

@testable import StudioService

@Suite("Ollama's own route", .timeLimit(.minutes(3)))
struct NativeRouteTests {
  @Test("tells the steps, and makes the picture that the images route makes")
  func same() async throws {
    let wire = try await Wire()
    let told = ToldProgress(wire.studio)
    let model = "x/z-image-turbo"
    let ended = try #require(
      try await wire.generate(
        "a lighthouse", wire.destination(model: model), [.seed: .number(7)]
      ).first)
    #expect(ended.state == .saved)
    #expect(ended.sent?.url == wire.addresses.ollama + "/api/generate")
    #expect(try await holds { told.all.contains { $0.steps?.total == 9 } })
    let other = try await ImagesRoute.picture(
      ["model": .string(model), "prompt": "a lighthouse", "size": "128x128", "seed": 7],
      at: wire.addresses.ollama)
    #expect(ended.images.first?.bytes == other.count)
    let path = try #require(ended.images.first.map(ended.path))
    #expect(FileManager.default.contents(atPath: path) == other)
  }

  private enum ImagesRoute {
    static func picture(_ body: JSONValue, at base: String) async throws -> Data {
      let answer = try await ServiceQuery(transport: NIOTransport()).ask(
        "POST", base + "/v1/images/generations", body: Array(body.json.utf8))
      let text = try #require(answer.json?["data"]?.elements.first?["b64_json"]?.text)
      return try #require(Data(base64Encoded: text))
    }
  }

  @Test(
    "is not asked where the version does not tell steps, or nobody knows what the model makes",
    arguments: ["0.14.0", "0.14.2", "0.0.0"])
  func oldVersion(version: String) async throws {
    let wire = try await Wire(SimulatorOptions(ollamaVersion: version))
    let ended = try #require(
      try await wire.generate("a fox", wire.destination(model: "x/z-image-turbo")).first)
    #expect(ended.sent?.url.hasSuffix("/v1/images/generations") == true)
  }

  /// A server that says it is Ollama 0.20.0, and answers its own route so.
  private func wire(_ status: String, _ answer: String) throws -> RawWire {
    try RawWire { connection in
      let request = connection.receiveRequest()
      switch request.split(separator: " ").dropFirst().first {
      case "/api/version": connection.answer("200 OK", #"{"version":"0.20.0"}"#)
      case "/api/show": connection.answer("200 OK", #"{"capabilities":["image"]}"#)
      case "/api/generate": connection.answer(status, answer)
      default: connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
      }
    }
  }

  private func generate(_ wire: RawWire) async throws -> Generation {
    let request = GenerationRequest(
      requestID: "r", prompt: "a fox",
      destination: Destination(provider: .ollama, host: wire.server.base, model: "m"),
      parameters: Parameters([.size: .text("64x48"), .seed: .number(5)]))
    let id = try #require(try await wire.studio.submit(request).first).id
    await wire.studio.drain()
    return try await wire.studio.generation(id)
  }

  @Test(
    "that a proxy does not let through is done without",
    arguments: ["404 Not Found", "405 Method Not Allowed"])
  func proxy(status: String) async throws {
    let wire = try wire(status, "404 page not found")
    let ended = try await generate(wire)
    #expect(ended.state == .saved)
    #expect(ended.sent?.url.hasSuffix("/v1/images/generations") == true)
    #expect(
      ended.sent?.body
        == #"{"model":"m","prompt":"a fox","size":"64x48","seed":5,"response_format":"b64_json"}"#)
  }

  @Test("that does not have the model says so")
  func noModel() async throws {
    let wire = try wire("404 Not Found", #"{"error":"model 'm' not found"}"#)
    let ended = try await generate(wire)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .modelNotFound)
    #expect(wire.server.requests.count { $0.hasPrefix("POST /v1") } == 0)
  }

  @Test("ends as its lines say, and where they say nothing the outcome is unknown")
  func ends() async throws {
    let steps = (0...4).map { NativeAnswerTests.step($0) }.joined()
    let ends: [(String, Generation.State, StudioError.Code?)] = [
      (steps + NativeAnswerTests.last(RawWire.png(1)), .saved, nil),
      (steps, .unknown, .badAnswer),
      (steps + #"{"model":"m","done":true}"#, .failed, .emptyAnswer),
      (steps + #"{"error":"the runner stopped"}"#, .failed, .serverFailure),
      (steps + String(NativeAnswerTests.last(RawWire.png(1)).dropLast(40)), .unknown, .badAnswer),
    ]
    for (text, state, code) in ends {
      let wire = try self.wire("200 OK", text)
      let ended = try await generate(wire)
      #expect(ended.state == state, "\(text.suffix(60))")
      #expect(ended.error?.code == code, "\(text.suffix(60))")
      #expect(ended.error?.mayHaveBeenBilled != true)
      #expect(wire.files(of: ended).contains("1.png") == (state == .saved))
      if state == .saved {
        #expect(
          FileManager.default.contents(atPath: "\(ended.folder)/1.png") == RawWire.png(1))
      }
      withExtendedLifetime(wire) {}
    }
  }
}
