import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A job that waited when its process ended", .timeLimit(.minutes(3)))
struct ResumeTests {
  private static func wire() throws -> RawWire {
    try RawWire(resends: 3) { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
  }

  /// One in the store, without an owner.
  private func leave(
    in wire: RawWire, _ change: (inout Generation) -> Void = { _ in }
  ) async throws -> GenerationID {
    var generation = Generation(id: try .new(), request: wire.request(), createdAt: Date())
    generation.worker = Worker(host: Worker.thisProcess.host, pid: 999_999)
    change(&generation)
    try await wire.store.create(generation).release()
    return generation.id
  }

  @Test("is kept, told of, and sent once when a person says so")
  func resumed() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire)
    await wire.studio.settle()
    let left = try await wire.studio.leftJobs()
    #expect(left.map(\.id) == [id])
    #expect(left.map(\.state) == [.waiting])
    #expect(wire.server.connectionCount == 0, "nothing is sent without a word")
    #expect(try await wire.studio.resume([id]) == [id])
    #expect(try await wire.studio.leftJobs().isEmpty)
    #expect(try await wire.studio.resume([id]).isEmpty)
    await wire.studio.drain()
    #expect(try await wire.store.read(id).state == .saved)
    #expect(try await wire.studio.resume([id]).isEmpty)
    #expect(wire.server.requests.count == 1)
  }

  @Test("is sent once, though two screens are told to send it at the same moment")
  func twice() async throws {
    let wire = try Self.wire()
    var ids: [GenerationID] = []
    for _ in 0..<4 { ids.append(try await leave(in: wire)) }
    let wanted = ids
    let studios = [wire.studio, try RawWire.studio(wire.environment)]
    let taken = try await withThrowingTaskGroup(of: [GenerationID].self) { group in
      for studio in studios { group.addTask { try await studio.resume(wanted) } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    for studio in studios { await studio.drain() }
    #expect(taken.sorted() == ids.sorted())
    #expect(wire.server.requests.count == 4)
  }

  @Test("is not taken while its process lives")
  func owned() async throws {
    let wire = try Self.wire()
    let generation = Generation(id: try .new(), request: wire.request(), createdAt: Date())
    let owned = try await wire.store.create(generation)
    #expect(try await wire.studio.leftJobs().isEmpty)
    #expect(try await wire.studio.resume([generation.id]).isEmpty)
    owned.release()
    #expect(try await wire.studio.leftJobs().map(\.id) == [generation.id])
  }

  @Test("is not taken from a process on another machine, of which nothing is known")
  func elsewhere() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire) { $0.worker = Worker(host: "elsewhere", pid: 1) }
    #expect(try await wire.studio.leftJobs().isEmpty)
    #expect(try await wire.studio.resume([id]).isEmpty)
    #expect(try await wire.store.read(id).state == .waiting)
    #expect(wire.server.connectionCount == 0)
  }

  @Test("is failed where its caller waited for it, for nobody wants it any more")
  func caller() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire) { $0.callerWaits = true }
    #expect(try await wire.studio.leftJobs().isEmpty)
    let ended = try await wire.store.read(id)
    #expect(ended.state == .failed)
    #expect(ended.error?.mayHaveBeenBilled == false)
  }

  @Test("is cancelled at once, though nobody works on it")
  func cancelled() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire)
    try await wire.studio.cancel(id)
    let ended = try await wire.store.read(id)
    #expect(ended.state == .cancelled)
    #expect(ended.cost == .free)
    #expect(try await wire.studio.leftJobs().isEmpty)
  }

  @Test("is failed where that is set")
  func never() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire)
    var options = LocalStudioOptions(
      environment: wire.environment, directories: Directories(environment: wire.environment),
      demo: { throw CancellationError() })
    options.keepsWaiting = false
    #expect(try await LocalStudio(options).leftJobs().isEmpty)
    #expect(try await wire.store.read(id).state == .failed)
  }

  @Test("to be sent again goes on where it was: the count and the moment stay")
  func countdown() async throws {
    let wire = try Self.wire()
    let at = Date() + 0.3
    let refusal = try #require(
      RefusedAttempt(
        sentAt: Date(), refusedAt: Date(), answer: ServiceAnswer(status: 429),
        error: StudioError(.rateLimited, "No more.", isRetryable: true)))
    let id = try await leave(in: wire) {
      $0.advance(to: .sending)
      $0.wait(after: refusal, for: Resend(at: at, number: 1, limit: 3))
    }
    _ = try await wire.studio.resume([id])
    await wire.studio.drain()
    let ended = try await wire.store.read(id)
    #expect(ended.state == .saved)
    #expect(ended.refused.count == 1)
    #expect(ended.sentAt.map { $0 >= at - 0.01 } == true)
  }

  @Test("by leave stays as it was, whether it waits for its turn or to be sent again")
  func left() async throws {
    let wire = try RawWire(resends: 3) { connection in
      connection.receiveRequest()
      connection.answer("429 Too Many Requests", "{}", headers: ["Retry-After: 60"])
    }
    var ids: [GenerationID] = []
    for _ in 0..<5 { ids += try await wire.studio.submit(wire.request()).map(\.id) }
    for id in ids.prefix(4) { try await wire.waits(for: id, in: .waiting) { $0.resend != nil } }
    await wire.studio.leave()
    let other = try RawWire.studio(wire.environment)
    #expect(try await other.leftJobs().map(\.id) == ids)
    #expect(wire.server.requests.count == 4)
  }

  @Test("is no fault of the store")
  func verified() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire)
    let report = try await StoreVerifier(Directories(environment: wire.environment))
      .run(repairing: true)
    #expect(report.open.isEmpty)
    #expect(try await wire.store.read(id).state == .waiting)
  }
}
