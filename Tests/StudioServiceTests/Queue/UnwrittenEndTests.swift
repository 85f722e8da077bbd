import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("The end of a dead process's job, on a disk that does not take it", .timeLimit(.minutes(3)))
struct UnwrittenEndTests {
  private let folder: StoreFolder
  private let directories: Directories

  init() throws {
    folder = try StoreFolder()
    directories = Directories(environment: ["HOME": folder.path])
  }

  private var store: FileGenerationStore {
    FileGenerationStore(root: directories.store, cache: directories.cache)
  }

  private func studio(_ store: any GenerationStore) -> LocalStudio {
    LocalStudio(
      providers: Lazy { () throws(StudioError) in
        ProviderCatalog(providers: [], configured: [])
      },
      services: CalledServices(
        [], environment: [:], limits: nil, folder: directories.cache, dailySpendingLimit: nil),
      store: store, transport: NIOTransport(), prices: .standard, rules: .never,
      directories: directories)
  }

  private func leave(
    _ states: [Generation.State], _ change: (inout Generation) -> Void = { _ in }
  ) async throws -> GenerationID {
    var generation = Generation(
      id: try .new(),
      request: GenerationRequest(
        requestID: "r", prompt: "p",
        destination: Destination(provider: .azure, resource: "c", deployment: "gpt-image-2")),
      cost: Cost(amount: 0.1, basis: .estimate), createdAt: Date())
    for state in states { generation.advance(to: state) }
    generation.callerWaits = true
    change(&generation)
    try await store.create(generation).release()
    return generation.id
  }

  @Test(
    "is told as it is wherever it is asked for, with what the disk said",
    arguments: [
      ([Generation.State.sending, .sent], Generation.State.unknown), ([.sending], .failed),
      ([], .failed),
    ])
  func told(states: [Generation.State], end: Generation.State) async throws {
    let id = try await leave(states)
    let written = try await store.read(id)
    let studio = studio(RefusingStore(store: store, refused: [.record(end): 99]))
    await studio.settle()
    #expect(try await store.read(id) == written, "the disk took nothing")
    let page = try await studio.history(.all, offset: 0, limit: 5)
    #expect(page.generations.map(\.state) == [end])
    #expect(page.generations.first?.error?.mayHaveBeenBilled == (end == .unknown))
    let words = "1 job has ended and its record cannot say so: \(RefusingDisk.error.message)"
    #expect(page.unwrittenWords == words)
    let told = try await studio.generation(id)
    #expect(told == page.generations.first)
    #expect(told.warnings == ["The record does not say so yet. \(RefusingDisk.error.message)"])
    #expect(try await studio.jobs().isEmpty)
  }

  @Test("is saved where the record names pictures that are all there")
  func pictures() async throws {
    let id = try await leave([.sending, .sent, .receiving, .saving]) {
      $0.images = [
        GeneratedImage(
          file: "1.png", mediaType: "image/png", width: 8, height: 8, bytes: 600, sha256: "")
      ]
    }
    let path = try await store.read(id).folder + "/1.png"
    try RawWire.png(1).write(to: URL(filePath: path))
    let studio = studio(RefusingStore(store: store, refused: [.record(.saved): 99]))
    await studio.settle()
    #expect(try await studio.generation(id).state == .saved)
    #expect(try await store.read(id).state == .saving)
  }

  @Test("is not told where bytes of an answer wait to be looked at: they may be the picture")
  func arrived() async throws {
    let id = try await leave([.sending, .sent, .receiving])
    let folder = try await store.read(id).folder
    try Data(#"{"data":[{"b64_json":"iVBO"#.utf8).write(
      to: URL(filePath: "\(folder)/\(OwnedFileGeneration.answerName)"))
    let studio = studio(RefusingStore(store: store, refused: [.record(.unknown): 99]))
    await studio.settle()
    let told = try await studio.generation(id)
    #expect(told.state == .receiving)
    #expect(told.warnings.first?.contains("do not send the request anew before") == true)
    #expect(try await studio.history(.all, offset: 0, limit: 5).unwrittenWords == nil)
    await self.studio(store).settle()
    #expect(try await studio.generation(id).state == .unknown)
  }

  @Test("where bytes of an answer wait, ends a repeated call; the next one gets what is in them")
  func repeated() async throws {
    let id = try await leave([.sending, .sent, .receiving])
    let folder = try await store.read(id).folder
    try Data(RawWire.answer([RawWire.png(1)]).utf8).write(
      to: URL(filePath: "\(folder)/\(OwnedFileGeneration.answerName)"))
    let studio = studio(RefusingStore(store: store, refused: [.publish: 99]))
    let error = await #expect(throws: StudioError.self) { try await studio.end(of: id) }
    #expect(error?.code == .outcomeUnknown && error?.mayHaveBeenBilled == true)
    #expect(error?.isRetryable == false)
    #expect(error?.hint?.contains(RefusingDisk.error.message) == true)
    let saved = try await self.studio(store).end(of: id)
    #expect(saved.state == .saved && saved.images.count == 1)
  }

  @Test("that nobody looked at yet does not keep a repeated call waiting")
  func unsettled() async throws {
    let id = try await leave([.sending, .sent])
    #expect(try await studio(store).end(of: id).state == .unknown)
  }

  @Test("is what the record says as soon as the disk takes one")
  func later() async throws {
    let id = try await leave([.sending, .sent])
    let studio = studio(RefusingStore(store: store, refused: [.record(.unknown): 1]))
    await studio.settle()
    #expect(try await studio.generation(id).state == .unknown)
    await self.studio(store).settle()
    let record = try await store.read(id)
    #expect(record.state == .unknown && record.warnings.isEmpty)
    #expect(try await studio.generation(id) == record)
    #expect(try await studio.history(.all, offset: 0, limit: 5).unwrittenWords == nil)
  }
}
