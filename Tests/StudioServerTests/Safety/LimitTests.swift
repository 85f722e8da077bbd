import StudioCore
import StudioServer
import Testing

@Suite("A caller that takes too much", .timeLimit(.minutes(3)))
struct LimitTests {
  /// Short, but long enough for a test that is kept waiting for the processor.
  private static var quick: ServerOptions {
    var options = ServerOptions()
    options.limits.headTime = .seconds(2)
    options.limits.bodyTime = .seconds(2)
    options.limits.idleTime = .seconds(2)
    options.limits.takeTime = .seconds(2)
    return options
  }

  @Test("of time for its head is told so and closed")
  func slowHead() async throws {
    try await RunningServer.with(
      ScriptedCalls(), document: Documents.seed, options: Self.quick
    ) { server in
      let slow = try await RawConnection.exchange("GET / HTTP/1.1\r\nHost: loc", port: server.rest)
      #expect(slow.hasPrefix("HTTP/1.1 408"))
      #expect(try await RawConnection.exchange("", port: server.rest) == "")
      let rested = try await RawConnection.exchange(
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", port: server.rest)
      #expect(rested.components("HTTP/1.1 ") == 1)
    }
  }

  @Test("of time for its body is told so and closed, and nothing is called")
  func slowBody() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(
      studio, document: Documents.seed, options: Self.quick
    ) { server in
      let slow = try await RawConnection.exchange(
        Client.head(
          "POST", Client.images, [("Content-Type", "application/json")], length: 100) + "{",
        port: server.rest)
      #expect(slow.hasPrefix("HTTP/1.1 408"))
      #expect(studio.calls.isEmpty)
    }
  }

  @Test("of room is refused before its body has come, or as soon as it is too long")
  func longBodies() async throws {
    let studio = ScriptedCalls()
    var options = ServerOptions()
    options.limits.body = 1 << 20
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      let type = [("Content-Type", "application/json")]
      let early = try await RawConnection.exchange(
        Client.head("POST", Client.images, type, length: 100 << 20), port: server.rest)
      #expect(early.hasPrefix("HTTP/1.1 413"))
      let connection = try RawConnection(port: server.rest)
      connection.write(
        Client.head("POST", Client.images, type + [("Transfer-Encoding", "chunked")]))
      let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
      for _ in 0..<40 where !connection.write(chunk) { break }
      #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 413"))
      #expect(studio.calls.isEmpty)
    }
  }

  @Test("of a head is refused")
  func longHeads() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      let many = (0..<200).map { "X-\($0): y\r\n" }.joined()
      let fields = try await RawConnection.exchange(
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n", port: server.rest)
      #expect(fields.hasPrefix("HTTP/1.1 4"))
      let long = String(repeating: "a", count: 200_000)
      let field = try await RawConnection.exchange(
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: \(long)\r\n\r\n", port: server.rest)
      #expect(field.hasPrefix("HTTP/1.1 4"))
      let path = try await RawConnection.exchange(
        "GET /\(long)", port: server.rest)
      #expect(path.hasPrefix("HTTP/1.1 431"))
    }
  }

  @Test("of patience with its answer is cut off")
  func slowReaders() async throws {
    let piece = [UInt8](repeating: 1, count: 1 << 20)
    let studio = ScriptedCalls { (_) throws(StudioError) in
      ServiceReply(
        generation: nil, status: 200, headers: [], byteCount: 64 << 20,
        body: ServiceReply.pieces(Array(repeating: piece, count: 64)))
    }
    let lines = LogLines()
    var options = Self.quick
    options.log = { lines.add($0) }
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      let connection = try RawConnection(port: server.rest)
      connection.write(
        Client.head("POST", Client.images, [("Content-Type", "application/json")], length: 2)
          + "{}")
      #expect(try await eventually { lines.all.first?.wasAbandoned == true })
      _ = connection
    }
  }

  @Test("of rest after a long answer is closed")
  func restsAfterLongAnswer() async throws {
    let piece = [UInt8](repeating: 1, count: 1 << 20)
    let studio = ScriptedCalls { (_) throws(StudioError) in
      ServiceReply(
        generation: nil, status: 200, headers: [], byteCount: 8 << 20,
        body: ServiceReply.pieces(Array(repeating: piece, count: 8)))
    }
    try await RunningServer.with(
      studio, document: Documents.seed, options: Self.quick
    ) { server in
      let begin = ContinuousClock.now
      let bytes = try await RawConnection.exchange(
        Client.head("POST", Client.images, [("Content-Type", "application/json")], length: 2)
          + "{}", port: server.rest)
      #expect(bytes.utf8.count > 8 << 20)
      // Nothing but the idle time ends the connection before the reader gives up.
      #expect(ContinuousClock.now - begin < .seconds(25))
    }
  }

  @Test("of connections makes room for others: those that ask are served")
  func manyConnections() async throws {
    var options = ServerOptions()
    options.limits.connections = 20
    try await RunningServer.with(
      ScriptedCalls(), document: Documents.seed, options: options
    ) { server in
      var resting: [RawConnection] = []
      for number in 0..<300 {
        resting.append(try RawConnection(port: server.rest))
        if number.isMultiple(of: 50) {
          #expect(try await Client.send("GET", server, "/health/live").status == 200)
        }
      }
      #expect(try await Client.send("GET", server, "/health/live").status == 200)
      // The oldest were closed.
      #expect(try await resting[0].readToEnd() == "")
    }
  }

  @Test("that waits for permission to send its body gets it")
  func continues() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      let connection = try RawConnection(port: server.rest)
      connection.write(
        Client.head(
          "POST", Client.images,
          [
            ("Content-Type", "application/json"), ("Expect", "100-continue"),
            ("Connection", "close"),
          ], length: 2))
      #expect(try await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
      connection.write("{}")
      #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 200"))
    }
  }
}
