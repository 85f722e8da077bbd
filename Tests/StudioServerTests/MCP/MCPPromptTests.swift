import StudioCore
import Testing

@testable import StudioServer

@Suite("Prompts and completion of MCP", .timeLimit(.minutes(3)))
struct MCPPromptTests {
  @Test("help to ask for a picture in a chosen manner")
  func picture() async throws {
    try await MCPWire.with { wire in
      let prompts = try await wire.ask("prompts/list").result["prompts"]?.elements ?? []
      #expect(prompts.compactMap { $0["name"]?.text } == ["picture", "vary"])
      let got = try await wire.ask(
        "prompts/get",
        ["name": "picture", "arguments": ["subject": "a harbour", "style": "ink"]])
      let text = got.result["messages"]?.elements.first?["content"]?["text"]?.text ?? ""
      #expect(text.contains("a harbour"))
      #expect(text.contains("an ink drawing"))
      #expect(text.contains("ollama-create-image"))
      for params: JSONObject in [
        ["name": "picture"], ["name": "picture", "arguments": ["subject": " "]],
        ["name": "picture", "arguments": ["subject": 5]], ["name": "no-such"], JSONObject(),
        ["name": "vary", "arguments": ["generation": "20200101T000000Z-00000000"]],
        ["name": "vary"],
      ] {
        let answer = try await wire.ask("prompts/get", params)
        #expect(answer.status == 400, "\(params)")
        #expect(answer.code == -32602, "\(params)")
      }
    }
  }

  @Test("show the picture that is to be varied")
  func vary() async throws {
    try await MCPWire.with { wire in
      _ = try await wire.call(["prompt": "a kite"])
      let got = try await wire.ask(
        "prompts/get", ["name": "vary", "arguments": ["change": "Make it blue."]])
      let content = got.result["messages"]?.elements.compactMap { $0["content"] } ?? []
      #expect(content.compactMap { $0["type"]?.text } == ["image", "text"])
      #expect(content.last?["text"]?.text?.contains("Make it blue.") == true)
      #expect(content.last?["text"]?.text?.contains("a kite") == true)
    }
  }

  @Test("are completed as far as is known")
  func completion() async throws {
    try await MCPWire.with { wire in
      let made = try await wire.call(["prompt": "a kite", "n": 2])
      let id = made.result["structuredContent"]?["generation"] ?? .null
      let picture: JSONValue = ["type": "ref/prompt", "name": "picture"]
      let image: JSONValue = ["type": "ref/resource", "uri": "studio://images/{id}/{number}"]
      let generation: JSONValue = ["type": "ref/resource", "uri": "studio://generations/{id}"]
      let rows: [(JSONValue, String, String, JSONValue)] = [
        (picture, "style", "p", ["photo", "poster", "pixel"]), (picture, "style", "zz", []),
        (picture, "size", "", ["64x64"]), (picture, "model", "SK", ["sketcher"]),
        (picture, "subject", "", []),
        (["type": "ref/prompt", "name": "vary"], "generation", "", [id]),
        (image, "id", "2026", [id]), (image, "number", "", ["1", "2"]),
        (generation, "id", "", [id]), (generation, "other", "", []),
      ]
      for (ref, name, value, expected) in rows {
        let answer = try await wire.ask(
          "completion/complete",
          [
            "ref": ref, "argument": ["name": .string(name), "value": .string(value)],
            "context": ["arguments": ["id": id]],
          ])
        #expect(answer.result["completion"]?["values"] == expected, "\(name)")
        #expect(answer.result["completion"]?["hasMore"] == false)
      }
      for params: JSONObject in [
        JSONObject(), ["ref": picture],
        ["ref": ["type": "ref/prompt", "name": "x"], "argument": ["name": "a", "value": ""]],
        ["ref": ["type": "ref/resource", "uri": "x"], "argument": ["name": "a", "value": ""]],
        ["ref": picture, "argument": ["name": "style", "value": 5]],
      ] {
        #expect(try await wire.ask("completion/complete", params).code == -32602)
      }
    }
  }
}
