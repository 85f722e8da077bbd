import StudioCore
import StudioServer
import Testing

@Suite("A call over REST", .timeLimit(.minutes(3)))
struct CallTests {
  @Test("hands the seed's whole body to the service and its answer back, byte for byte")
  func passesThrough() async throws {
    let answer = #"{"created": 1,  "data":[{"b64_json":"QUJD"}],"unknown":{"x":1e3}}"#
    let studio = ScriptedCalls { (_) throws(StudioError) in
      .json(answer, generation: ScriptedCalls.id(7), headers: [("x-ratelimit-remaining", "3")])
    }
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let body = #"{"model":"m","prompt":"fox","seed":12345678901234567890,"extra":[null]}"#
      let reply = try await Client.send("POST", server, Client.images, body: body)
      #expect(reply.status == 200)
      #expect(reply.text == answer)
      #expect(reply.header("x-easel-generation") == ScriptedCalls.id(7).rawValue)
      #expect(reply.header("x-ratelimit-remaining") == "3")
      #expect(reply.header("x-request-id")?.hasPrefix("req_") == true)
      #expect(reply.header("cache-control") == "no-store")
      #expect(reply.header("x-content-type-options") == "nosniff")
      #expect(reply.header("x-easel-overhead-ms").flatMap(Double.init) != nil)
      #expect(!reply.names.contains { $0.hasPrefix("access-control") })
      let call = try #require(studio.calls.first)
      #expect(call.arguments["body"]?.json == body)
      #expect(call.service == "openai-compatibility-images")
    }
  }

  @Test("binds the deployment of the path and the api-version of the query")
  func bindsPlaces() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(studio, document: Documents.azureSeed) { server in
      let reply = try await Client.send(
        "POST", server, Client.azure + "?api-version=2025-04-01-preview",
        [("api-key", "not-forwarded"), ("Authorization", "Bearer x")],
        body: #"{"prompt":"fox","model":"my-dep"}"#)
      #expect(reply.status == 200)
      let call = try #require(studio.calls.first)
      #expect(Set(call.arguments.keys) == ["body", "deployment-id", "api-version"])
      #expect(call.arguments["deployment-id"] == "my-dep")
      #expect(call.arguments["api-version"] == "2025-04-01-preview")
    }
  }

  @Test("passes a service's refusal on with its own status and body")
  func passesRefusals() async throws {
    let studio = ScriptedCalls { (_) throws(StudioError) in
      .json(
        #"{"error":{"code":"contentFilter"}}"#, status: 400,
        headers: [("Retry-After", "7"), ("Set-Cookie", "a=b"), ("x-request-id", "theirs")])
    }
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let reply = try await Client.send("POST", server, Client.images, body: #"{"prompt":"x"}"#)
      #expect(reply.status == 400)
      #expect(reply.code == "contentFilter")
      #expect(reply.header("retry-after") == "7")
      #expect(reply.header("x-upstream-request-id") == "theirs")
      #expect(!reply.names.contains("set-cookie"))
    }
  }

  @Test(
    "answers what the studio throws in OpenAI's envelope, with the status of the table",
    arguments: [
      (StudioError.Code.badConfiguration, 400, "missing_configuration"),
      (.unreachable, 502, "upstream_unreachable"), (.timedOut, 504, "upstream_timeout"),
      (.badAnswer, 502, "upstream_invalid_response"), (.spendingLimit, 429, "spending_limit"),
      (.redirected, 502, "upstream_redirected"), (.outcomeUnknown, 504, "outcome_unknown"),
    ])
  func answersErrors(_ code: StudioError.Code, _ status: Int, _ word: String) async throws {
    let studio = ScriptedCalls { (_) throws(StudioError) in
      throw StudioError(code, "It happened.", hint: "Do that.", mayHaveBeenBilled: true)
    }
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let reply = try await Client.send("POST", server, Client.images, body: #"{"prompt":"x"}"#)
      #expect(reply.status == status)
      #expect(reply.code == word)
      #expect(reply.json["error"]?["message"] == "It happened. Do that.")
      #expect(reply.json["error"]?["param"] == .null)
      #expect(reply.header("x-should-retry") == "false")
    }
  }

  @Test("relays events while they come, and tells of a break in one more event")
  func relaysEvents() async throws {
    let studio = ScriptedCalls { (_) throws(StudioError) in
      ServiceReply(
        generation: nil, status: 200, headers: [("Content-Type", "text/event-stream")],
        byteCount: nil,
        body: ServiceReply.pieces(
          [Array("data: {\"a\":1}\n\n".utf8)],
          error: StudioError(.badAnswer, "The stream broke off.")))
    }
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let reply = try await Client.send(
        "POST", server, Client.images, body: #"{"prompt":"x","stream":true}"#)
      #expect(reply.status == 200)
      #expect(reply.header("content-type") == "text/event-stream")
      #expect(reply.text.hasPrefix("data: {\"a\":1}\n\n"))
      #expect(reply.text.contains("event: error\ndata: {\"error\":{\"message\":\"The stream"))
    }
  }

  @Test("streams an answer of 10 MiB with its length", .timeLimit(.minutes(3)))
  func streamsLargeAnswers() async throws {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    let studio = ScriptedCalls { (_) throws(StudioError) in
      ServiceReply(
        generation: nil, status: 200, headers: [("Content-Type", "application/json")],
        byteCount: 10 << 20,
        body: ServiceReply.pieces(Array(repeating: piece, count: 10)), serviceTime: .zero)
    }
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let reply = try await Client.send("POST", server, Client.images, body: #"{"prompt":"x"}"#)
      #expect(reply.header("content-length") == String(10 << 20))
      #expect(reply.bytes.count == 10 << 20)
    }
  }

  @Test("maps answers of other operations as the document says, and no refusal")
  func mapsAnswers() async throws {
    let studio = ScriptedCalls { (call) throws(StudioError) in
      call.arguments["id"] == "bad"
        ? .json(#"{"why":"no"}"#, status: 404)
        : .json(#"{"id":7,"list":[{"name":"a","x":1},{"name":"b"}],"more":true}"#)
    }
    try await RunningServer.with(studio, document: Documents.things) { server in
      let reply = try await Client.send("GET", server, "/things/one?count=3&on=true")
      #expect(reply.json.json == #"{"number":7,"names":["a","b"],"missing":null}"#)
      let call = try #require(studio.calls.first)
      #expect(call.arguments["id"] == "one")
      #expect(call.arguments["count"] == 3)
      #expect(call.arguments["on"] == true)
      #expect(call.arguments["absent"] == nil)
      #expect(try await Client.send("GET", server, "/things/bad").text == #"{"why":"no"}"#)
      let wrong = try await Client.send("GET", server, "/things/one?count=three")
      #expect(wrong.status == 400)
      #expect(wrong.json["error"]?["param"] == "count")
    }
  }

  @Test("decodes one segment of a path and no more")
  func decodesSegments() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(studio, document: Documents.things) { server in
      let plain = try await Client.send("GET", server, "/things/a%20b%C3%A9")
      #expect(plain.status == 200)
      #expect(studio.calls.first?.arguments["id"] == "a bé")
      for path in ["a%2Fb", "..", "%2e%2e", ".", "a%00", "a%0Ab", "a%5Cb", "a%zz", "%ff"] {
        let reply = try await Client.send("GET", server, "/things/" + path)
        #expect(reply.status == 400, "\(path)")
      }
      #expect(studio.calls.count == 1)
    }
  }
}

@Suite("Who repeats a request", .timeLimit(.minutes(3)))
struct RepetitionTests {
  @Test("names it by Idempotency-Key")
  func namesByKey() async throws {
    let studio = ScriptedCalls()
    try await RunningServer.with(studio, document: Documents.seed) { server in
      for _ in 0..<2 {
        _ = try await Client.send(
          "POST", server, Client.images, [("Idempotency-Key", "mine-1")], body: #"{"prompt":"x"}"#)
      }
      #expect(studio.calls.map(\.requestID) == ["mine-1", "mine-1"])
      let two = try await Client.send(
        "POST", server, Client.images, [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
        body: #"{"prompt":"x"}"#)
      #expect(two.status == 400 && two.json["error"]?["param"]?.text == "Idempotency-Key")
      let refused = try await Client.send(
        "POST", server, Client.images, [("Idempotency-Key", String(repeating: "k", count: 256))],
        body: #"{"prompt":"x"}"#)
      #expect(refused.status == 400)
    }
  }

  @Test("is given the name of the attempt that its client gave up, once")
  func retriesOfAbandonedCalls() async throws {
    let studio = ScriptedCalls { (call) throws(StudioError) in
      if call.arguments["body"]?["prompt"] == "slow" { try? await Task.sleep(for: .seconds(20)) }
      return .json("{}")
    }
    try await RunningServer.with(studio, document: Documents.seed) { server in
      let body = #"{"prompt":"slow"}"#
      let first = try RawConnection(port: server.rest)
      first.write(
        Client.head(
          "POST", Client.images,
          [("Content-Type", "application/json"), ("x-stainless-retry-count", "0")],
          length: body.utf8.count) + body)
      #expect(try await eventually { studio.calls.count == 1 })
      first.reset()
      #expect(try await eventually { studio.cancelledCalls == 1 })
      let retry = Task {
        let connection = try RawConnection(port: server.rest)
        connection.write(
          Client.head(
            "POST", Client.images,
            [("Content-Type", "application/json"), ("x-stainless-retry-count", "1")],
            length: body.utf8.count) + body)
        #expect(try await eventually { studio.calls.count == 2 })
      }
      try await retry.value
      #expect(studio.calls[0].requestID == studio.calls[1].requestID)
      // An answered or another wish has a name of its own.
      _ = try await Client.send(
        "POST", server, Client.images, [("x-stainless-retry-count", "1")],
        body: #"{"prompt":"other"}"#)
      #expect(studio.calls[2].requestID != studio.calls[0].requestID)
    }
  }

  @Test("has a fresh name when its client had the whole of an answer in another shape")
  func repeatsOfMappedCalls() async throws {
    let studio = ScriptedCalls { (_) throws(StudioError) in .json(#"{"id":7,"list":[]}"#) }
    try await RunningServer.with(studio, document: Documents.things) { server in
      for attempt in ["0", "1", "1"] {
        let reply = try await Client.send(
          "GET", server, "/things/x", [("x-stainless-retry-count", attempt)])
        #expect(reply.json["number"] == 7)
      }
      #expect(Set(studio.calls.map(\.requestID)).count == 3)
    }
  }
}

@Suite("A caller that leaves", .timeLimit(.minutes(3)))
struct DepartureTests {
  @Test("stops the wait for the service at once", arguments: [true, false])
  func stopsWaiting(_ isReset: Bool) async throws {
    let studio = ScriptedCalls { (_) throws(StudioError) in
      try? await Task.sleep(for: .seconds(30))
      throw StudioError(.cancelled, "Stopped.")
    }
    var options = ServerOptions()
    options.abandonment = .stop
    try await RunningServer.with(studio, document: Documents.seed, options: options) { server in
      let connection = try RawConnection(port: server.rest)
      let body = #"{"prompt":"x"}"#
      connection.write(
        Client.head(
          "POST", Client.images, [("Content-Type", "application/json")], length: body.utf8.count)
          + body)
      #expect(try await eventually { studio.calls.count == 1 })
      let start = ContinuousClock.now
      if isReset { connection.reset() } else { connection.endWriting() }
      #expect(try await eventually { studio.cancelledCalls == 1 })
      #expect(ContinuousClock.now - start < .seconds(20))
      #expect(studio.calls.first?.abandonment == .stop)
    }
  }
}
