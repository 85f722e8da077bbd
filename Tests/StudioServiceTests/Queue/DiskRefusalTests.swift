import FoundationEssentials
import Glibc
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A disk that refuses once an answer has come", .timeLimit(.minutes(3)))
struct DiskRefusalTests {
  private static let pictures = [RawWire.png(1, bytes: 90_000), RawWire.png(2, bytes: 90_000)]
  private static let body = RawWire.answer(pictures)

  private static func wire() throws -> RawWire {
    try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body)
    }
  }

  @Test(
    "costs no picture when it is only for a moment, wherever it happens",
    arguments: [
      [.openAnswer: 1], [.openImage: 1], [.openImage: 2], [.publish: 1], [.publish: 2],
      [.record(.receiving): 9], [.record(.saving): 9], [.record(.saved): 1],
      [.openAnswer: 1, .openImage: 1, .record(.receiving): 1],
    ] as [[RefusingDisk.Call: Int]])
  func moments(refused: [RefusingDisk.Call: Int]) async throws {
    let wire = try Self.wire()
    let ended = try await wire.run { RefusingDisk($0, refused) }
    #expect(ended.state == .saved)
    #expect(ended.images.map(\.file) == ["1.png", "2.png"])
    for (image, picture) in zip(ended.images, Self.pictures) {
      #expect(FileManager.default.contents(atPath: ended.path(of: image)) == picture)
    }
    #expect(wire.files(of: ended) == ["1.png", "2.png", "generation.json"])
    #expect(wire.rescued.isEmpty)
    #expect(try await wire.studio.generation(ended.id).images == ended.images)
  }

  @Test("for good in response.part still gives the pictures, and leaves nothing elsewhere")
  func answerFull() async throws {
    let wire = try Self.wire()
    let ended = try await wire.run { RefusingDisk($0, [:]) { $0.fillDisk() } }
    #expect(ended.state == .saved)
    #expect(ended.images.count == 2)
    #expect(wire.files(of: ended) == ["1.png", "2.png", "generation.json"])
    #expect(wire.rescued.isEmpty)
  }

  @Test("for good and everywhere is told: the hint does not claim that all is kept")
  func noPlace() async throws {
    let part = Mutex<PartFile?>(nil)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", Self.body, cutAt: 1000)
      for _ in 0..<60_000 where part.withLock({ $0?.count }) != 1000 { usleep(1000) }
      part.withLock { $0?.fillDisk() }
      connection.send(Array(Self.body.utf8)[1000...])
    }
    let ended = try await wire.run(
      { RefusingDisk($0, [.openImage: 99]) { opened in part.withLock { $0 = opened } } },
      rescue: RescuePlace.none)
    #expect(ended.state == .unknown)
    #expect(ended.error?.hint?.contains("Only the beginning") == true)
    #expect(try size("\(ended.folder)/response.part") == 1000)
  }

  @Test("for good keeps every byte in a place that the hint names")
  func rescue() async throws {
    let part = Mutex<PartFile?>(nil)
    let half = Self.body.utf8.count / 2
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", Self.body, cutAt: half)
      for _ in 0..<60_000 where part.withLock({ $0?.count }) != half { usleep(1000) }
      part.withLock { $0?.fillDisk() }
      connection.send(Array(Self.body.utf8)[half...])
    }
    let ended = try await wire.run {
      RefusingDisk($0, [.openImage: 99]) { opened in part.withLock { $0 = opened } }
    }
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .diskFull)
    #expect(ended.error?.mayHaveBeenBilled == true)
    let rescued = try #require(wire.rescued.first)
    // Where the disk began to refuse is the client's to say: bytes come in pieces of any size.
    let offset = try size("\(ended.folder)/response.part")
    #expect(rescued.hasSuffix("/\(ended.id).\(offset)"))
    #expect(ended.error?.hint?.contains("\(ended.folder)/response.part") == true)
    #expect(ended.error?.hint?.contains(rescued) == true)
    #expect(try content("\(ended.folder)/response.part") + content(rescued) == Self.body)
  }

  @Test("and a dead process leave an answer that is put together again")
  func rescuedAndSettled() async throws {
    let wire = try Self.wire()
    let store = wire.store
    var left = Generation(id: try .new(), request: wire.request(count: 2), createdAt: Date())
    let owned = try await store.create(left)
    for state in [Generation.State.sending, .sent] { left.advance(to: state) }
    try owned.record(left)
    let bytes = Array(Self.body.utf8)
    let part = try owned.openAnswer()
    try bytes[..<1000].withUnsafeBytes { try part.append($0) }
    let place = try #require(wire.rescue.folders.first)
    let rest = try RescuePlace.open(left.id, after: 900, in: place)
    try bytes[900...].withUnsafeBytes { try rest.append($0) }
    owned.release()
    await wire.studio.settle()
    let settled = try await wire.studio.generation(left.id)
    #expect(settled.state == .saved)
    #expect(settled.images.map(\.bytes) == Self.pictures.map(\.count))
    #expect(wire.rescued.isEmpty)
  }

  @Test("for good a fetched picture's name keeps its file, and the hint names it")
  func fetched() async throws {
    let png =
      RawWire.png(1) + Data([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
    let files = try RawServer { connection in
      connection.receiveRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(png.count)\r\n\r\n")
      connection.send(Array(png)[...])
    }
    let link = files.base + "/x"
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", #"{"data":[{"url":"\#(link)"}]}"#)
    }
    let ended = try await wire.run { RefusingDisk($0, [.publish: 99]) }
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .diskFull)
    #expect(ended.error?.hint?.contains("\(ended.folder)/1.part") == true)
    #expect(FileManager.default.contents(atPath: "\(ended.folder)/1.part") == png)
  }

  @Test("to make a picture's name durable is a warning")
  func doubt() async throws {
    let wire = try Self.wire()
    let ended = try await wire.run { RefusingDisk($0, [.syncName: 1]) }
    #expect(ended.state == .saved)
    #expect(ended.images.count == 2)
    #expect(ended.warnings.count == 1)
    #expect(ended.warnings.first?.contains("1.png") == true)
  }

  @Test("for one picture of two keeps the other, and the answer")
  func onePicture() async throws {
    let wire = try Self.wire()
    let ended = try await wire.run { RefusingDisk($0, [.publish: 3]) }
    #expect(ended.state == .saved)
    #expect(ended.images.map(\.file) == ["2.png"])
    #expect(ended.warnings.contains { $0.contains("1 of 2") && $0.contains("disk is full") })
    #expect(wire.files(of: ended).contains("response.part"))
  }

  @Test(
    "keeps nobody waiting who called for the answer, and none of its pictures",
    arguments: [RefusingDisk.Call.openAnswer, .record(.saved), .openImage])
  func called(refused: RefusingDisk.Call) async throws {
    let wire = try Self.wire()
    let outlet = AnswerOutlet(nil) { _ in }
    let listener = outlet.listen(.finishIfBilled)
    let ended = try await wire.run({ RefusingDisk($0, [refused: 1]) }, outlet: outlet)
    #expect(ended.state == .saved)
    #expect(ended.images.count == 2)
    #expect(wire.files(of: ended) == ["1.png", "2.png", "generation.json"])
    if refused == .openAnswer {
      let error = try await failure { () throws(StudioError) in try await listener.reply() }
      #expect(error.code == .diskFull)
      #expect(error.hint?.contains(ended.folder) == true)
    } else {
      #expect(try await listener.reply().text() == Self.body)
    }
  }

  @Test("or works: whoever hears of the end finds no temporary file")
  func tidy() async throws {
    let wire = try Self.wire()
    let seen = Mutex<[[String]]>([])
    let ended = try await wire.run(
      { RefusingDisk($0, [:]) },
      report: { event in
        guard case .changed(let generation) = event, generation.state == .saved else { return }
        seen.withLock { $0.append(wire.files(of: generation)) }
      })
    #expect(ended.state == .saved)
    #expect(seen.withLock { $0 } == [["1.png", "2.png", "generation.json"]])
  }

  @Test("to be read takes no picture for something else")
  func unreadable() async throws {
    let wire = try Self.wire()
    let store = wire.store
    let generation = Generation(id: try .new(), request: wire.request(), createdAt: Date())
    let owned = try await store.create(generation)
    let part = try owned.openImage(1)
    // A JPEG whose size comes after what is remembered of it.
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0x03, 0x00] + [UInt8](repeating: 0, count: 900)
    try jpeg.withUnsafeBytes { try part.append($0) }
    // What is there by that name now cannot be read.
    unlink(part.path)
    mkdir(part.path, 0o700)
    let outcome = PicturePublisher(job: owned).publish([
      PictureFiles.Picture(number: 1, part: part, isWhole: true)
    ])
    #expect(outcome.foreign.isEmpty)
    #expect(outcome.images.map(\.file) == ["1.jpg"])
    #expect(outcome.images.first?.bytes == jpeg.count)
    owned.release()
  }
}

extension RawWire {
  /// The studio's own store, as another process would have it.
  var store: FileGenerationStore {
    let directories = Directories(environment: environment)
    return FileGenerationStore(root: directories.store, cache: directories.cache)
  }

  var rescue: RescuePlace {
    RescuePlace(Directories(environment: environment))
  }

  /// Paths of what was put into the first rescue folder.
  var rescued: [String] {
    let folder = rescue.folders.first ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { "\(folder)/\($0)" }
  }

  /// Runs one Azure job of two pictures on a disk of a test's making.
  func run(
    _ disk: (any OwnedGeneration) -> any OwnedGeneration,
    rescue: RescuePlace? = nil, outlet: AnswerOutlet? = nil,
    report: @escaping @Sendable (StudioEvent) -> Void = { _ in }
  ) async throws -> Generation {
    var generation = Generation(
      id: try .new(), request: request(count: 2), cost: Cost(amount: 1, basis: .estimate),
      createdAt: Date())
    let owned = try await store.create(generation)
    generation.folder = owned.folder
    let options = LocalStudioOptions(
      environment: environment, directories: Directories(environment: environment),
      demo: { throw CancellationError() })
    let transport = NIOTransport()
    let catalog = try ProviderCatalog.make(options, transport: transport)
    return await JobRunner(
      job: disk(owned), generation: generation, provider: try #require(catalog[.azure]),
      transport: transport, prices: .standard, rescue: rescue ?? self.rescue, outlet: outlet,
      report: report
    ).run()
  }
}
