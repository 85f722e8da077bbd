import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

@testable import ProviderSimulator

@Suite("Ollama: POST /v1/images/generations", .timeLimit(.minutes(3)))
struct OllamaImagesTests {
  private func post(_ body: String, _ addresses: SimulatorAddresses) async throws -> Reply {
    try await Wire.send("POST", addresses.ollama + "/v1/images/generations", body: body)
  }

  @Test("One picture comes as base64 under the media type of progress lines, in chunks")
  func success() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await post(
        #"{"model":"x/z-image-turbo","prompt":"fox","size":"96x64","n":4,"response_format":"url"}"#,
        addresses)
      #expect(reply.status == 200)
      #expect(reply.header("content-type") == "application/x-ndjson")
      #expect(reply.header("transfer-encoding") == "chunked")
      #expect(reply.json["data"]?.elements?.count == 1)
      let png = try #require(reply.json.at("data", "0", "b64_json")?.decoded)
      #expect(pngSize(png) == [96, 64])
      #expect(reply.text.hasSuffix("}]}\n"))
      let ledger = await simulator.ledger()
      #expect(ledger.accepted.map(\.sha256) == [[SHA256Digest.hexadecimal(of: png)]])
    }
  }

  @Test("The same positive seed paints the same picture; zero and negative seeds do not repeat")
  func seeds() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      func picture(_ seed: Int) async throws -> String? {
        try await post(
          #"{"model":"x/z-image-turbo","prompt":"sea","size":"64x64","seed":\#(seed)}"#, addresses
        ).json.at("data", "0", "b64_json")?.text
      }
      var pictures: [String?] = []
      for seed in [7, 7, 8, 0, 0, -3, -3] { pictures.append(try await picture(seed)) }
      #expect(pictures[0] != nil && pictures[0] == pictures[1])
      #expect(Set(pictures).count == 6)
    }
  }

  @Test(
    "The size field is read as Sscanf reads it, and klein rounds to sixteen",
    arguments: [
      ("x/z-image-turbo", "64x32", [64, 32]), ("x/z-image-turbo", " 64x32px", [64, 32]),
      ("x/flux2-klein:4b", "100x100", [96, 96]), ("x/flux2-klein:4b", "72x72", [80, 80]),
      ("x/z-image-turbo", "0x64", [1024, 64]),
    ])
  func sizes(model: String, size: String, painted: [Int]) async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let reply = try await post(
        #"{"model":"\#(model)","prompt":"sea","size":"\#(size)"}"#, addresses)
      let png = try #require(reply.json.at("data", "0", "b64_json")?.decoded)
      #expect(pngSize(png) == painted)
    }
  }

  @Test(
    "What Sscanf does not match is ignored",
    arguments: ["auto", "512", "512X512", "512 x 512", "99999999999x5", ""])
  func ignoredSizes(size: String) { #expect(OllamaSize.parse(size) == nil) }

  @Test(
    "Refusals have OpenAI's shape and the words of Go",
    arguments: [
      ("", 400, "EOF"),
      ("{bad", 400, "invalid character 'b' looking for beginning of object key string"),
      (#"{"prompt":"#, 400, "unexpected EOF"),
      (
        #"{"prompt":5}"#, 400,
        "json: cannot unmarshal number into Go struct field ImageGenerationRequest.prompt of type string"
      ),
      (
        #"{"prompt":"a","model":"m","n":"2"}"#, 400,
        "json: cannot unmarshal string into Go struct field ImageGenerationRequest.n of type int"
      ),
      (
        #"{"prompt":"a","model":"m","seed":"2"}"#, 400,
        "json: cannot unmarshal string into Go struct field ImageGenerationRequest.seed of type int64"
      ),
      (#"{"model":"x/z-image-turbo"}"#, 400, "prompt is required"),
      (#"{"prompt":"a"}"#, 400, "model is required"),
      (#"{"prompt":"a","model":"nope"}"#, 404, "model 'nope' not found"),
      (#"{"prompt":"a","model":"///"}"#, 400, "invalid model name"),
      (
        #"{"prompt":"a","model":"x/z-image-turbo","size":"4097x16"}"#, 400,
        "width and height must be <= 4096"
      ),
      (
        #"{"prompt":"a","model":"nomic-embed-text"}"#, 400,
        "\"nomic-embed-text\" does not support generate"
      ),
      (
        #"{"prompt":"a","model":"x/huge"}"#, 500,
        "model requires 20.0 GiB but only 12.1 GiB are available (after 512 MiB overhead)"
      ),
      (
        #"{"prompt":"a","model":"x/busy"}"#, 503,
        "server busy, please try again.  maximum pending requests exceeded"
      ),
    ])
  func refusals(body: String, status: Int, message: String) async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await post(body, addresses)
      #expect(reply.status == status)
      #expect(reply.header("content-type") == "application/json; charset=utf-8")
      #expect(reply.json.at("error", "message")?.text == message)
      let type =
        status == 400 ? "invalid_request_error" : status == 404 ? "not_found_error" : "api_error"
      #expect(reply.json.at("error", "type")?.text == type)
      #expect(reply.json.at("error", "param") == .null && reply.json.at("error", "code") == .null)
      #expect(!reply.text.contains("<"))
      let ledger = await simulator.ledger()
      #expect(ledger.accepted.isEmpty && ledger.refused == 1)
    }
  }

  @Test(
    "Status 200 with an empty body is how a failed generation looks",
    arguments: ["x/broken", "x/imageless", "llama3.2"])
  func emptySuccess(model: String) async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await post(#"{"model":"\#(model)","prompt":"a"}"#, addresses)
      #expect(reply.status == 200 && reply.bytes.isEmpty)
      #expect(await simulator.ledger().accepted.map(\.delivered) == [false])
    }
  }

  @Test("A slow model keeps its headers back while it loads")
  func slowLoad() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let start = ContinuousClock.now
      let response = try await Wire.client.execute(
        Wire.request(
          "POST", addresses.ollama + "/v1/images/generations",
          body: #"{"model":"x/slow","prompt":"a","size":"32x32"}"#), timeout: .seconds(120))
      #expect(response.status.code == 200)
      #expect(ContinuousClock.now - start >= .milliseconds(950))
    }
  }

  @Test("Headers leave long before the body while the picture is painted")
  func earlyHeaders() async throws {
    try await Wire.withSimulator(SimulatorOptions(pace: .seconds(1), detail: 24)) {
      (addresses, _) async throws -> Void in
      let start = ContinuousClock.now
      let response = try await Wire.client.execute(
        Wire.request(
          "POST", addresses.ollama + "/v1/images/generations",
          body: #"{"model":"x/z-image-turbo","prompt":"a","size":"32x32"}"#),
        timeout: .seconds(120))
      let headers = ContinuousClock.now
      _ = try await response.body.collect(upTo: 1 << 20)
      #expect(ContinuousClock.now - headers > (headers - start))
    }
  }

  @Test("A payload model streams a valid picture of the size asked for")
  func payload() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let reply = try await post(#"{"model":"x/payload-1mb","prompt":"noise"}"#, addresses)
      let png = try #require(reply.json.at("data", "0", "b64_json")?.decoded)
      #expect(abs(png.count - 1_000_000) < 100_000)
      #expect(
        await simulator.ledger().accepted.first?.sha256 == [SHA256Digest.hexadecimal(of: png)])
      let image = try ImageDecoding.size(png)
      #expect(image == pngSize(png))
    }
  }

  @Test("From 0.32.6 on the route is gone: 404 in plain text")
  func removed() async throws {
    let options = SimulatorOptions(ollamaVersion: "0.32.6", pace: .instant)
    try await Wire.withSimulator(options) { (addresses, _) async throws -> Void in
      let reply = try await post(#"{"model":"x/z-image-turbo","prompt":"a"}"#, addresses)
      #expect(reply.status == 404)
      #expect(reply.text == "404 page not found")
      #expect(reply.header("content-type") == "text/plain")
      let native = try await Wire.send(
        "POST", addresses.ollama + "/api/generate",
        body: #"{"model":"x/z-image-turbo","prompt":"a"}"#)
      #expect(native.status == 400)
      #expect(native.text == #"{"error":"image generation models are not currently supported"}"#)
    }
  }
}
