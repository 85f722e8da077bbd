import StudioCore
import StudioServer
import Testing

@Suite("Bytes that are no clear request", .timeLimit(.minutes(3)))
struct FramingTests {
  private static let good =
    "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\n"
    + "Content-Type: application/json\r\n"

  @Test(
    "are refused, and the connection is closed",
    arguments: [
      good + "Content-Length: 14\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      good + "Transfer-Encoding: chunked\r\nContent-Length: 14\r\n\r\n0\r\n\r\n",
      good + "Content-Length: 14\r\nContent-Length: 14\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length: 14\r\nContent-Length: 0\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length: 14, 14\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length: +14\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length: -1\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length: 0x0e\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length: 99999999999999999999\r\n\r\n{\"prompt\":\"x\"}",
      good + "Content-Length : 14\r\n\r\n{\"prompt\":\"x\"}",
      good + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      good + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      good + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      good + "Transfer-Encoding: \u{0B}chunked\r\n\r\n0\r\n\r\n",
      good + "Transfer-Encoding: chunked\r\n\r\nE;x\n{\"prompt\":\"x\"}\r\n0\r\n\r\n",
      good + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{\"prompt\":\"x\"}\r\n0\r\n\r\n",
      good + "X: a\r\n folded\r\nContent-Length: 14\r\n\r\n{\"prompt\":\"x\"}",
      good + "X: a\u{0}b\r\nContent-Length: 14\r\n\r\n{\"prompt\":\"x\"}",
      good + "X: a\rb\r\nContent-Length: 14\r\n\r\n{\"prompt\":\"x\"}",
      good + "Host: evil.example\r\nContent-Length: 14\r\n\r\n{\"prompt\":\"x\"}",
      "POST /v1/images/generations HTTP/1.1\nHost: localhost\nContent-Length: 2\n\n{}",
      "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nX: y\nContent-Length: 2\r\n\r\n{}",
      "POST /v1/images/generations HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
      "POST http://evil.example/v1/images/generations HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "POST /v1/images/generations HTTP/2.0\r\nHost: localhost\r\n\r\n",
      "POST /v1/images/generations\r\nHost: localhost\r\n\r\n",
      "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\r\n\r\n",
      "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
      "GET /\u{1} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ])
  func areRefused(_ request: String) async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let answer = try await RawConnection.exchange(request, port: server.rest)
      let reply = try #require(Reply(Array(answer.utf8)), "\(request.debugDescription)")
      #expect((400...501).contains(reply.status), "\(reply.status)")
      #expect(reply.code != nil)
      #expect(reply.header("connection") == "close")
      #expect(reply.header("x-request-id") != nil)
      #expect(studio.calls.isEmpty)
      #expect(try await Client.send("GET", server, "/health/live").status == 200)
    }
  }

  @Test("that hide a second request behind the first reach nothing")
  func hidesNothing() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let hidden = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let answer = try await RawConnection.exchange(
        Self.good + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
        port: server.rest)
      #expect(answer.components("\r\nx-request-id: ") == 1)
    }
  }

  @Test("that are several clear requests in a row are answered in order")
  func answersPipelines() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      let one = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"
      let answer = try await RawConnection.exchange(
        one + "\r\n" + one + "\r\n" + one + "Connection: close\r\n\r\n", port: server.rest)
      #expect(answer.components("HTTP/1.1 200") == 3)
    }
  }

  @Test("that are a good request and a bad one get the good answer first")
  func answersBeforeRefusal() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      let answer = try await RawConnection.exchange(
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n", port: server.rest)
      #expect(answer.hasPrefix("HTTP/1.1 200"))
      #expect(answer.components("HTTP/1.1 400") == 1)
    }
  }
}

extension String {
  /// How often `part` occurs.
  func components(_ part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let found = rest.firstRange(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
