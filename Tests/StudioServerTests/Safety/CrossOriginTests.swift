import StudioCore
import StudioServer
import Testing

@Suite("A page of an allowed origin", .timeLimit(.minutes(3)))
struct CrossOriginTests {
  private static let origin = "https://studio.example"

  private static var options: ServerOptions {
    var options = ServerOptions()
    options.allowedOrigins = [origin, "*", "null"]
    options.token = "0123456789abcdef"
    return options
  }

  @Test("may ask first without a token, and read the answers with it")
  func mayRead() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(
      studio, document: Documents.seed, options: Self.options
    ) { server in
      let asked = try await Client.send(
        "OPTIONS", server, Client.images,
        [
          ("Origin", Self.origin), ("Access-Control-Request-Method", "POST"),
          ("Access-Control-Request-Headers", "authorization, content-type"),
        ])
      #expect(asked.status == 204)
      #expect(asked.header("access-control-allow-origin") == Self.origin)
      #expect(asked.header("access-control-allow-methods")?.contains("POST") == true)
      #expect(asked.header("access-control-allow-headers") == "authorization, content-type")
      #expect(asked.header("vary") == "Origin")
      #expect(studio.calls.isEmpty)
      for (token, status) in [("0123456789abcdef", 200), ("wrong", 401)] {
        let reply = try await Client.send(
          "POST", server, Client.images,
          [("Origin", Self.origin), ("Authorization", "Bearer \(token)")], body: "{}")
        #expect(reply.status == status)
        #expect(reply.header("access-control-allow-origin") == Self.origin)
        #expect(reply.header("vary") == "Origin")
      }
    }
  }

  @Test("is the only one that may: others, loopback and none hear nothing of it")
  func othersMayNot() async throws {
    try await RunningServer.with(
      ScriptedCalls(), document: Documents.seed, options: Self.options
    ) { server in
      let rows: [(String?, Int)] = [
        ("https://evil.example", 403), ("null", 403), ("*", 403), ("http://studio.example", 403),
        ("https://studio.example.evil", 403), ("http://localhost:3000", 401), (nil, 401),
      ]
      for (origin, status) in rows {
        let headers = origin.map { [("Origin", $0)] } ?? []
        let reply = try await Client.send(
          "OPTIONS", server, Client.images, headers + [("Access-Control-Request-Method", "POST")])
        #expect(reply.status == status, "\(origin ?? "none")")
        #expect(!reply.names.contains { $0.hasPrefix("access-control") })
        #expect(reply.header("vary") == "Origin")
      }
    }
  }
}
