import FoundationEssentials
import StudioCore
import Testing

@Suite("A record", .timeLimit(.minutes(3)))
struct GenerationCodingTests {
  private func full() throws -> Generation {
    var generation = Generation(
      id: try #require(GenerationID(rawValue: "20261121T091500Z-7f3a9c1e")),
      request: GenerationRequest(
        requestID: "r", prompt: "a “fox” \u{1B} 🦊\n",
        destination: Destination(provider: .azure, resource: "c", deployment: "d", model: "m"),
        parameters: Parameters([.size: .text("auto"), .count: .number(2), .seed: .number(7)])),
      cost: Cost(amount: 0.5, basis: .actual), warnings: ["w"],
      createdAt: Date(timeIntervalSince1970: 1_795_252_500), folder: "/x")
    generation.sent = SentRequest(method: "POST", url: "https://c/x", body: "{}")
    generation.answer = ServiceAnswer(
      status: 200, requestID: "q", region: "r", revisedPrompt: "v",
      parameters: Parameters([.size: .text("8x8")]))
    generation.images = [
      GeneratedImage(
        file: "1.png", mediaType: "image/png", width: 4, height: nil, bytes: 9, sha256: "ab")
    ]
    generation.usage = Usage(inputTokens: 1, outputTokens: 2)
    generation.error = StudioError(
      .rateLimited, "m", hint: "h", isRetryable: true, mayHaveBeenBilled: true,
      retryAt: Date(timeIntervalSince1970: 5), reference: "z")
    generation.worker = Worker(host: "h", pid: 3)
    generation.isFavourite = true
    generation.tags = ["a"]
    generation.advance(to: .sending)
    return generation
  }

  @Test("comes back as it went, but for the folder, which the store knows")
  func roundTrip() throws {
    let generation = try full()
    var read = try JSONDecoder().decode(
      Generation.self, from: try JSONEncoder().encode(generation))
    #expect(read.folder.isEmpty)
    read.folder = generation.folder
    #expect(read == generation)
  }

  @Test("of a newer format is refused, and members that are unknown or absent are not")
  func versions() throws {
    let least =
      #""id":"20261121T091500Z-7f3a9c1e","state":"saved","createdAt":0,"request":{"requestID":"r","prompt":"p","destination":{"provider":"demo"},"parameters":{"size":"auto","steps":9}}"#
    func read(_ version: Int) throws -> Generation {
      try JSONDecoder().decode(
        Generation.self, from: Data(#"{"version":\#(version),"new":[1],\#(least)}"#.utf8))
    }
    let generation = try read(1)
    #expect(generation.cost == .unknown && generation.images.isEmpty && generation.tags.isEmpty)
    #expect(generation.request.parameters.all.map(\.name) == [.size])
    #expect(throws: DecodingError.self) { try read(2) }
  }

  @Test("names errors in the words of the JSON contract")
  func errorNames() throws {
    let json = try JSONEncoder().encode(StudioError(.outcomeUnknown, "m", mayHaveBeenBilled: true))
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#""code":"outcome-unknown""#))
    #expect(text.contains(#""retryable":false"#) && text.contains(#""mayHaveBeenBilled":true"#))
    let isKebab: (Character) -> Bool = { $0 == "-" || ("a"..."z").contains($0) }
    #expect(StudioError.Code.allCases.allSatisfy { $0.rawValue.allSatisfy(isKebab) })
  }

  @Test("holds a parameter as a word or a number, whichever it was")
  func values() throws {
    let parameters = Parameters([.count: .number(3), .quality: .text("3")])
    let json = try JSONEncoder().encode(parameters)
    #expect(try JSONDecoder().decode(Parameters.self, from: json) == parameters)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Parameters.self, from: Data(#"{"count":[1]}"#.utf8))
    }
  }

  @Test("lists parameters in one order, and one picture where no count is set")
  func parameters() {
    let parameters = Parameters([.seed: .number(1), .size: .text("auto"), .style: .text("x")])
    #expect(parameters.all.map(\.name) == [.size, .style, .seed])
    #expect(parameters.count == 1)
    #expect(Parameters([.count: .text("many")]).count == 1)
  }
}
