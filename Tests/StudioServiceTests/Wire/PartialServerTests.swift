import StudioCore
import Testing

@testable import StudioService

@Suite("A server that speaks only part of Ollama's API", .timeLimit(.minutes(3)))
struct PartialServerTests {
  /// What it answers by path; anything else is not found.
  private func wire(_ answers: [String: String]) throws -> RawWire {
    try RawWire { connection in
      let request = connection.receiveRequest()
      let path = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      guard let answer = answers[path] else {
        return connection.answer("404 Not Found", #"{"detail":"Not Found"}"#)
      }
      connection.answer("200 OK", answer)
    }
  }

  private func offers(_ wire: RawWire) async throws -> [Offer] {
    let provider = OllamaProvider(
      id: .ollama, host: OllamaHost(wire.server.base), endpoint: try CredentialTests.endpoint(),
      key: nil, transport: NIOTransport())
    var last: [Offer] = []
    for await offers in provider.offers() { last = offers }
    return last
  }

  @Test("with a list of OpenAI's form alone offers its models, and makes pictures")
  func openAIOnly() async throws {
    let wire = try wire([
      "/v1/models": #"{"object":"list","data":[{"id":"sd-turbo"},{"id":"other"}]}"#,
      "/v1/images/generations": RawWire.answer([RawWire.png(1)]),
    ])
    let offers = try await offers(wire)
    #expect(offers.map(\.destination.model) == ["sd-turbo", "other"])
    #expect(offers.allSatisfy { $0.isUsable })
    let submitted = try await wire.studio.submit(
      GenerationRequest(
        requestID: "r", prompt: "x",
        destination: Destination(provider: .ollama, host: wire.server.base, model: "sd-turbo")))
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(submitted.first).id)
    #expect(ended.state == .saved)
    #expect(ended.cost == .free)
  }

  @Test("without show does not say what its models make")
  func noShow() async throws {
    let wire = try wire([
      "/api/tags": #"{"models":[{"name":"a:latest","size":1250000000}]}"#,
      "/api/version": #"{"version":"0.20.0"}"#,
    ])
    let offers = try await offers(wire)
    #expect(offers.map(\.destination.model) == ["a"])
    #expect(offers.map(\.note) == ["1.3 GB"])
    guard case .untested = offers.first?.readiness else {
      Issue.record("\(offers)")
      return
    }
  }

  @Test(
    "and answers nonsense is listed as offering nothing",
    arguments: [
      "null", "[]", "{}", #"{"models":null,"data":null}"#, #"{"models":[{"name":[]}],"data":[1]}"#,
      "<html>",
    ])
  func nonsense(body: String) async throws {
    let wire = try wire(["/api/tags": body, "/v1/models": body, "/api/version": body])
    let offers = try await offers(wire)
    #expect(offers.count == 1)
    #expect(offers.first?.isUsable == false)
  }

  @Test("and has the feature removed is not asked for a picture")
  func removed() async throws {
    let wire = try wire(["/api/version": #"{"version":"0.32.6"}"#])
    let submitted = try await wire.studio.submit(
      GenerationRequest(
        requestID: "r", prompt: "x",
        destination: Destination(provider: .ollama, host: wire.server.base, model: "m")))
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(submitted.first).id)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .imagesUnsupported)
    #expect(wire.server.requests.allSatisfy { $0.hasPrefix("GET /api/version") })
  }
}
