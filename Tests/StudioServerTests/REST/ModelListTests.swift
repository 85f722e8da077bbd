import StudioCore
import StudioServer
import Testing

@Suite("The list of models", .timeLimit(.minutes(3)))
struct ModelListTests {
  @Test("has the form of OpenAI's, and names that can be called by")
  func list() async throws {
    try await RunningServer.with(ScriptedCalls(), document: Documents.seed) { server in
      let reply = try await Client.send("GET", server, "/v1/models")
      #expect(reply.status == 200)
      #expect(reply.json["object"] == "list")
      #expect(
        reply.json["data"]?.elements == [
          [
            "id": "x/z-image-turbo", "object": "model", "created": 0, "owned_by": "demo",
          ]
        ])
      #expect(try await Client.send("POST", server, "/v1/models").status == 405)
      let deployments = try await Client.send(
        "GET", server, "/v1/openai/models?api-version=2025-04-01-preview")
      #expect(deployments.json["data"]?.elements.map { $0["id"] } == ["pictures"])
    }
  }
}
