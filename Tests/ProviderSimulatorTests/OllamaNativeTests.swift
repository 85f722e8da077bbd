import Testing

@testable import ProviderSimulator

@Suite("Ollama: native and discovery routes", .timeLimit(.minutes(3)))
struct OllamaNativeTests {
  @Test("Progress comes as lines: step 0 without `completed`, and the picture in the last")
  func progress() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await Wire.send(
        "POST", addresses.ollama + "/api/generate",
        body:
          #"{"model":"x/flux2-klein:4b","prompt":"a","width":64,"height":48,"options":{"seed":3}}"#)
      #expect(reply.header("content-type") == "application/x-ndjson")
      let lines = reply.lines
      #expect(lines.count == 6)
      #expect(lines.first?["completed"] == nil && lines.first?["total"]?.integer == 4)
      #expect(lines.dropFirst().dropLast().map { $0["completed"]?.integer } == [1, 2, 3, 4])
      #expect(lines.allSatisfy { $0["response"]?.text == "" })
      let last = try #require(lines.last)
      #expect(last["done"]?.flag == true && last["done_reason"]?.text == "stop")
      #expect(pngSize(try #require(last["image"]?.decoded)) == [64, 48])
      #expect(
        try await Wire.eventually { await simulator.ledger().accepted.first?.delivered == true })
    }
  }

  @Test("Without streaming there is one object")
  func whole() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let reply = try await Wire.send(
        "POST", addresses.ollama + "/api/generate",
        body: #"{"model":"x/z-image-turbo","prompt":"a","width":32,"height":32,"stream":false}"#)
      #expect(reply.header("content-type") == "application/json; charset=utf-8")
      #expect(reply.lines.count == 1)
      #expect(pngSize(try #require(reply.json["image"]?.decoded)) == [32, 32])
    }
  }

  @Test("Failures: an error line in a stream, a real 500 without one, or no picture at all")
  func failures() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      func generate(_ body: String) async throws -> Reply {
        try await Wire.send("POST", addresses.ollama + "/api/generate", body: body)
      }
      let streamed = try await generate(#"{"model":"x/broken","prompt":"a"}"#)
      #expect(streamed.status == 200 && streamed.lines.last?["error"]?.text != nil)
      let whole = try await generate(#"{"model":"x/broken","prompt":"a","stream":false}"#)
      #expect(whole.status == 500 && whole.json["error"]?.text != nil)
      let imageless = try await generate(#"{"model":"x/imageless","prompt":"a"}"#)
      #expect(imageless.lines.last?["done"]?.flag == true)
      #expect(imageless.lines.last?["image"] == nil)
    }
  }

  @Test(
    "Native refusals are a string",
    arguments: [
      ("", 400, "missing request body"),
      (#"{"model":"foo","prompt":"a"}"#, 404, "model 'foo' not found"),
      (
        #"{"model":"x/z-image-turbo","prompt":"a","width":5000}"#, 400,
        "width and height must be <= 4096"
      ),
    ])
  func refusals(body: String, status: Int, message: String) async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let reply = try await Wire.send("POST", addresses.ollama + "/api/generate", body: body)
      #expect(reply.status == status && reply.json["error"]?.text == message)
    }
  }

  @Test("An empty prompt loads a model, which `ps` then shows, and `keep_alive` 0 unloads it")
  func loading() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let load = try await Wire.send(
        "POST", addresses.ollama + "/api/generate", body: #"{"model":"x/z-image-turbo"}"#)
      #expect(load.json["done_reason"]?.text == "load")
      let running = try await Wire.send("GET", addresses.ollama + "/api/ps")
      #expect(running.json.at("models", "0", "name")?.text == "x/z-image-turbo:latest")
      _ = try await Wire.send(
        "POST", addresses.ollama + "/api/generate",
        body: #"{"model":"x/z-image-turbo","keep_alive":0}"#)
      let after = try await Wire.send("GET", addresses.ollama + "/api/ps")
      #expect(after.json["models"]?.elements?.isEmpty == true)
    }
  }

  @Test("Discovery: liveness, version, models, capabilities")
  func discovery() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let base = addresses.ollama
      #expect(try await Wire.send("GET", base + "/").text == "Ollama is running")
      #expect(try await Wire.send("HEAD", base + "/").status == 200)
      #expect(try await Wire.send("GET", base + "/api/version").text == #"{"version":"0.32.5"}"#)
      let tags = try await Wire.send("GET", base + "/api/tags").json["models"]?.elements ?? []
      #expect(tags.first?["capabilities"] == ["image"])
      let show = try await Wire.send(
        "POST", base + "/api/show", body: #"{"model":"X/Z-Image-Turbo"}"#)
      #expect(show.json["capabilities"] == ["image"])
      #expect(show.json.at("details", "family")?.text == "ZImagePipeline")
      let list = try await Wire.send("GET", base + "/v1/models").json["data"]?.elements ?? []
      #expect(list.contains { $0["id"]?.text == "x/flux2-klein:4b" && $0["owned_by"]?.text == "x" })
      #expect(list.contains { $0["owned_by"]?.text == "library" })
      #expect(try await Wire.send("GET", base + "/v1/models/nope").status == 404)
      let missing = try await Wire.send("POST", base + "/api/show", body: #"{"model":"nope"}"#)
      #expect(missing.status == 404 && missing.json["error"]?.text == "model 'nope' not found")
    }
  }

  @Test(
    "Before 0.30 the list of models says nothing of capabilities; afterwards it does",
    arguments: [("0.15.5", false), ("0.29.9", false), ("0.30.0", true), ("0.33.0-rc2", true)])
  func capabilities(version: String, isListed: Bool) async throws {
    let options = SimulatorOptions(ollamaVersion: version, pace: .instant)
    try await Wire.withSimulator(options) { (addresses, _) async throws -> Void in
      let tags = try await Wire.send("GET", addresses.ollama + "/api/tags")
      #expect((tags.json.at("models", "0", "capabilities") != nil) == isListed)
    }
  }

  @Test("Paths: a slash too many is redirected, a wrong method refused, a strange host forbidden")
  func paths() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let base = addresses.ollama
      let slash = try await Wire.send("POST", base + "/v1/images/generations/", body: "{}")
      #expect(slash.status == 307 && slash.header("location") == "/v1/images/generations")
      let method = try await Wire.send("GET", base + "/v1/images/generations")
      #expect(method.status == 405 && method.text == "405 method not allowed")
      let host = try await Wire.send("GET", base + "/", headers: [("Host", "evil.example.com")])
      #expect(host.status == 403 && host.bytes.isEmpty)
      #expect(try await Wire.send("GET", base + "/nope").text == "404 page not found")
    }
  }
}
