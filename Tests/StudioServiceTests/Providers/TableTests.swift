import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("The tables of models", .timeLimit(.minutes(3)))
struct TableTests {
  private func cost(
    _ model: String, _ parameters: [ParameterName: ParameterValue], _ provider: ProviderID = .azure
  ) -> Cost {
    PriceTable.standard.estimate(
      for: GenerationRequest(
        requestID: "r", prompt: "p",
        destination: Destination(provider: provider, deployment: "x", model: model),
        parameters: Parameters(parameters)))
  }

  @Test(
    "estimate a picture's price as it is published",
    arguments: [
      ("gpt-image-1", "low", "1024x1024", 0.011), ("gpt-image-1", "medium", "1024x1536", 0.063),
      ("gpt-image-1", "high", "1536x1024", 0.25), ("gpt-image-1-mini", "low", "1024x1024", 0.005),
      ("gpt-image-1-mini", "high", "1536x1024", 0.052),
      ("gpt-image-1.5", "high", "1024x1024", 0.133),
      ("gpt-image-1.5", "medium", "1024x1536", 0.05), ("dall-e-3", "standard", "1024x1024", 0.04),
      ("dall-e-3", "standard", "1792x1024", 0.08), ("dall-e-3", "hd", "1024x1024", 0.08),
      ("dall-e-3", "hd", "1024x1792", 0.12),
    ])
  func published(model: String, quality: String, size: String, price: Double) throws {
    let one = cost(model, [.quality: .text(quality), .size: .text(size)])
    #expect(abs(try #require(one.amount) - price) < 1e-9)
    #expect(one.basis == .estimate)
    let three = cost(
      model, [.quality: .text(quality), .size: .text(size), .count: .number(3)])
    #expect(abs(try #require(three.amount) - 3 * price) < 1e-9)
  }

  @Test("take what is automatic for the dearest, and know no price of an unknown model")
  func guesses() {
    #expect(cost("gpt-image-1", [:]) == cost("gpt-image-1", [.quality: .text("high")]))
    #expect(
      cost("gpt-image-1", [.quality: .text("auto")])
        == cost("gpt-image-1", [.quality: .text("high")]))
    #expect(cost("mine", [:]) == .unknown)
    #expect(cost("gpt-image-2", [:], .ollama) == .free)
    #expect(cost("gpt-image-2", [:], .demo) == .free)
  }

  @Test("reckon the actual price from the tokens that were used")
  func actual() throws {
    var generation = Generation(
      id: try .new(),
      request: GenerationRequest(
        requestID: "r", prompt: "p",
        destination: Destination(provider: .azure, deployment: "gpt-image-2")),
      createdAt: .init(timeIntervalSince1970: 0))
    generation.usage = Usage(inputTokens: 113, inputImageTokens: 100, outputTokens: 4160)
    let cost = PriceTable.standard.cost(of: generation)
    #expect(cost.basis == .actual)
    #expect(abs((cost.amount ?? 0) - (13 * 5.0 + 100 * 8 + 4160 * 30) / 1e6) < 1e-12)
    generation.usage = nil
    #expect(PriceTable.standard.cost(of: generation) == generation.cost)
  }

  @Test(
    "say which family a deployment's name means, and when they only guess",
    arguments: [
      ("gpt-image-2", false, 10), ("gpt-image-2.6-sunburst", false, 10), ("GPT-Image-1", false, 10),
      ("gpt-image-1-mini", false, 10), ("dalle3", false, 1), ("dall-e-3", false, 1),
      ("my-own", true, 10),
    ])
  func families(name: String, isGuess: Bool, perRequest: Int) {
    let table = AzureTables.table(for: name)
    #expect(table.isGuess == isGuess)
    #expect(table.imagesPerRequest == perRequest)
    #expect(table[.seed]?.isSupported == false)
    #expect((table[.style]?.isSupported ?? false) == (perRequest == 1))
    #expect((table[.background]?.isSupported ?? false) == (perRequest > 1))
    #expect((table[.moderation]?.isSupported ?? false) == (perRequest > 1))
    #expect(table.promptLimit == (perRequest == 1 ? 4000 : 32000))
  }

  @Test("send Ollama only what it honours")
  func ollama() {
    let table = OllamaTables.table(for: "x/z-image-turbo")
    #expect(!table.isGuess && table.imagesPerRequest == 1)
    for name in ParameterName.allCases {
      #expect((table[name]?.isSupported ?? false) == [.size, .count, .seed].contains(name))
    }
  }
}
