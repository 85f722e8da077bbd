import FoundationEssentials
import ProviderSimulator
import StudioCore
import Testing

@testable import StudioService

@Suite("A picture asked for over real HTTP", .timeLimit(.minutes(3)))
struct PicturesOverTheWireTests {
  private func digest(_ path: String) throws -> String {
    var digest = try SHA256Digest()
    try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { digest.update($0) }
    return digest.hex
  }

  @Test("from Ollama is saved as the bytes that were sent, with the seed that made it")
  func ollama() async throws {
    let wire = try await Wire()
    let saved = try await wire.generate("a lighthouse", wire.destination(model: "x/z-image-turbo"))
    let generation = try #require(saved.first)
    #expect(generation.state == .saved)
    #expect(generation.error == nil)
    #expect(generation.cost == .free)
    #expect((generation.request.parameters[.seed]?.number ?? 0) > 0)
    let image = try #require(generation.images.first)
    #expect(image.file == "1.png")
    #expect(image.size == ImageSize(width: 128, height: 128))
    let ledger = await wire.simulator.ledger()
    #expect(ledger.accepted.flatMap(\.sha256) == [image.sha256])
    #expect(
      try await holds { await wire.simulator.ledger().accepted.allSatisfy { $0.delivered } })
    #expect(try digest(generation.path(of: image)) == image.sha256)
    #expect(wire.files(of: generation) == ["1.png", "generation.json"])
  }

  @Test("from Azure comes with its siblings, its usage and its actual cost")
  func azure() async throws {
    let wire = try await Wire()
    let saved = try await wire.generate(
      "a fox", wire.destination(deployment: "gpt-image-2"),
      [.count: .number(2), .quality: .text("low")])
    let generation = try #require(saved.first)
    #expect(saved.count == 1)
    #expect(generation.state == .saved)
    #expect(generation.images.map(\.file) == ["1.png", "2.png"])
    #expect(generation.cost.basis == .actual)
    #expect((generation.usage?.outputTokens ?? 0) > 0)
    #expect(generation.answer?.requestID != nil)
    #expect(generation.sent?.body.contains(#""n":2"#) == true)
    let ledger = await wire.simulator.ledger()
    #expect(ledger.accepted.flatMap(\.sha256) == generation.images.map(\.sha256))
  }

  @Test("asked for three times of Ollama becomes three generations, each with a seed of its own")
  func three() async throws {
    let wire = try await Wire()
    let saved = try await wire.generate(
      "dunes", wire.destination(model: "x/z-image-turbo"), [.count: .number(3)])
    #expect(saved.count == 3)
    #expect(saved.allSatisfy { $0.state == .saved })
    #expect(Set(saved.compactMap { $0.request.parameters[.seed]?.number }).count == 3)
    #expect(await wire.simulator.ledger().accepted.count == 3)
  }

  @Test("as a link is fetched at once, without the key")
  func link() async throws {
    let wire = try await Wire()
    let destination = wire.destination(deployment: "dalle3")
    let saved = try await wire.generate("harbour", destination, [:])
    #expect(saved.first?.state == .saved)
    #expect(saved.first?.images.count == 1)
  }

  @Test("in JPEG gets its extension from its bytes")
  func jpeg() async throws {
    let wire = try await Wire()
    let saved = try await wire.generate(
      "x", wire.destination(deployment: "gpt-image-2"), [.format: .text("jpeg")])
    #expect(saved.first?.images.map(\.file) == ["1.jpg"])
    #expect(saved.first?.images.map(\.mediaType) == ["image/jpeg"])
  }

  @Test("submitted twice under one request id is one job, billed once")
  func twice() async throws {
    let wire = try await Wire()
    let request = GenerationRequest(
      requestID: "same", prompt: "x", destination: wire.destination(model: "x/z-image-turbo"),
      parameters: Parameters([.size: .text("64x64")]))
    let first = try await wire.studio.submit(request)
    let second = try await wire.studio.submit(request)
    await wire.studio.drain()
    #expect(first.map(\.id) == second.map(\.id))
    #expect(await wire.simulator.ledger().accepted.count == 1)
  }

  @Test("is in the history of another process's studio, and its events tell of it")
  func history() async throws {
    let wire = try await Wire()
    let other = try LocalStudio(
      LocalStudioOptions(
        environment: ["HOME": wire.folder],
        directories: Directories(environment: ["HOME": wire.folder]),
        demo: { throw CancellationError() }))
    let events = other.events()
    let saved = try await wire.generate("a red door", wire.destination(model: "x/z-image-turbo"))
    for await event in events {
      if case .changed(let generation) = event, generation.id == saved.first?.id,
        generation.state == .saved
      {
        break
      }
    }
    let page = try await other.history(HistoryFilter("red").query, offset: 0, limit: 10)
    #expect(page.generations.map(\.id) == saved.map(\.id))
  }
}
