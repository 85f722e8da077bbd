import FoundationEssentials
import StudioCore
import Synchronization
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
    #expect(left.here.map(\.id) == [id] && left.elsewhere.isEmpty)
    #expect(left.here.map(\.state) == [.waiting])
    #expect(wire.server.connectionCount == 0, "nothing is sent without a word")
    #expect(try await wire.studio.resume([id]) == Resumption(taken: [id]))
    #expect(try await wire.studio.leftJobs().all.isEmpty)
    #expect(try await wire.studio.resume([id]).taken.isEmpty)
    await wire.studio.drain()
    #expect(try await wire.store.read(id).state == .saved)
    let late = try await wire.studio.resume([id])
    #expect(late.taken.isEmpty)
    #expect(late.refusals.first?.message.hasSuffix("it is saved.") == true, "\(late)")
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
      for studio in studios { group.addTask { try await studio.resume(wanted).taken } }
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
    #expect(try await wire.studio.leftJobs().all.isEmpty)
    let refused = try await wire.studio.resume([generation.id])
    #expect(refused.taken.isEmpty)
    #expect(refused.refusals.map(\.message) == ["Another Easel works on this job."])
    owned.release()
    #expect(try await wire.studio.leftJobs().here.map(\.id) == [generation.id])
  }

  @Test(
    "of a machine of another name is told of as such, never ended, and sent when a person says so")
  func elsewhere() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire) { $0.worker = Worker(host: "elsewhere", pid: 1) }
    for keepsWaiting in [true, false] {
      var options = LocalStudioOptions(
        environment: wire.environment, directories: Directories(environment: wire.environment),
        demo: { throw CancellationError() })
      options.keepsWaiting = keepsWaiting
      let left = try await LocalStudio(options).leftJobs()
      #expect(left.here.isEmpty)
      #expect(left.elsewhere.map(\.id) == [id])
      #expect(left.elsewhere.first?.worker?.host == "elsewhere")
    }
    #expect(wire.server.connectionCount == 0)
    // One that is connecting there may be sent in a moment.
    let connecting = try await leave(in: wire) {
      $0.worker = Worker(host: "elsewhere", pid: 1)
      $0.advance(to: .sending)
    }
    await wire.studio.settle()
    #expect(try await wire.store.read(connecting).state == .sending)
    try await wire.studio.cancel(connecting)
    #expect(try await holds { try await wire.store.read(connecting).state == .cancelled })
    #expect(try await wire.studio.resume([id]).taken == [id])
    await wire.studio.drain()
    #expect(try await wire.store.read(id).state == .saved)
    #expect(try await wire.studio.leftJobs() == LeftJobs())
  }

  @Test("that was cancelled, or has no provider here, is refused in words that say so")
  func refusals() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire) { $0.request.destination.provider = .demo }
    var options = LocalStudioOptions(
      environment: wire.environment, directories: Directories(environment: wire.environment),
      demo: { throw CancellationError() })
    options.offered = [.azure]
    let refused = try await LocalStudio(options).resume([id])
    #expect(refused.refusals.map(\.code) == [.badConfiguration])
    try await wire.studio.cancel(id)
    let cancelled = try await wire.studio.resume([id])
    #expect(cancelled.refusals.first?.message.hasSuffix("it is cancelled.") == true)
  }

  @Test("and was connecting when its process had to end is failed: nothing of it was sent")
  func connecting() async throws {
    let received = Mutex("")
    let server = try RawServer { connection in
      // Never answers the hello of TLS, so that the connection never stands.
      while case let bytes = connection.receive(), !bytes.isEmpty {
        received.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
      }
    }
    let wire = try RawWire(environment: [
      "AZURE_OPENAI_ENDPOINT": server.base.replacing("http:", with: "https:")
    ]) { $0.waitForEnd() }
    let id = try #require(try await wire.studio.submit(wire.request()).first).id
    try await wire.waits(for: id, in: .sending)
    #expect(try await holds { server.connectionCount == 1 })
    await wire.studio.leave()
    let ended = try await wire.store.read(id)
    #expect(ended.state == .failed)
    #expect(ended.error == .unsent(false))
    #expect(ended.cost == .free && ended.sentAt == nil)
    #expect(!received.withLock { $0 }.contains("a red door"))
  }

  @Test("is failed where its caller waited for it, for nobody wants it any more")
  func caller() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire) { $0.callerWaits = true }
    #expect(try await wire.studio.leftJobs() == LeftJobs())
    let ended = try await wire.store.read(id)
    #expect(ended.state == .failed)
    #expect(ended.error == .unsent(false))
  }

  @Test("is cancelled at once, though nobody works on it")
  func cancelled() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire)
    try await wire.studio.cancel(id)
    let ended = try await wire.store.read(id)
    #expect(ended.state == .cancelled)
    #expect(ended.error == .unsent(true))
    #expect(ended.cost == .free)
    #expect(try await wire.studio.leftJobs() == LeftJobs())
  }

  @Test("is failed where that is set")
  func never() async throws {
    let wire = try Self.wire()
    let id = try await leave(in: wire)
    var options = LocalStudioOptions(
      environment: wire.environment, directories: Directories(environment: wire.environment),
      demo: { throw CancellationError() })
    options.keepsWaiting = false
    #expect(try await LocalStudio(options).leftJobs() == LeftJobs())
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
    #expect(try await other.leftJobs().here.map(\.id) == ids)
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
