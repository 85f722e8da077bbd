import StudioCore
import Testing

@testable import StudioService

@Suite("A wish submitted", .timeLimit(.minutes(3)))
struct SubmissionTests {
  @Test("many times at once, by two processes' studios, is one job, sent once")
  func once() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let studios = [wire.studio, try RawWire.studio(wire.environment)]
    let request = wire.request(id: "the-same")
    let ids = try await withThrowingTaskGroup(of: [GenerationID].self) { group in
      for number in 0..<6 {
        group.addTask { try await studios[number % 2].submit(request).map(\.id) }
      }
      return try await group.reduce(into: Set()) { $0.formUnion($1) }
    }
    for studio in studios { await studio.drain() }
    #expect(ids.count == 1)
    #expect(wire.server.requests.count == 1)
    #expect(try await wire.studio.history(.all, offset: 0, limit: 9).total == 1)
  }

  @Test("to a store that cannot be made says so, and nothing is sent")
  func noStore() async throws {
    let wire = try RawWire(environment: ["EASEL_STORE": "/dev/null/store"]) { _ in }
    let error = await #expect(throws: StudioError.self) {
      _ = try await wire.studio.submit(wire.request())
    }
    #expect(error?.code == .cannotCreate)
    #expect(error?.hint?.isEmpty == false)
    #expect(wire.server.connectionCount == 0)
    #expect(await wire.studio.runningHere() == 0)
  }

  @Test("to nobody is refused in words that are no door's own")
  func nobody() async throws {
    let wire = try RawWire { _ in }
    let error = await #expect(throws: StudioError.self) {
      _ = try await wire.studio.submit(
        GenerationRequest(
          requestID: "r", prompt: "x", destination: Destination(provider: .azure, resource: "c")))
    }
    #expect(error?.code == .invalidRequest && error?.hint == nil)
  }

  @Test("for another Ollama server than the one that is set up is not sent to that one")
  func otherHost() async throws {
    let wire = try RawWire { $0.waitForEnd() }
    let submitted = try await wire.studio.submit(
      GenerationRequest(
        requestID: "r", prompt: "x",
        destination: Destination(provider: .ollama, host: "http://10.0.0.9:11434", model: "m")))
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(submitted.first).id)
    #expect(ended.error?.code == .badConfiguration)
    #expect(wire.server.connectionCount == 0)
  }

  @Test("is stopped while its server's version is asked, and then nothing has left")
  func cancelWhilePreparing() async throws {
    let wire = try RawWire { $0.waitForEnd() }
    let id = try #require(
      try await wire.studio.submit(
        GenerationRequest(
          requestID: "r", prompt: "x",
          destination: Destination(provider: .ollama, host: wire.server.base, model: "m"))
      ).first
    ).id
    try await wire.waits(for: id, in: .sending)
    #expect(try await holds { wire.server.connectionCount == 1 })
    try await wire.studio.cancel(id)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .cancelled)
    #expect(ended.error?.mayHaveBeenBilled == false)
    #expect(ended.cost == .free)
  }

  @Test("is stopped while it connects, and then nothing has left")
  func cancelWhileConnecting() async throws {
    let server = try RawServer { $0.waitForEnd() }
    let wire = try RawWire(environment: [
      "AZURE_OPENAI_ENDPOINT": "https://127.0.0.1:\(server.port)"
    ]) { _ in }
    let id = try #require(try await wire.studio.submit(wire.request()).first).id
    #expect(try await holds { server.connectionCount == 1 })
    // A job that waited on would be a failed one when the time to connect is over.
    try await wire.studio.cancel(id)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .cancelled)
    #expect(ended.error?.mayHaveBeenBilled == false)
  }

  @Test(
    "is stopped while its answer comes, and whole pictures that came are kept", arguments: [0, 1])
  func cancelWhileReceiving(whole: Int) async throws {
    let body = RawWire.answer([RawWire.png(1), RawWire.png(2)])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
      connection.send(Array(body.utf8).prefix(whole == 0 ? 200 : 1000))
      connection.waitForEnd()
    }
    let id = try #require(try await wire.studio.submit(wire.request(count: 2)).first).id
    try await wire.waits(for: id, in: .receiving) { generation in
      (try? size("\(generation.folder)/response.part")) ?? 0 >= 200
    }
    try await wire.studio.cancel(id)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == (whole == 0 ? .cancelled : .saved))
    #expect(ended.images.count == whole)
    #expect(whole > 0 || ended.error?.mayHaveBeenBilled == true)
  }

  @Test("after the studio has stopped ends as never sent")
  func afterStop() async throws {
    let wire = try RawWire { _ in }
    await wire.studio.stop()
    let id = try #require(try await wire.studio.submit(wire.request()).first).id
    await wire.studio.drain()
    #expect(try await wire.studio.generation(id).state == .failed)
    #expect(wire.server.connectionCount == 0)
  }
}
