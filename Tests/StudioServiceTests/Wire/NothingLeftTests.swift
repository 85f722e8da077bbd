import Foundation
import StudioCore
import Synchronization
import Testing

@testable import StudioService

/// The moment between the record that says `sent` and the first byte.
@Suite("A request stopped when its connection stands", .timeLimit(.minutes(3)))
struct NothingLeftTests {
  @Test("has not left, and the transport says so")
  func transport() async throws {
    let received = Mutex(0)
    let server = try RawServer { connection in
      let count = connection.receive().count
      received.withLock { $0 += count }
    }
    let request = HTTPRequest(
      method: "POST", url: server.base + "/x", headers: [], body: [1],
      limits: TimeLimits(idle: .seconds(60), total: .seconds(60)))
    let error = await #expect(throws: TransportError.self) {
      try await NIOTransport().exchange(
        request, onConnected: { withUnsafeCurrentTask { $0?.cancel() } }, receive: { $0.status })
    }
    guard case .notSent(is CancellationError) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(received.withLock { $0 } == 0)
    // One that is let go takes no connections.
    withExtendedLifetime(server) {}
  }

  @Test("is not called unknown, and its record names no moment of leaving")
  func record() async throws {
    let received = Mutex(0)
    let wire = try RawWire { connection in
      let count = connection.receive().count
      received.withLock { $0 += count }
    }
    let ended = try await wire.run { Stopping(owned: $0) }
    #expect(ended.state == .failed)
    #expect(ended.error?.mayHaveBeenBilled == false)
    #expect(ended.cost == .free)
    #expect(ended.sentAt == nil && ended.sent == nil)
    #expect(received.withLock { $0 } == 0)
    #expect(try await wire.store.read(ended.id).state == .failed)
  }

  @Test("does not leave where another machine has taken the job on meanwhile, nor write over it")
  func takenOver() async throws {
    let received = Mutex(0)
    let wire = try RawWire { connection in
      let count = connection.receive().count
      received.withLock { $0 += count }
    }
    let ended = try await wire.run { TakenOver(owned: $0) }
    #expect(ended.worker == TakenOver.other)
    let record = try await wire.store.read(ended.id)
    #expect(record.worker == TakenOver.other && record.state == .sending)
    #expect(received.withLock { $0 } == 0)
  }

  /// One that another machine, whose locks do not reach here, takes on while the request connects.
  private struct TakenOver: ForwardingGeneration {
    static let other = Worker(host: "elsewhere", pid: 1)
    let owned: any OwnedGeneration

    func record(_ generation: Generation) throws(StudioError) {
      var taken = generation
      if generation.state == .sending { taken.worker = Self.other }
      try owned.record(taken)
    }
  }

  /// Stops the task that works on it as soon as the record says `sent`.
  private struct Stopping: ForwardingGeneration {
    let owned: any OwnedGeneration

    func record(_ generation: Generation) throws(StudioError) {
      try owned.record(generation)
      if generation.state == .sent { withUnsafeCurrentTask { $0?.cancel() } }
    }
  }
}
