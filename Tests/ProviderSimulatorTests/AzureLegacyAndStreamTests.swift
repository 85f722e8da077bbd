import Testing

@testable import ProviderSimulator

@Suite("Azure OpenAI: picture URLs and event streams", .timeLimit(.minutes(3)))
struct AzureLegacyAndStreamTests {
  @Test("dall-e-3 answers with a signed URL that wants its query whole and no other credential")
  func url() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await Wire.send(
        "POST", AzureTests.dated(addresses, "dalle3"), headers: [AzureTests.key],
        body: #"{"prompt":"a fox"}"#)
      let entry = try #require(reply.json.at("data", "0"))
      #expect(entry["revised_prompt"]?.text?.contains("a fox") == true)
      #expect(entry.at("prompt_filter_results", "jailbreak", "detected")?.flag == false)
      let url = try #require(entry["url"]?.text)
      let picture = try await Wire.send("GET", url)
      #expect(picture.status == 200 && picture.header("content-type") == "image/png")
      #expect(
        await simulator.ledger().accepted.first?.sha256
          == [SHA256Digest.hexadecimal(of: picture.bytes)])
      #expect(try await Wire.send("GET", url, headers: [AzureTests.key]).status == 400)
      #expect(try await Wire.send("GET", String(url.dropLast(6))).status == 403)
      #expect(try await Wire.send("GET", PercentCoding.decoded(url)).status != 200)
    }
  }

  @Test("dall-e-3 gives base64 when asked")
  func base64() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let reply = try await Wire.send(
        "POST", AzureTests.dated(addresses, "dalle3"), headers: [AzureTests.key],
        body: #"{"prompt":"a fox","response_format":"b64_json","size":"1792x1024"}"#)
      let png = try #require(reply.json.at("data", "0", "b64_json")?.decoded)
      #expect(pngSize(png) == [1792, 1024])
    }
  }

  struct Event: Sendable {
    var name: String
    var data: WireJSON
  }

  private func events(_ text: String) -> [Event] {
    text.split(separator: "\n\n").compactMap { block in
      var name = ""
      var data = WireJSON.null
      for line in block.split(separator: "\n") {
        if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
        if line.hasPrefix("data: {") {
          data = (try? WireJSON.parse(Array(line.dropFirst(6).utf8))) ?? .null
        }
      }
      return name.isEmpty ? nil : Event(name: name, data: data)
    }
  }

  @Test("Previews come from coarse to fine, then the picture with its usage", arguments: 0...3)
  func stream(partials: Int) async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await Wire.send(
        "POST", AzureTests.dated(addresses, "gpt-image-2"), headers: [AzureTests.key],
        body:
          #"{"prompt":"sea","stream":true,"partial_images":\#(partials),"size":"1024x640"}"#)
      #expect(reply.header("content-type") == "text/event-stream")
      let events = events(reply.text)
      #expect(events.count == partials + 1)
      #expect(events.allSatisfy { $0.data["type"]?.text == $0.name })
      #expect(
        events.dropLast().map { $0.data["partial_image_index"]?.integer }
          == (0..<partials).map { $0 })
      let last = try #require(events.last)
      #expect(last.name == "image_generation.completed")
      #expect(pngSize(try #require(last.data["b64_json"]?.decoded)) == [1024, 640])
      #expect(last.data.at("usage", "total_tokens")?.integer ?? 0 > 0)
      #expect(!reply.text.contains("[DONE]"))
      #expect(
        try await Wire.eventually { await simulator.ledger().accepted.first?.delivered == true })
    }
  }

  @Test("Some deployments end their stream with [DONE]")
  func done() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let reply = try await Wire.send(
        "POST", AzureTests.dated(addresses, "gpt-image-1-mini"), headers: [AzureTests.key],
        body: #"{"prompt":"sea","stream":true}"#)
      #expect(reply.text.hasSuffix("data: [DONE]\n\n"))
    }
  }

  @Test("An error in the stream follows status 200 and delivers nothing")
  func errorEvent() async throws {
    let options = Wire.options(FaultRule(.failMidway(message: "boom"), service: .azure))
    try await Wire.withSimulator(options) { (addresses, simulator) async throws -> Void in
      let reply = try await Wire.send(
        "POST", AzureTests.dated(addresses, "gpt-image-2"), headers: [AzureTests.key],
        body: #"{"prompt":"sea","stream":true,"partial_images":1,"size":"1024x640"}"#)
      #expect(reply.status == 200)
      let last = try #require(events(reply.text).last)
      #expect(last.name == "error" && last.data.at("error", "message")?.text == "boom")
      #expect(await simulator.ledger().accepted.map(\.delivered) == [false])
    }
  }
}
