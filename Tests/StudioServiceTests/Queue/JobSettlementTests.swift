import FoundationEssentials
import Glibc
import Pictures
import StudioCore
import Testing

@testable import StudioService

@Suite("A start after a crash", .timeLimit(.minutes(3)))
struct JobSettlementTests {
  private let folder = "/tmp/easel-settle-\(getpid())-\(UInt32.random(in: .min ... .max))"

  private var store: FileGenerationStore {
    FileGenerationStore(root: "\(folder)/store", cache: "\(folder)/cache")
  }

  /// A generation left in `state` by a process that is gone, with these bytes in response.part.
  private func leave(_ states: [Generation.State], part: String? = nil) async throws -> GenerationID
  {
    var generation = Generation(
      id: try GenerationID.new(),
      request: GenerationRequest(
        requestID: "r", prompt: "p",
        destination: Destination(provider: .azure, resource: "c", deployment: "gpt-image-2")),
      cost: Cost(amount: 0.1, basis: .estimate), createdAt: Date())
    let owned = try await store.create(generation)
    for state in states {
      let moved = generation.advance(to: state)
      #expect(moved)
    }
    try owned.record(generation)
    if let part {
      let file = try owned.openAnswer()
      try Array(part.utf8).withUnsafeBytes { try file.append($0) }
    }
    owned.release()
    return generation.id
  }

  private func settled(_ id: GenerationID) async throws -> Generation {
    let store = store
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await store.read(id)
  }

  @Test("calls failed what never left", arguments: [[], [Generation.State.sending]])
  func neverLeft(states: [Generation.State]) async throws {
    let generation = try await settled(try await leave(states))
    #expect(generation.state == .failed)
    #expect(generation.error?.mayHaveBeenBilled == false)
  }

  @Test(
    "calls unknown what may have left",
    arguments: [[Generation.State.sending, .sent], [.sending, .sent, .receiving]])
  func mayHaveLeft(states: [Generation.State]) async throws {
    let generation = try await settled(
      try await leave(states, part: #"{"data":[{"b64_json":"iVBO"#))
    #expect(generation.state == .unknown)
    #expect(generation.error?.mayHaveBeenBilled == true)
  }

  @Test("turns an answer that had arrived whole into its pictures")
  func recovers() async throws {
    let png =
      Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
      + Data([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE])
    let answer = #"{"created":1,"data":[{"b64_json":"\#(png.base64EncodedString())"}]}"#
    let id = try await leave([.sending, .sent, .receiving], part: answer)
    let generation = try await settled(id)
    #expect(generation.state == .saved)
    #expect(generation.images.map(\.file) == ["1.png"])
    #expect(generation.images.first?.bytes == png.count)
  }

  @Test(
    "keeps the answer's bytes wherever there are any, and names them",
    arguments: [
      (#"{"data":[{"b64_json":"iVBORw0KGgo"#, true), (#"{"data":[{"url":"https://a.exam"#, true),
      (#"{"created":1,"da"#, true), ("<html>", true), ("", false),
    ])
  func bytes(part: String, isKept: Bool) async throws {
    let id = try await leave([.sending, .sent, .receiving], part: part)
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let generation = try await store.read(id)
    let names = try FileManager.default.contentsOfDirectory(atPath: generation.folder).sorted()
    #expect(generation.state == .unknown)
    #expect(names == ["generation.json"] + (isKept ? ["response.part"] : []))
    let path = "\(generation.folder)/response.part"
    #expect(generation.error?.hint?.contains(path) == isKept)
  }

  @Test("keeps the whole picture of an answer that broke off, and says what is missing")
  func partial() async throws {
    let picture = RawWire.png(1)
    let part =
      #"{"data":[{"b64_json":"\#(picture.base64EncodedString())"},{"b64_json":"iVBORw0KGgo"#
    let generation = try await settled(
      try await leave([.sending, .sent, .receiving], part: part))
    #expect(generation.state == .saved)
    #expect(generation.images.count == 1)
    #expect(generation.warnings.contains { $0.contains("broke off") })
  }

  static func whole(_ mark: UInt8) -> Data {
    let pixels = [UInt8](repeating: mark | 1, count: 8 * 8 * 4)
    return Data((try? ImageEncoder.png(PixelImage(width: 8, height: 8, pixels: pixels))) ?? [])
  }

  @Test("adopts the fetched pictures that have their names, and those that lack only the name")
  func linked() async throws {
    let id = try await leave(
      [.sending, .sent, .receiving],
      part: #"{"data":[{"url":"https://a/1"},{"url":"https://a/2"},{"url":"https://a/3"}]}"#)
    let folder = try await store.read(id).folder
    try Self.whole(1).write(to: URL(filePath: "\(folder)/1.png"))
    // With bytes after its end, as some services send them.
    let second = Self.whole(2) + Data("/2".utf8)
    try second.write(to: URL(filePath: "\(folder)/2.part"))
    try Self.whole(3).dropLast().write(to: URL(filePath: "\(folder)/3.part"))
    try put("", at: "\(folder)/.generation.json.1f.tmp")
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    defer { try? FileManager.default.removeItem(atPath: self.folder) }
    let generation = try await store.read(id)
    #expect(generation.state == .saved)
    #expect(generation.images.map(\.file) == ["1.png", "2.png"])
    #expect(generation.images.map(\.bytes) == [Self.whole(1).count, second.count])
    let warning = try #require(generation.warnings.first { $0.contains("links") })
    #expect(warning.contains("response.part, then 3.part"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ["1.png", "2.png", "3.part", "generation.json", "response.part"])
  }

  @Test("believes a record that names its pictures, and only ends it")
  func named() async throws {
    let id = try await leave([.sending, .sent, .receiving, .saving])
    let owned = try #require(try await store.adopt(id))
    var left = try await store.read(id)
    let digest = String(repeating: "a", count: 64)
    left.images = [
      GeneratedImage(
        file: "1.png", mediaType: "image/png", width: 1, height: 1, bytes: 7, sha256: digest)
    ]
    left.warnings = ["said before"]
    try owned.record(left)
    try put("picture", at: "\(left.folder)/1.png")
    try put("left over", at: "\(left.folder)/response.part")
    owned.release()
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let generation = try await store.read(id)
    #expect(generation.state == .saved)
    #expect(generation.images == left.images)
    #expect(generation.warnings == ["said before"])
    let names = try FileManager.default.contentsOfDirectory(atPath: left.folder).sorted()
    #expect(names == ["1.png", "generation.json"])
  }

  @Test("carries out what was asked of a dead process: it cancels what never left")
  func cancelled() async throws {
    let id = try await leave([])
    try await store.requestCancel(id)
    let generation = try await settled(id)
    #expect(generation.state == .cancelled)
    #expect(generation.error?.mayHaveBeenBilled == false)
  }

  @Test("leaves alone what another process is working on")
  func owned() async throws {
    let generation = Generation(
      id: try GenerationID.new(),
      request: GenerationRequest(
        requestID: "r", prompt: "p", destination: Destination(provider: .demo, model: "m")),
      createdAt: Date())
    let owned = try await store.create(generation)
    let read = try await settled(generation.id)
    #expect(read.state == .waiting)
    owned.release()
  }
}
