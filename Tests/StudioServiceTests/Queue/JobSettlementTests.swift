import FoundationEssentials
import Glibc
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
    "keeps the answer's bytes where part of a picture is in them, and only there",
    arguments: [(#"{"data":[{"b64_json":"iVBORw0KGgo"#, true), (#"{"created":1,"da"#, false)])
  func bytes(part: String, isKept: Bool) async throws {
    let id = try await leave([.sending, .sent, .receiving], part: part)
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let generation = try await store.read(id)
    let names = try FileManager.default.contentsOfDirectory(atPath: generation.folder).sorted()
    #expect(generation.state == .unknown)
    #expect(names == ["generation.json"] + (isKept ? ["response.part"] : []))
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
