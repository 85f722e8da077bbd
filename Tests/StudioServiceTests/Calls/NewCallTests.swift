import FoundationEssentials
import Glibc
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A call whose id was made up for it", .timeLimit(.minutes(3)))
struct NewCallTests {
  private func new(_ body: JSONValue = ["prompt": "a red door"]) -> ServiceCall {
    var call = CallFixture.azure(body)
    call.isNew = true
    return call
  }

  /// States of all records below a folder, as they are on disk.
  private static func states(below folder: String) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.filter { $0.hasSuffix("/generation.json") }.compactMap { path in
      let data = FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()
      return (try? JSONValue(parsing: data))?["state"]?.text
    }
  }

  @Test("is on disk as sent when its first byte arrives, and as saved when its answer has come")
  func order() async throws {
    let states = Mutex<[[String]]>([])
    let place = Mutex("")
    let body = RawWire.answer([RawWire.png(1)])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      states.withLock { $0.append(Self.states(below: place.withLock { $0 })) }
      connection.answer("200 OK", body)
    }
    place.withLock { $0 = wire.folder.path }
    let reply = try await wire.studio.call(new())
    #expect(try await reply.text() == body)
    let id = try #require(reply.generation)
    // Without waiting for anything: the studio knows what its own job has come to.
    let generation = try await wire.studio.generation(id)
    #expect(generation.state == .saved)
    #expect(generation.images.map(\.file) == ["1.png"])
    #expect(states.withLock { $0 } == [["sent"]])
    await wire.studio.drain()
    #expect(Self.states(below: wire.folder.path) == ["saved"])
    #expect(try await wire.studio.history(.all, offset: 0, limit: 9).total == 1)
  }

  @Test("to a service that nobody reaches is recorded as failed")
  func unreachable() async throws {
    let wire = try RawWire(environment: ["AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:1"]) { _ in }
    let call = new()
    let error = try await failure { () throws(StudioError) in try await wire.studio.call(call) }
    #expect(error.code == .unreachable)
    await wire.studio.drain()
    #expect(Self.states(below: wire.folder.path) == ["failed"])
  }

  @Test("that connects for long is on disk meanwhile, and nothing has left")
  func slowConnection() async throws {
    let server = try RawServer { $0.waitForEnd() }
    let limits = TimeLimits(
      connect: .seconds(100), idle: .seconds(100), total: .seconds(100))
    let wire = try RawWire(
      limits: limits, environment: ["AZURE_OPENAI_ENDPOINT": "https://127.0.0.1:\(server.port)"]
    ) { _ in }
    let call = new()
    let caller = Task { try await wire.studio.call(call) }
    #expect(try await holds { Self.states(below: wire.folder.path) == ["sending"] })
    let jobs = try await wire.studio.jobs()
    try await wire.studio.cancel(try #require(jobs.first).id)
    _ = try? await caller.value
    await wire.studio.drain()
    #expect(Self.states(below: wire.folder.path) == ["cancelled"])
  }

  @Test("and is called for again while it runs, is one job")
  func again() async throws {
    let body = RawWire.answer([RawWire.png(1)])
    let isReleased = Mutex(false)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      while !isReleased.withLock({ $0 }) { usleep(1_000) }
      connection.answer("200 OK", body)
    }
    let first = new()
    var second = first
    second.isNew = false
    let studio = wire.studio
    let one = Task { try await studio.call(first).bytes() }
    #expect(try await holds { wire.server.requests.count == 1 })
    let two = Task { [second] in try await studio.call(second).bytes() }
    isReleased.withLock { $0 = true }
    #expect(try await one.value == Array(body.utf8))
    #expect(try await two.value.isEmpty == false)
    await studio.drain()
    #expect(wire.server.requests.count == 1)
    #expect(try await studio.history(.all, offset: 0, limit: 9).total == 1)
  }

  @Test("hears a long refusal to its end, and of one that does not end that there is none")
  func refusals() async throws {
    for (count, isWhole) in [(300 << 10, true), (5 << 20, false)] {
      let words = #"{"error":{"message":""# + String(repeating: "x", count: count) + #""}}"#
      let wire = try RawWire { connection in
        connection.receiveRequest()
        connection.answer("400 Bad Request", words, headers: ["Content-Type: application/json"])
      }
      let call = new()
      guard isWhole else {
        let error = try await failure { () throws(StudioError) in
          try await wire.studio.call(call)
        }
        #expect(error.message.contains("400"))
        continue
      }
      let reply = try await wire.studio.call(call)
      #expect(reply.status == 400)
      #expect(reply.byteCount == words.utf8.count)
      #expect(try await reply.text() == words)
      await wire.studio.drain()
    }
  }

  @Test("is told that the answer is JSON where a service calls one document lines of it")
  func label() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", RawWire.answer([RawWire.png(1)]), headers: ["Content-Type: application/x-ndjson"])
    }
    let reply = try await wire.studio.call(new())
    #expect(reply.header("content-type") == "application/json")
    await wire.studio.drain()
  }
}
