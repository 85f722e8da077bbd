import StudioCore
import StudioServer
import Testing

@Suite("A crowd of connections that only stay", .timeLimit(.minutes(3)))
struct CrowdTests {
  private static let question = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"

  private func with(
    limit: Int, _ work: @escaping @Sendable (RunningServer) async throws -> Void
  ) async throws {
    var options = ServerOptions()
    options.limits.connections = limit
    // On a busy machine the crowd would be gone by itself before it is looked at.
    options.limits.headTime = .seconds(170)
    try await RunningServer.with(
      ScriptedCalls(), document: Documents.seed, options: options, work)
  }

  @Test("does not take the place of one that has asked something before")
  func eviction() async throws {
    try await with(limit: 4) { server in
      let asking = try RawConnection(port: server.rest)
      asking.write(Self.question)
      #expect(try await asking.read(until: "\"ok\"").hasPrefix("HTTP/1.1 200"))
      let silent = try (0..<10).map { _ in try RawConnection(port: server.rest) }
      #expect(try await silent[0].readToEnd() == "")
      asking.write(Self.question)
      #expect(try await asking.read(until: "\"ok\"").contains("HTTP/1.1 200"))
      withExtendedLifetime(silent) {}
    }
  }

  @Test("makes answers say that their connection ends, before one has to be closed")
  func farewell() async throws {
    try await with(limit: 8) { server in
      let early = try RawConnection(port: server.rest)
      early.write(Self.question)
      #expect(try await !early.read(until: "\"ok\"").lowercased().contains("connection: close"))
      let silent = try (0..<12).map { _ in try RawConnection(port: server.rest) }
      #expect(try await silent[0].readToEnd() == "")
      early.write(Self.question)
      #expect(try await early.readToEnd().lowercased().contains("connection: close"))
      withExtendedLifetime(silent) {}
    }
  }
}
