import ProviderSimulator
import StudioCore
import Testing

@testable import StudioService

/// Every family of error that the services have, over real HTTP.
@Suite("An error over real HTTP", .timeLimit(.minutes(3)))
struct ErrorsOverTheWireTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var place: String
    var prompt = "a picture"
    var environment: [String: String] = [:]
    var version = "0.32.5"
    var parameters: [ParameterName: ParameterValue] = [:]
    var fault: Fault?
    var code: StudioError.Code
    var state = Generation.State.failed
    var isBilled = false

    var testDescription: String { "\(place) → \(code.rawValue)" }

    func destination(_ wire: Wire) -> Destination {
      let name = String(place.dropFirst(2))
      return place.hasPrefix("a:")
        ? wire.destination(deployment: name) : wire.destination(model: name)
    }
  }

  static let cases: [Case] = [
    Case(place: "o:llama3.2", code: .notAnImageModel),
    Case(place: "o:x/broken", code: .serverFailure),
    Case(place: "o:x/imageless", code: .emptyAnswer),
    Case(place: "o:nomic-embed-text", code: .notAnImageModel),
    Case(place: "o:nowhere", code: .modelNotFound),
    Case(place: "o:x/huge", code: .serverFailure),
    Case(place: "o:x/busy", code: .busy),
    Case(place: "o:x/z-image-turbo", version: "0.33.0", code: .imagesUnsupported),
    Case(place: "a:missing", code: .deploymentNotFound),
    Case(place: "a:chat", code: .notAnImageModel),
    Case(place: "a:blocked", code: .resourceBlocked),
    Case(place: "a:broken", code: .serverFailure, state: .unknown, isBilled: true),
    Case(place: "a:gpt-image-2", prompt: "forbidden-content", code: .contentPolicy),
    Case(place: "a:gpt-image-2", prompt: "filter-content", code: .contentPolicy),
    Case(place: "a:dalle3", prompt: "policy-content", code: .contentPolicy),
    Case(
      place: "a:gpt-image-2", environment: ["MICROSOFT_AZURE_OPENAI_API_KEY": "wrong-key"],
      code: .credentialsRejected),
    Case(
      place: "a:gpt-image-2", environment: ["MICROSOFT_AZURE_OPENAI_API_KEY": "disabled-key"],
      code: .credentialsRejected),
    Case(
      place: "a:gpt-image-2", environment: ["MICROSOFT_AZURE_OPENAI_API_KEY": ""],
      code: .credentialsMissing),
    Case(
      place: "a:gpt-image-2",
      environment: ["MICROSOFT_AZURE_OPENAI_API_KEY": "", "AZURE_OPENAI_AD_TOKEN": "not-a-jwt"],
      code: .credentialsRejected),
    Case(
      place: "a:gpt-image-1-mini", parameters: [.size: .text("512x512")], code: .invalidRequest),
    Case(
      place: "a:gpt-image-2", fault: .rateLimit(retryAfter: "12", retryAfterMilliseconds: nil),
      code: .rateLimited),
    Case(
      place: "a:gpt-image-2", fault: .redirect(status: 307, location: "http://127.0.0.1:1/steal"),
      code: .redirected),
    Case(
      place: "a:gpt-image-2", fault: .empty, code: .emptyAnswer, isBilled: true),
    Case(
      place: "a:gpt-image-2", fault: .garbage(bytes: 5000), code: .badAnswer, state: .unknown,
      isBilled: true),
    Case(
      place: "a:gpt-image-2", fault: .truncate(afterBytes: 1000), code: .outcomeUnknown,
      state: .unknown, isBilled: true),
    Case(
      place: "a:gpt-image-2", fault: .reset(afterBytes: nil), code: .outcomeUnknown,
      state: .unknown, isBilled: true),
    Case(
      place: "a:gpt-image-2", fault: .hangUp, code: .outcomeUnknown, state: .unknown,
      isBilled: true),
    Case(
      place: "a:gpt-image-2", fault: .answer(status: 408, headers: [:], body: ""),
      code: .timedOut, state: .unknown, isBilled: true),
    Case(
      place: "a:gpt-image-2", fault: .answer(status: 504, headers: [:], body: "<html>"),
      code: .timedOut, state: .unknown, isBilled: true),
    Case(place: "a:gpt-image-2", fault: .answer(status: 503, headers: [:], body: ""), code: .busy),
    Case(
      place: "a:gpt-image-2",
      fault: .answer(
        status: 400, headers: [:],
        body: #"{"error":{"message":"\u001b]52;c;evil\u0007 \u009b31m no","code":"x"}}"#),
      code: .invalidRequest),
  ]

  @Test("has its own message and hint, its state, and tells of the bill", arguments: cases)
  func families(family: Case) async throws {
    var options = SimulatorOptions(ollamaVersion: family.version)
    if let fault = family.fault { options.script = FaultScript(rules: [FaultRule(fault)]) }
    let wire = try await Wire(options, environment: family.environment)
    let ended = try await wire.generate(
      family.prompt, family.destination(wire), family.parameters)
    let generation = try #require(ended.first)
    let error = try #require(generation.error)
    #expect(error.code == family.code, "\(error.message)")
    #expect(generation.state == family.state)
    #expect(error.mayHaveBeenBilled == family.isBilled)
    #expect(
      error.message.hasSuffix(".") || error.message.hasSuffix("…") || error.message.count > 20)
    #expect(error.hint?.isEmpty == false)
    let shown = error.message + (error.hint ?? "") + (error.reference ?? "")
    #expect(!shown.contains("{") && !shown.contains("a-key"))
    #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(generation.images.isEmpty)
    let billed = await wire.simulator.ledger().accepted.count
    #expect(billed <= 1, "nothing is ever sent twice")
  }

  @Test("for a server that is not there says that nothing was sent")
  func unreachable() async throws {
    let wire = try await Wire(
      SimulatorOptions(), environment: ["AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:1"])
    let ended = try await wire.generate(
      "x",
      Destination(provider: .azure, resource: "127.0.0.1:1", deployment: "gpt-image-2"))
    #expect(ended.first?.state == .failed)
    #expect(ended.first?.error?.code == .unreachable)
    #expect(ended.first?.error?.hint?.contains("Nothing was sent") == true)
  }

  @Test("with the key on a plain line to another host is stopped before it leaves")
  func plainKey() async throws {
    let wire = try await Wire(
      SimulatorOptions(), environment: ["AZURE_OPENAI_ENDPOINT": "http://192.0.2.1"])
    let ended = try await wire.generate(
      "x", Destination(provider: .azure, resource: "192.0.2.1", deployment: "gpt-image-2"))
    #expect(ended.first?.error?.code == .badConfiguration)
    #expect(ended.first?.state == .failed)
  }

  @Test("after whole pictures keeps them")
  func partial() async throws {
    let wire = try await Wire()
    let ended = try await wire.generate(
      "x", wire.destination(deployment: "filtered-output"), [.count: .number(3)])
    #expect(ended.first?.state == .saved)
    #expect(ended.first?.images.count == 2)
    #expect(ended.first?.warnings.contains { $0.contains("2 of 3") } == true)
  }

  @Test("of what was asked is found before anything is recorded or sent")
  func invalid() async throws {
    let wire = try await Wire()
    await #expect(throws: StudioError.self) {
      _ = try await wire.generate("  ", wire.destination(model: "x/z-image-turbo"))
    }
    #expect(await wire.simulator.ledger().accepted.isEmpty)
    #expect(try await wire.studio.history(.all, offset: 0, limit: 9).total == 0)
  }
}
