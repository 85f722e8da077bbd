import CapabilitySpecs
import StudioCore
import StudioServer
import Testing

@Suite("A server", .timeLimit(.minutes(3)))
struct ServerTests {
  @Test("merges interfaces of one port and tells what it would serve")
  func merges() throws {
    let server = try StudioServer(
      studio: ScriptedCalls(), capabilities: CapabilityCatalog.builtIn(),
      options: ServerOptions())
    #expect(server.plan.addresses == ["127.0.0.1", "::1"])
    #expect(server.plan.ports.map(\.port) == [8080, 9090])
    #expect(server.plan.ports[0].offers.contains("POST /v1/images/generations"))
    #expect(
      server.plan.ports[0].offers.contains(
        "POST /v1/openai/deployments/{deployment-id}/images/generations"))
    #expect(server.plan.ports[1].offers == ["ollama-create-image", "aoai-generate-image"])
  }

  @Test("refuses a route or tool that two documents expose, by file and line")
  func refusesDuplicates() throws {
    let capabilities =
      try Documents.parsed(Documents.seed, source: "one.yaml")
      + Documents.parsed(Documents.seed, source: "two.yaml")
    let error = #expect(throws: StudioError.self) {
      try StudioServer(
        studio: ScriptedCalls(), capabilities: capabilities, options: ServerOptions())
    }
    #expect(error?.message.contains("two.yaml:25") == true)
    #expect(error?.message.contains("one.yaml:25") == true)
  }

  @Test("refuses what it cannot serve as a document says")
  func refusesDocuments() throws {
    for (find, replace) in [
      ("path: /things/{id}", "path: /things/x{id}"),
      ("      id: rest.id", "      id: '{{A}}'"),
      ("    port: 8080", "    port: 8080\n    authentication: {type: bearer, token: '{{A}}'}"),
    ] {
      let text = Documents.things.replacing(find, with: replace)
      let capabilities = try Documents.parsed(text)
      let error = #expect(throws: StudioError.self, "\(replace)") {
        try StudioServer(
          studio: ScriptedCalls(), capabilities: capabilities, options: ServerOptions())
      }
      #expect(error?.code == .badConfiguration)
      #expect(error?.message.contains("test.yaml:") == true)
    }
  }

  @Test("listens on loopback, both kinds where there are two, on one port")
  func listens() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      let rest = server.addresses.filter { $0.door == "rest" }
      #expect(rest.first?.host == "127.0.0.1")
      #expect(Set(rest.map(\.port)).count == 1)
      #expect(rest.allSatisfy { ["127.0.0.1", "::1"].contains($0.host) })
      #expect(server.mcp != nil)
    }
  }

  @Test("says which port is taken and how to choose another")
  func portTaken() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      var options = ServerOptions()
      options.restPort = server.rest
      options.mcpPort = 0
      let second = try StudioServer(
        studio: ScriptedCalls(), capabilities: Documents.parsed(Documents.seed),
        options: options)
      let error = await #expect(throws: StudioError.self) { try await second.run() }
      #expect(error?.message.contains(String(server.rest)) == true)
      #expect(error?.hint?.contains("--rest-port") == true)
    }
  }

  @Test("finishes what is running when it is told to stop, and lets nobody in")
  func finishes() async throws {
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let studio = ScriptedCalls { (_) throws(StudioError) in
      for await _ in gate { break }
      return .json(#"{"done":true}"#)
    }
    var options = ServerOptions()
    (options.restPort, options.mcpPort, options.finishing) = (0, 0, .seconds(10))
    let server = try StudioServer(
      studio: studio, capabilities: Documents.parsed(Documents.seed), options: options)
    let (ready, announcement) = AsyncStream<[ListeningAddress]>.makeStream()
    let running = Task { try await server.run { announcement.yield($0) } }
    let port = try #require(await ready.first { _ in true }?.first?.port)
    let connection = try RawConnection(port: port)
    connection.write(
      Client.head("POST", Client.images, [("Content-Type", "application/json")], length: 2)
        + "{}")
    #expect(try await eventually { studio.calls.count == 1 })
    running.cancel()
    #expect(try await eventually { (try? RawConnection(port: port)) == nil })
    opener.yield()
    let answer = try await connection.readToEnd()
    #expect(answer.hasPrefix("HTTP/1.1 200"))
    #expect(answer.hasSuffix(#"{"done":true}"#))
    try await running.value
  }

  @Test("logs one line an answer, without queries and what a terminal would obey")
  func logs() async throws {
    let lines = LogLines()
    var options = ServerOptions()
    options.log = { lines.add($0) }
    try await RunningServer.with(
      ScriptedCalls(), document: Documents.seed, options: options
    ) { server in
      let reply = try await Client.send("GET", server, "/n%1b[2J?key=secret")
      #expect(try await eventually { lines.all.count == 1 })
      let line = try #require(lines.all.first)
      #expect(line.path == "/n%1b[2J")
      #expect(line.status == reply.status)
      #expect(line.requestID == reply.header("x-request-id"))
      #expect(line.method == "GET")
      _ = try await RawConnection.exchange("nonsense\r\n\r\n", port: server.rest)
      #expect(lines.all.last?.status == 400)
    }
  }
}
