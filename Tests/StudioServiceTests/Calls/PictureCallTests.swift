import FoundationEssentials
import ProviderSimulator
import StudioCore
import Testing

@testable import StudioService

@Suite("A call for pictures", .timeLimit(.minutes(3)))
struct PictureCallTests {
  @Test("is answered with the service's own bytes, when the picture is durable and in the history")
  func passes() async throws {
    let body = RawWire.answer([RawWire.png(1)])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", body,
        headers: [
          "Content-Type: application/json; charset=utf-8", "X-Request-Id: r-1",
          "Set-Cookie: a=b", "x-ratelimit-remaining-requests: 4", "Server: secret",
        ])
    }
    let reply = try await wire.studio.call(CallFixture.azure())
    #expect(reply.status == 200)
    #expect(reply.byteCount == body.utf8.count)
    #expect(try #require(reply.serviceTime) > .zero)
    #expect(
      Set(reply.headers.map { $0.name.lowercased() })
        == ["content-type", "x-request-id", "x-ratelimit-remaining-requests"])
    let id = try #require(reply.generation)
    let folder = try await wire.studio.generation(id).folder
    #expect(FileManager.default.contents(atPath: "\(folder)/1.png") == RawWire.png(1))
    #expect(try await reply.text() == body)
    await wire.studio.drain()
    let saved = try await wire.studio.generation(id)
    #expect(saved.state == .saved)
    #expect(saved.request.prompt == "a red door")
    #expect(wire.files(of: saved) == ["1.png", "generation.json"])
  }

  @Test("hands on members that nobody here knows, and shows the record what left")
  func unknownMembers() async throws {
    let wire = try RawWire(capabilities: try CallFixture.seeds()) { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let body: JSONValue = [
      "prompt": "p", "n": 1, "novelty": ["depth": 3, "list": [1, nil, "x"]],
      "big": .number("1e400"),
      "output_format": "webp",
    ]
    let reply = try await wire.studio.call(CallFixture.azure(body))
    let sent = try #require(wire.server.requests.first)
    #expect(sent.hasPrefix("POST /openai/deployments/gpt-image-2/images/generations?api-version="))
    #expect(sent.hasSuffix("\r\n\r\n" + body.json))
    #expect(sent.contains("api-key: \(RawWire.key)\r\n"))
    #expect(!sent.lowercased().contains("authorization"))
    await wire.studio.drain()
    let saved = try await wire.studio.generation(try #require(reply.generation))
    #expect(saved.sent?.body == body.json)
    #expect(saved.request.parameters[.format] == .text("webp"))
    #expect(!(try content(saved.recordPath)).contains(RawWire.key))
  }

  @Test("to both simulated services gives pictures by the two published documents")
  func seeds() async throws {
    let wire = try await Wire(capabilities: try CallFixture.seeds())
    let azure = try await wire.studio.call(
      CallFixture.azure(["prompt": "p", "size": "1024x640"]))
    let ollama = try await wire.studio.call(
      CallFixture.ollama(["model": "x/z-image-turbo", "prompt": "p", "size": "128x128"]))
    for (reply, count) in [(azure, 1), (ollama, 1)] {
      let json = try JSONValue(parsing: try await reply.bytes())
      let encoded = json["data"]?.elements.compactMap { $0["b64_json"]?.text } ?? []
      await wire.studio.drain()
      let saved = try await wire.studio.generation(try #require(reply.generation))
      #expect(saved.images.count == count)
      let stored = saved.images.compactMap {
        FileManager.default.contents(atPath: saved.path(of: $0))
      }
      #expect(stored == encoded.compactMap { Data(base64Encoded: $0) })
    }
  }

  @Test(
    "without a seed gets a positive one where the service honours seeds, and the record holds it")
  func seed() async throws {
    let wire = try await Wire()
    func seed(_ body: JSONValue) async throws -> Generation {
      let reply = try await wire.studio.call(CallFixture.ollama(body))
      await wire.studio.drain()
      return try await wire.studio.generation(try #require(reply.generation))
    }
    let base: JSONObject = ["model": "x/z-image-turbo", "prompt": "p", "size": "128x128"]
    let first = try await seed(.object(base))
    let drawn = try #require(first.request.parameters[.seed]?.number)
    #expect(drawn > 0)
    var again = base
    again["seed"] = .number(drawn)
    let second = try await seed(.object(again))
    #expect(second.request.parameters[.seed]?.number == drawn)
    #expect(second.images.map(\.sha256) == first.images.map(\.sha256))
  }

  @Test("that the service refuses is answered with its status and words; the record says it failed")
  func refused() async throws {
    let words = #"{"error":{"code":"invalid_value","message":"no \#(RawWire.key)"}}"#
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("400 Bad Request", words, headers: ["Content-Type: application/json"])
    }
    let reply = try await wire.studio.call(CallFixture.azure(["size": 7]))
    #expect(reply.status == 400)
    #expect(try await reply.text() == words.replacing(RawWire.key, with: "•••"))
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(reply.generation))
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .invalidRequest)
  }

  @Test("that is redirected is neither followed nor relayed")
  func redirected() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("307 Temporary Redirect", "", headers: ["Location: http://127.0.0.1:1/"])
    }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure())
    }
    #expect(error.code == .redirected)
    #expect(wire.server.requests.count == 1)
  }

  @Test(
    "whose answer breaks throws instead of giving half of it",
    arguments: [
      (#"{"created":1,"data":[{"b64_json":"iVBO"#, StudioError.Code.badAnswer),
      ("hello", .badAnswer), ("", .emptyAnswer), (#"{"created":1,"data":[]}"#, .emptyAnswer),
    ])
  func broken(body: String, code: StudioError.Code) async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body)
    }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure())
    }
    #expect(error.code == code)
  }

  @Test("whose answer is cut after a whole picture throws, and the picture is kept")
  func cut() async throws {
    let body = RawWire.answer([RawWire.png(1), RawWire.png(2)])
    let middle = try #require(body.firstRange(of: #""},"#)?.upperBound)
    let count = body[..<middle].utf8.count + 9
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body, cutAt: count)
    }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure(["prompt": "p", "n": 2], id: "cut"))
    }
    #expect(error.code == .badAnswer)
    await wire.studio.drain()
    let kept = try await wire.studio.history(.all, offset: 0, limit: 9).generations
    #expect(kept.map(\.state) == [.saved])
    #expect(kept.first?.images.count == 1)
  }

  @Test("to a service that nobody reaches says so")
  func unreachable() async throws {
    let wire = try RawWire(environment: ["AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:1"]) { _ in }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure())
    }
    #expect(error.code == .unreachable)
  }

  @Test("of an operation that no document has is refused")
  func unknown() async throws {
    let wire = try RawWire { _ in }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(
        ServiceCall(requestID: "1", service: "nobody", operation: "nothing", arguments: [:]))
    }
    #expect(error.code == .badConfiguration)
    #expect(await wire.studio.destination(service: "nobody", operation: "nothing") == nil)
  }

  @Test("sixty-four times at once is answered each time with all bytes")
  func many() async throws {
    let body = RawWire.answer([RawWire.png(7, bytes: 6000)])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body)
    }
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<64 {
        group.addTask { try await wire.studio.call(CallFixture.azure()).bytes().count }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: body.utf8.count, count: 64))
    await wire.studio.drain()
    #expect(try await wire.studio.history(.all, offset: 0, limit: 1).total == 64)
  }

  @Test("that ends with its process before the record says so is found whole by the next start")
  func crash() async throws {
    let body = RawWire.answer([RawWire.png(4)])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body)
    }
    // What is on disk when the answer is released: the picture, and a record that says less.
    let store = wire.folder.store()
    var generation = Generation(
      id: try GenerationID.new(), request: wire.request(),
      cost: Cost(amount: 1, basis: .estimate), createdAt: Date())
    let owned = try await store.create(generation)
    for state in [Generation.State.sending, .sent, .receiving] { generation.advance(to: state) }
    try owned.record(generation)
    let part = try owned.openAnswer()
    try Array(body.utf8).withUnsafeBytes { try part.append($0) }
    let picture = try owned.openImage(1)
    try RawWire.png(4).withUnsafeBytes { try picture.append($0) }
    _ = try owned.publish(picture, as: "1.png")
    owned.release()
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    let settled = try await store.read(generation.id)
    #expect(settled.state == .saved)
    #expect(settled.images.map(\.file) == ["1.png"])
    #expect(FileManager.default.contents(atPath: "\(owned.folder)/1.png") == RawWire.png(4))
  }
}
