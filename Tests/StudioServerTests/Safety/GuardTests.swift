import StudioCore
import StudioServer
import Testing

@Suite("Who is let in", .timeLimit(.minutes(3)))
struct GuardTests {
  private static let body = #"{"prompt":"x"}"#

  private func post(
    _ server: RunningServer, _ headers: [(String, String)], body: String? = body
  ) async throws -> Reply {
    try await Client.send("POST", server, Client.images, headers, body: body)
  }

  @Test("is asked by one of loopback's names, on any port")
  func checksHost() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(studio, document: Documents.seed) { server in
      for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:99", "LOCALHOST"] {
        #expect(try await post(server, [("Host", host)]).status == 200, "\(host)")
      }
      for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil", "[::1", "", "a:b"] {
        let reply = try await post(server, [("Host", host)])
        #expect(reply.status == 421, "\(host)")
        #expect(reply.code == "misdirected_request")
      }
      #expect(studio.calls.count == 5)
    }
  }

  @Test("comes from no page of elsewhere")
  func checksOrigin() async throws {
    let studio = ScriptedCalls()
    var options = ServerOptions()
    options.allowedOrigins = ["https://studio.example"]
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      for origin in ["http://localhost:3000", "https://127.0.0.1", "https://studio.example"] {
        #expect(try await post(server, [("Origin", origin)]).status == 200, "\(origin)")
      }
      for origin in ["null", "https://evil.example", "http://localhost.evil", "file://localhost"] {
        let reply = try await post(server, [("Origin", origin)])
        #expect(reply.status == 403, "\(origin)")
        #expect(!reply.names.contains { $0.hasPrefix("access-control") })
      }
    }
  }

  @Test("presents the token, by either name, where there is one")
  func checksToken() async throws {
    let studio = ScriptedCalls()
    var options = ServerOptions()
    options.token = "0123456789abcdef"
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      for headers in [
        [("Authorization", "Bearer 0123456789abcdef")], [("api-key", "0123456789abcdef")],
      ] {
        #expect(try await post(server, headers).status == 200)
      }
      for headers in [
        [], [("Authorization", "Bearer 0123456789abcdeg")], [("Authorization", "Bearer ")],
        [("Authorization", "Basic 0123456789abcdef")], [("api-key", "0123456789abcdef0")],
      ] as [[(String, String)]] {
        let reply = try await post(server, headers)
        #expect(reply.status == 401)
        #expect(reply.header("www-authenticate") == "Bearer")
      }
      #expect(try await Client.send("GET", server, "/health/live").status == 200)
      #expect(try await Client.send("GET", server, "/studio/v1/jobs").status == 401)
    }
  }

  @Test("is refused an open address without a token, and a short token")
  func refusesOpenAddresses() throws {
    for (address, token) in [
      ("0.0.0.0", nil), ("::", nil), ("192.168.1.5", nil), ("127.0.0.1", "short"),
    ] as [(String, String?)] {
      var options = ServerOptions()
      (options.address, options.token) = (address, token)
      let error = #expect(throws: StudioError.self) {
        try StudioServer(
          studio: ScriptedCalls(), capabilities: Documents.parsed(Documents.seed),
          options: options)
      }
      #expect(error?.code == .badConfiguration)
      #expect(token != nil || error?.hint?.contains("EASEL_TOKEN") == true)
    }
  }

  @Test("sends JSON, whole and not too long")
  func checksBodies() async throws {
    let studio = ScriptedCalls()
    var options = ServerOptions()
    options.limits.body = 10_000
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let reply = try await post(server, [("Content-Type", type)])
        #expect(reply.status == 415, "\(type)")
      }
      let charset = [("Content-Type", "application/json; charset=utf-8")]
      #expect(try await post(server, charset).status == 200)
      let broken = try await post(server, [], body: #"{"prompt":"x",}"#)
      #expect(broken.status == 400)
      #expect(broken.json["error"]?["message"]?.text?.contains("at byte 14") == true)
      #expect(try await post(server, [], body: "[1]").status == 400)
      #expect(try await post(server, [], body: nil).code == "missing_body")
      let long = "{\"prompt\":\"" + String(repeating: "x", count: 20_000) + "\"}"
      #expect(try await post(server, [], body: long).status == 413)
      #expect(studio.calls.count == 1)
    }
  }

  @Test("hears of unknown paths, other methods, and what may be asked")
  func findsRoutes() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      #expect(try await Client.send("GET", server, "/nothing").code == "not_found")
      let wrong = try await Client.send("GET", server, Client.images)
      #expect(wrong.status == 405)
      #expect(wrong.header("allow") == "POST, OPTIONS")
      let options = try await Client.send("OPTIONS", server, Client.images)
      #expect(options.status == 204)
      #expect(options.header("allow") == "POST, OPTIONS")
      let head = try await Client.send("HEAD", server, "/studio/v1/jobs")
      #expect(head.status == 200)
      #expect(head.bytes.isEmpty)
    }
  }

  @Test("is told to come back when too much runs already")
  func limitsCalls() async throws {
    let studio = ScriptedCalls { (_) throws(StudioError) in
      try? await Task.sleep(for: .seconds(30))
      throw StudioError(.cancelled, "Stopped.")
    }
    var options = ServerOptions()
    options.limits.calls = 1
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      let first = try RawConnection(port: server.rest)
      first.write(
        Client.head(
          "POST", Client.images, [("Content-Type", "application/json")],
          length: Self.body.utf8.count) + Self.body)
      #expect(try await eventually { studio.calls.count == 1 })
      let reply = try await post(server, [])
      #expect(reply.status == 429)
      #expect(reply.header("retry-after") == "1")
    }
  }

  @Test("is not told so for bodies of others that come slowly")
  func slowBodiesHoldNoPlace() async throws {
    let studio = ScriptedCalls()
    var options = ServerOptions()
    options.limits.calls = 1
    options.limits.bodies = 1 << 20
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      var slow: [RawConnection] = []
      for _ in 0..<5 {
        let connection = try RawConnection(port: server.rest)
        let fields = [("Content-Type", "application/json"), ("Expect", "100-continue")]
        connection.write(Client.head("POST", Client.images, fields, length: 1 << 20))
        #expect(try await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
        connection.write("{")
        slow.append(connection)
        #expect(try await post(server, []).status == 200)
      }
      #expect(studio.calls.count == slow.count)
    }
  }
}
