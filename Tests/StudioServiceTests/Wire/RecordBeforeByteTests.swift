import FoundationEssentials
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("The record of a request that leaves", .timeLimit(.minutes(3)))
struct RecordBeforeByteTests {
  /// States of all records below a folder, as they are on disk.
  static func states(below folder: String) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.filter { $0.hasSuffix("/generation.json") }.compactMap { path in
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
        let json = try? JSONDecoder().decode(JSONValue.self, from: data)
      else { return nil }
      return json["state"]?.text
    }
  }

  @Test("says sent on disk when the first byte arrives at the service")
  func order() async throws {
    let states = Mutex<[[String]]>([])
    let place = Mutex("")
    let wire = try RawWire { connection in
      let first = connection.receive()
      states.withLock { $0.append(first.isEmpty ? [] : Self.states(below: place.withLock { $0 })) }
      connection.waitForEnd()
    }
    place.withLock { $0 = wire.folder.path }
    let id = try #require(try await wire.studio.submit(wire.request()).first).id
    #expect(try await holds { states.withLock { !$0.isEmpty } })
    #expect(states.withLock { $0 } == [["sent"]])
    try await wire.studio.cancel(id)
    await wire.studio.drain()
  }

  @Test("that cannot be written keeps the request from leaving", arguments: [Generation.State.sent])
  func refused(state: Generation.State) async throws {
    let received = Mutex(0)
    let wire = try RawWire { connection in
      let count = connection.receive().count
      received.withLock { $0 += count }
    }
    let ended = try await Self.run(wire, failingIn: state)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .diskFull)
    #expect(ended.error?.mayHaveBeenBilled == false)
    #expect(ended.sentAt == nil && ended.sent == nil)
    #expect(received.withLock { $0 } == 0)
  }

  @Test(
    "that cannot be written once an answer came costs no picture",
    arguments: [Generation.State.receiving, .saving, .saved])
  func late(state: Generation.State) async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let ended = try await Self.run(wire, failingIn: state)
    #expect(ended.state == .saved)
    #expect(ended.error == nil)
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
    #expect(wire.server.requests.count == 1)
    #expect(ended.warnings.isEmpty == (state == .saving))
    await wire.studio.settle()
    let settled = try await wire.studio.generation(ended.id)
    #expect(settled.state == .saved)
    #expect(settled.images == ended.images)
  }

  /// Runs one job whose disk is full for one state.
  static func run(
    _ wire: RawWire, failingIn state: Generation.State, resends: Int = 0
  ) async throws -> Generation {
    let store = wire.store
    var generation = Generation(
      id: try GenerationID.new(), request: wire.request(),
      cost: Cost(amount: 1, basis: .estimate), createdAt: Date())
    let owned = try await store.create(generation)
    generation.folder = owned.folder
    let options = LocalStudioOptions(
      environment: wire.environment, directories: Directories(environment: wire.environment),
      demo: { throw CancellationError() })
    let transport = NIOTransport()
    let catalog = try ProviderCatalog.make(options, transport: transport)
    let runner = JobRunner(
      job: FullDisk(owned: owned, state: state), generation: generation,
      provider: try #require(catalog[.azure]), transport: transport, prices: .standard,
      rescue: .none, rules: ResendRules(limit: resends, pause: .milliseconds(10))
    ) { _ in }
    return await runner.run()
  }

  /// A real generation on a disk that is full whenever one state is to be recorded.
  private struct FullDisk: ForwardingGeneration {
    let owned: any OwnedGeneration
    let state: Generation.State

    func record(_ generation: Generation) throws(StudioError) {
      guard generation.state != state else {
        throw StudioError(.diskFull, "Cannot write: the disk is full.", hint: "Free some space.")
      }
      try owned.record(generation)
    }
  }
}
