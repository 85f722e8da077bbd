import FoundationEssentials
import StudioCore
import StudioServer
import Testing

@Suite("The studio's own resources", .timeLimit(.minutes(3)))
struct StudioResourceTests {
  private static let studio = ScriptedCalls.self

  private func with(
    _ studio: ScriptedCalls, _ work: @escaping @Sendable (RunningServer) async throws -> Void
  ) async throws {
    try await RunningServer.with(studio, document: Documents.seed, work)
  }

  @Test("list the history by words, in stretches")
  func history() async throws {
    let studio = ScriptedCalls(history: (0..<120).map { ScriptedCalls.generation($0) })
    try await with(studio) { server in
      let page = try await Client.send(
        "GET", server, "/studio/v1/generations?limit=2&offset=3&q=fox")
      #expect(page.status == 200)
      #expect(page.json["total"] == 120)
      #expect(page.json["offset"] == 3)
      #expect(
        page.json["generations"]?.elements.map { $0["id"] }
          == [3, 4].map {
            .string(ScriptedCalls.id($0).rawValue)
          })
      for query in [
        "limit=0", "limit=201", "limit=x", "offset=-1", "limit=1&limit=2", "q=%ff", "q=%00",
        "q=" + String(repeating: "x", count: 1_001),
      ] {
        let reply = try await Client.send("GET", server, "/studio/v1/generations?" + query)
        #expect(reply.status == 400, "\(query.prefix(30))")
      }
    }
  }

  @Test("say what is wrong with a filter line, and take a field of another name as a word")
  func filter() async throws {
    try await with(ScriptedCalls(history: [ScriptedCalls.generation(1)])) { server in
      let path = "/studio/v1/generations?q="
      for (line, words) in [
        ("after:2026-13-45", "after: there is no day 2026-13-45"),
        ("after:soon", "after: wants a date such as"),
        ("status:done", "status: wants one of"),
      ] {
        let reply = try await Client.send("GET", server, path + line)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["param"] == "q")
        #expect(reply.json["error"]?["message"]?.text?.contains(words) == true, "\(line)")
      }
      for line in ["foo:bar", "after:2026-11-30"] {
        #expect(try await Client.send("GET", server, path + line).status == 200, "\(line)")
      }
      // Nothing can have it; the list of everything would be a wrong answer.
      let none = try await Client.send("GET", server, path + ":")
      #expect(none.status == 200 && none.json["total"] == 0)
      #expect(none.json["generations"] == .array([]))
    }
  }

  @Test("show one generation by the contract, and none that is not there")
  func generation() async throws {
    let studio = ScriptedCalls(history: [ScriptedCalls.generation(1)])
    try await with(studio) { server in
      let path = "/studio/v1/generations/\(ScriptedCalls.id(1))"
      let reply = try await Client.send("GET", server, path)
      #expect(reply.json == ScriptedCalls.generation(1).contract)
      for id in [ScriptedCalls.id(2).rawValue, "nonsense", "%20"] {
        #expect(try await Client.send("GET", server, "/studio/v1/generations/" + id).status == 404)
      }
    }
  }

  @Test("take a wish once, however often it is sent under one name")
  func create() async throws {
    let studio = ScriptedCalls()
    try await with(studio) { server in
      let path = "/studio/v1/generations"
      let body = #"{"prompt":"a fox","parameters":{"size":"64x64","seed":7}}"#
      var ids: Set<String> = []
      for _ in 0..<2 {
        let reply = try await Client.send(
          "POST", server, path, [("Idempotency-Key", "k-1")], body: body)
        #expect(reply.status == 202)
        ids.insert(reply.json["generations"]?.elements.first?["id"]?.text ?? "")
        #expect(reply.header("location")?.hasPrefix(path + "/2026") == true)
      }
      #expect(ids.count == 1)
      let request = try #require(studio.submitted.first)
      #expect(studio.submitted.count == 1)
      #expect(request.requestID == "k-1")
      #expect(request.parameters[.seed] == .number(7))
      #expect(request.destination.provider == .demo)
      #expect(request.destination.model == "x/z-image-turbo")
    }
  }

  @Test("refuse wishes that are not well formed, not taken, or too dear")
  func refuseWishes() async throws {
    try await with(ScriptedCalls()) { server in
      for (body, status) in [
        ("{}", 400), (#"{"prompt":""}"#, 400), (#"{"prompt":"  "}"#, 400), (#"{"prompt":1}"#, 400),
        (#"{"prompt":"x","promt":"y"}"#, 400), (#"{"prompt":"x","host":"http://evil"}"#, 400),
        (#"{"prompt":"x","parameters":[]}"#, 400),
        (#"{"prompt":"x","parameters":{"seed":"1"}}"#, 400),
        (#"{"prompt":"x","parameters":{"seed":1.5}}"#, 400),
        (#"{"prompt":"x","parameters":{"nothing":1}}"#, 400), ("[]", 400), ("nonsense", 400),
        (#"{"prompt":"x","parameters":{"size":"1x1"}}"#, 409), (#"{"prompt":"too dear"}"#, 429),
      ] {
        let reply = try await Client.send("POST", server, "/studio/v1/generations", body: body)
        #expect(reply.status == status, "\(body)")
        #expect(reply.code != nil)
      }
    }
  }

  @Test("say to a wish without a destination where those are listed, in REST's own words")
  func nowhere() async throws {
    try await with(ScriptedCalls()) { server in
      let reply = try await Client.send(
        "POST", server, "/studio/v1/generations",
        body: #"{"prompt":"to nobody","provider":"azure"}"#)
      #expect(reply.status == 409)
      let words = try #require(reply.json["error"]?["message"]?.text)
      #expect(words.contains("GET /studio/v1/destinations") && !words.contains("--"))
    }
  }

  @Test("list jobs, stop one, and say when it is over")
  func jobs() async throws {
    var over = ScriptedCalls.generation(2)
    over.advance(to: .cancelled)
    let studio = ScriptedCalls(history: [ScriptedCalls.generation(1), over])
    try await with(studio) { server in
      let jobs = try await Client.send("GET", server, "/studio/v1/jobs")
      #expect(jobs.json["generations"]?.elements.count == 1)
      let path = "/studio/v1/generations/\(ScriptedCalls.id(1))/cancel"
      #expect(try await Client.send("POST", server, path).status == 202)
      #expect(studio.cancelled == [ScriptedCalls.id(1)])
      let late = "/studio/v1/generations/\(ScriptedCalls.id(2))/cancel"
      #expect(try await Client.send("POST", server, late).code == "not_running")
    }
  }

  @Test("tell destinations and health")
  func destinations() async throws {
    try await with(ScriptedCalls()) { server in
      let reply = try await Client.send("GET", server, "/studio/v1/destinations")
      #expect(reply.json["destinations"]?.elements.first?["readiness"] == "ready")
      #expect(try await Client.send("GET", server, "/health/ready").json["status"] == "ok")
    }
  }

  @Test("tell events while they happen")
  func events() async throws {
    let studio = ScriptedCalls()
    try await with(studio) { server in
      let connection = try RawConnection(port: server.rest)
      connection.write(Client.head("GET", "/studio/v1/events"))
      #expect(try await connection.read(until: "welcome").contains("text/event-stream"))
      #expect(try await eventually { studio.listenerCount == 1 })
      studio.tell(.changed(ScriptedCalls.generation(5)))
      #expect(
        try await connection.read(until: ScriptedCalls.id(5).rawValue).contains(
          "event: generation"))
      studio.tell(
        .progress(JobProgress(id: ScriptedCalls.id(5), state: .receiving, bytesReceived: 9)))
      #expect(try await connection.read(until: "bytesReceived").contains("event: progress"))
    }
  }
}

@Suite("A picture over REST", .timeLimit(.minutes(3)))
struct PictureTests {
  private static let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  private func with(_ work: @escaping @Sendable (RunningServer, String) async throws -> Void)
    async throws
  {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "easel-pictures-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.bytes).write(to: folder.appending(path: "1.png"))
    var generation = ScriptedCalls.generation(1)
    generation.folder = folder.path()
    if generation.folder.hasSuffix("/") { generation.folder.removeLast() }
    generation.images = ["1.png", "../1.png", "gone.png"].map {
      GeneratedImage(
        file: $0, mediaType: "image/png", width: 1, height: 1, bytes: Self.bytes.count,
        sha256: "abc")
    }
    try await RunningServer.with(
      ScriptedCalls(history: [generation]), document: Documents.seed
    ) { try await work($0, "/studio/v1/generations/\(ScriptedCalls.id(1))/images/") }
  }

  @Test("comes whole, with its type, length and tag, and is not sent to whoever has it")
  func whole() async throws {
    try await with { server, path in
      let reply = try await Client.send("GET", server, path + "1")
      #expect(reply.status == 200)
      #expect(reply.bytes == Self.bytes)
      #expect(reply.header("content-type") == "image/png")
      #expect(reply.header("etag") == "\"abc\"")
      let head = try await Client.send("HEAD", server, path + "1")
      #expect(head.header("content-length") == "700000")
      #expect(head.bytes.isEmpty)
      for tag in ["\"abc\"", "*", "\"x\", W/\"abc\""] {
        let same = try await Client.send("GET", server, path + "1", [("If-None-Match", tag)])
        #expect(same.status == 304)
        #expect(same.bytes.isEmpty)
      }
    }
  }

  @Test("comes in the part that is asked for")
  func parts() async throws {
    try await with { server, path in
      for (range, expected) in [
        ("bytes=0-0", 0..<1), ("bytes=10-19", 10..<20), ("bytes=-5", 699_995..<700_000),
        ("bytes=699999-", 699_999..<700_000), ("bytes=300000-9999999", 300_000..<700_000),
      ] {
        let reply = try await Client.send("GET", server, path + "1", [("Range", range)])
        #expect(reply.status == 206, "\(range)")
        #expect(reply.bytes == Array(Self.bytes[expected]))
        #expect(
          reply.header("content-range")
            == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/700000")
      }
      for range in ["bytes=700000-", "bytes=-0"] {
        let reply = try await Client.send("GET", server, path + "1", [("Range", range)])
        #expect(reply.status == 416)
        #expect(reply.header("content-range") == "bytes */700000")
      }
      for range in ["bytes=5-1", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "bytes="] {
        let reply = try await Client.send("GET", server, path + "1", [("Range", range)])
        #expect(reply.status == 200, "\(range)")
      }
      let changed = try await Client.send(
        "GET", server, path + "1", [("Range", "bytes=0-1"), ("If-Range", "\"old\"")])
      #expect(changed.status == 200)
    }
  }

  @Test("that is not there, or lies elsewhere, is not found")
  func missing() async throws {
    try await with { server, path in
      for number in ["0", "01", "2", "3", "4", "99999", "x", "-1", "1.0"] {
        let reply = try await Client.send("GET", server, path + number)
        #expect(reply.status == 404, "\(number)")
      }
    }
  }
}

@Suite("The OpenAPI document", .timeLimit(.minutes(3)))
struct DocumentTests {
  @Test("describes every route, and the answers have the shapes it promises")
  func isTrue() async throws {
    let studio = ScriptedCalls(history: [ScriptedCalls.generation(1)])
    try await RunningServer.with(studio) { server in
      let reply = try await Client.send("GET", server, "/studio/v1/openapi.json")
      let document = reply.json
      #expect(document["openapi"] == "3.1.0")
      for (path, methods) in document["paths"]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
        let filled = path.replacing("{id}", with: ScriptedCalls.id(1).rawValue)
          .replacing("{number}", with: "1").replacing("{deployment-id}", with: "d")
        for method in methods.object?.members.map(\.name) ?? [] where method == "get" {
          guard path != "/studio/v1/events" else { continue }
          let answer = try await Client.send("GET", server, filled)
          let promised = methods[method]?["responses"]?[String(answer.status)]
          #expect(promised != nil, "\(path) \(answer.status)")
          let schema = promised?["content"]?["application/json"]?["schema"]
          if let schema {
            #expect(SchemaCheck.problem(answer.json, schema, in: document) == nil, "\(path)")
          }
        }
        let other = try await Client.send("DELETE", server, filled)
        #expect(other.status == 405, "\(path)")
        let allowed = Set((other.header("allow") ?? "").lowercased().split(separator: ", "))
        let described = methods.object?.members.map { Substring($0.name) } ?? []
        #expect(allowed.isSuperset(of: described), "\(path)")
      }
      #expect(document["paths"]?["/v1/images/generations"]?["post"] != nil)
    }
  }
}
