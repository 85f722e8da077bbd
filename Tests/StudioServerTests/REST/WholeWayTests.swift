import CapabilitySpecs
import FoundationEssentials
import ProviderSimulator
import StudioCore
import StudioServer
import StudioService
import Testing

/// The published documents, the real studio and the simulated services, over real sockets.
@Suite("The whole way of a call over REST", .timeLimit(.minutes(3)))
struct WholeWayTests {
  private func with(
    _ work: @escaping @Sendable (RunningServer, LocalStudio, ProviderSimulator) async throws -> Void
  ) async throws {
    let simulator = ProviderSimulator(options: SimulatorOptions(pace: .instant, detail: 24))
    let addresses = try await simulator.start()
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "easel-way-\(UInt64.random(in: 0 ... .max))").path()
    let environment = [
      "HOME": folder, "OLLAMA_HOST": addresses.ollama, "AZURE_OPENAI_ENDPOINT": addresses.azure,
      "MICROSOFT_AZURE_OPENAI_API_KEY": "a-key",
    ]
    let capabilities = try CapabilityCatalog.builtIn()
    var options = LocalStudioOptions(
      environment: environment, directories: Directories(environment: environment),
      demo: { (addresses.ollama, addresses.azure) })
    options.capabilities = capabilities
    let studio = try LocalStudio(options)
    let result = await Task {
      try await RunningServer.with(studio) { try await work($0, studio, simulator) }
    }.result
    await studio.stop()
    await simulator.stop()
    try? FileManager.default.removeItem(atPath: folder)
    try result.get()
  }

  @Test("brings the picture's very bytes to the caller and into the history")
  func ollama() async throws {
    try await with { server, studio, simulator in
      let body = #"{"model":"x/z-image-turbo","prompt":"a fox","size":"64x64","seed":3}"#
      let reply = try await Client.send("POST", server, Client.images, body: body)
      #expect(reply.status == 200, "\(reply.text.prefix(300))")
      let base64 = try #require(reply.json["data"]?.elements.first?["b64_json"]?.text)
      let bytes = try #require(Data(base64Encoded: base64).map(Array.init))
      let id = try #require(reply.header("x-easel-generation"))
      let path = "/studio/v1/generations/\(id)"
      let record = try await Client.send("GET", server, path)
      #expect(record.json["state"] == "saved")
      let url = try #require(record.json["images"]?.elements.first?["url"]?.text)
      let picture = try await Client.send("GET", server, url)
      #expect(picture.bytes == bytes)
      #expect(picture.header("content-type") == "image/png")
      #expect(await simulator.ledger().accepted.count == 1)
      #expect(try await Client.send("GET", server, "/health/ready").status == 200)
    }
  }

  @Test("makes one generation of a wish that is sent twice under one name")
  func idempotent() async throws {
    try await with { server, _, simulator in
      let body = #"{"prompt":"a fox","size":"1024x1024","n":1}"#
      var ids: Set<String?> = []
      for _ in 0..<2 {
        let reply = try await Client.send(
          "POST", server,
          "/v1/openai/deployments/gpt-image-2/images/generations"
            + "?api-version=2025-04-01-preview", [("Idempotency-Key", "once")], body: body)
        #expect(reply.status == 200, "\(reply.text.prefix(300))")
        ids.insert(reply.header("x-easel-generation"))
      }
      #expect(ids.count == 1)
      #expect(await simulator.ledger().accepted.count == 1)
    }
  }

  @Test("passes a service's refusal on")
  func refusal() async throws {
    try await with { server, _, _ in
      let reply = try await Client.send(
        "POST", server, Client.images, body: #"{"model":"no/such-model","prompt":"x"}"#)
      #expect((400..<500).contains(reply.status))
      #expect(reply.json["error"]?["message"]?.text?.isEmpty == false)
    }
  }
}
