import ProviderSimulator
import StudioCore
import Testing

@testable import StudioService

@Suite("A job that is stopped", .timeLimit(.minutes(3)))
struct CancelOverTheWireTests {
  private func slow() -> SimulatorOptions {
    SimulatorOptions(script: FaultScript(rules: [FaultRule(.delay(seconds: 30))]))
  }

  private func request(_ wire: Wire, _ deployment: String) -> GenerationRequest {
    GenerationRequest(
      requestID: "\(UInt64.random(in: .min ... .max))", prompt: "x",
      destination: wire.destination(deployment: deployment))
  }

  /// Waits until the job's request has left.
  private func left(_ id: GenerationID, _ studio: LocalStudio) async throws {
    for _ in 0..<500 {
      if try await studio.generation(id).state == .sent { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("the request never left")
  }

  @Test("by a person after it left is cancelled, and says that it may be billed")
  func cancelled() async throws {
    let wire = try await Wire(slow())
    let id = try #require(try await wire.studio.submit(request(wire, "gpt-image-2")).first).id
    try await left(id, wire.studio)
    try await wire.studio.cancel(id)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .cancelled)
    #expect(ended.error?.mayHaveBeenBilled == true)
  }

  @Test("by the end of the process is unknown")
  func stopped() async throws {
    let wire = try await Wire(slow())
    let id = try #require(try await wire.studio.submit(request(wire, "gpt-image-2")).first).id
    try await left(id, wire.studio)
    await wire.studio.stop()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .outcomeUnknown)
  }

  @Test("by another process is cancelled by its owner")
  func fromOutside() async throws {
    let wire = try await Wire(slow())
    let id = try #require(try await wire.studio.submit(request(wire, "gpt-image-2")).first).id
    try await left(id, wire.studio)
    let other = try LocalStudio(
      LocalStudioOptions(
        environment: ["HOME": wire.folder],
        directories: Directories(environment: ["HOME": wire.folder]),
        demo: { throw CancellationError() }))
    #expect(try await other.jobs().map(\.id) == [id])
    try await other.cancel(id)
    await wire.studio.drain()
    #expect(try await other.generation(id).state == .cancelled)
  }

  @Test("while it waits for its turn costs nothing")
  func waiting() async throws {
    let wire = try await Wire(slow())
    var ids: [GenerationID] = []
    for _ in 0..<5 {
      ids += try await wire.studio.submit(request(wire, "gpt-image-2")).map(\.id)
    }
    try await left(ids[0], wire.studio)
    #expect(try await wire.studio.generation(ids[4]).state == .waiting)
    try await wire.studio.cancel(ids[4])
    let ended = try await wire.studio.generation(ids[4])
    #expect(ended.state == .cancelled)
    #expect(ended.error?.mayHaveBeenBilled == false)
    await wire.studio.stop()
  }
}
