import CapabilitySpecs
import FoundationEssentials
import Pictures
import StudioCore
import Testing

@testable import StudioServer

@Suite("A tool of MCP", .timeLimit(.minutes(3)))
struct MCPToolTests {
  private static let name = "ollama-create-image"

  @Test("is told with the document's name, title and hints, and a schema that every client takes")
  func definition() async throws {
    try await MCPWire.with { wire in
      let tools = try await wire.ask("tools/list").result["tools"]?.elements ?? []
      #expect(tools.compactMap { $0["name"]?.text } == [Self.name, "studio-job", "studio-cancel"])
      for tool in tools {
        #expect((tool["name"]?.text ?? "").utf8.count <= 64)
        #expect(tool["description"]?.text?.isEmpty == false)
        let schema = try #require(tool["inputSchema"]?.object)
        #expect(schema["type"] == "object")
        for word in ["oneOf", "anyOf", "allOf"] { #expect(schema[word] == nil) }
      }
      let tool = try #require(tools.first)
      #expect(tool["title"] == "Create image")
      #expect(
        tool["annotations"] == [
          "readOnlyHint": false, "destructiveHint": false, "idempotentHint": false,
        ])
      #expect(tool["outputSchema"]?["type"] == "object")
      let properties = try #require(tool["inputSchema"]?["properties"])
      #expect(
        properties.object?.members.map(\.name) == [
          "prompt", "size", "n", "quality", "seed", "model", "body",
        ])
      #expect(tool["inputSchema"]?["required"] == ["prompt"])
      #expect(properties["n"]?["minimum"] == 1)
      #expect(properties["n"]?["maximum"] == 10)
      #expect(properties["quality"]?["enum"] == ["low", "high"])
      #expect(properties["size"]?["default"] == "64x64")
      let again = try await wire.ask("tools/list").result["tools"]?.elements
      #expect(again == tools)
    }
  }

  @Test("of Azure's takes deployment and api-version, and passes them by the operation's names")
  func azure() async throws {
    let place = Destination(provider: .azure, resource: "contoso", deployment: "pics")
    try await MCPWire.with(SketchStudio(place: place), [MCPDocuments.azure()]) { wire in
      let tools = try await wire.ask("tools/list").result["tools"]?.elements ?? []
      let names = tools.first?["inputSchema"]?["properties"]?.object?.members.map(\.name) ?? []
      #expect(names.contains("deployment"))
      #expect(names.contains("api-version"))
      #expect(!names.contains("model"))
      for name in ["deployment", "deployment-id"] {
        var arguments: JSONObject = ["prompt": "x", "api-version": "v9"]
        arguments[name] = "other"
        let answer = try await wire.call(arguments, tool: "aoai-generate-image")
        #expect(answer.result["isError"] == false)
        let call = try #require(wire.studio.calls.last)
        #expect(call.arguments["deployment-id"] == "other")
        #expect(call.arguments["api-version"] == "v9")
        #expect(call.arguments["body"] == ["prompt": "x"])
      }
    }
  }

  @Test("sends its arguments as the body, and what came as body before them")
  func body() async throws {
    try await MCPWire.with { wire in
      _ = try await wire.call([
        "prompt": "arguments", "n": "2", "quality": "unheard-of", "seed": 7,
        "body": ["prompt": "body", "unknown": ["kept": true], "seed": 9],
      ])
      let call = try #require(wire.studio.calls.first)
      #expect(call.service == "\(Self.name)-service")
      #expect(call.abandonment == .stop)
      #expect(
        call.arguments["body"] == [
          "prompt": "body", "unknown": ["kept": true], "seed": 9, "n": 2,
          "quality": "unheard-of",
        ])
      let raw = try await wire.call(["body": ["prompt": "only raw"]])
      #expect(raw.result["isError"] == false)
      #expect(wire.studio.calls.last?.arguments["body"] == ["prompt": "only raw"])
    }
  }

  @Test("says in a sentence what is wrong with its arguments, and calls nothing")
  func problems() async throws {
    try await MCPWire.with { wire in
      let rows: [(JSONObject, String)] = [
        (JSONObject(), "`prompt` is missing"), (["prompt": "  "], "empty"),
        (["prompt": 5], "must be a text"), (["body": ["prompt": 5]], "must be a text"),
        (["prompt": "x", "n": 11], "from 1 to 10"), (["prompt": "x", "n": "many"], "whole number"),
        (["prompt": "x", "size": "big"], "1024x1024"),
        (["prompt": "x", "body": "{}"], "an object"),
        (["prompt": "x", "colour": "red"], "no argument `colour`"),
        (["prompt": "x", "size": "99999x99999"], "cannot make"),
        (["prompt": .string(String(repeating: "x", count: 5000))], "at most 4000"),
      ]
      for (arguments, words) in rows {
        let answer = try await wire.call(arguments)
        #expect(answer.status == 200)
        #expect(answer.result["isError"] == true, "\(words)")
        #expect(answer.result["structuredContent"] == nil)
        let text = answer.result["content"]?.elements.first?["text"]?.text ?? ""
        #expect(text.contains(words), "\(text)")
      }
      #expect(wire.studio.calls.isEmpty)
      let malformed = try await wire.ask(
        "tools/call", ["name": .string(Self.name), "arguments": []])
      #expect(malformed.code == -32602)
    }
  }

  @Test("gives a short text, the picture, a link to its file and a small summary")
  func result() async throws {
    try await MCPWire.with { wire in
      let result = try await wire.call(["prompt": "a kite", "seed": 5]).result
      #expect(result["resultType"] == "complete")
      #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "easel")
      let content = result["content"]?.elements ?? []
      #expect(
        content.compactMap { $0["type"]?.text } == ["text", "image", "resource_link", "text"])
      let summary = try #require(result["structuredContent"])
      #expect(content.last?["text"]?.text == summary.json)
      #expect(summary["state"] == "saved")
      #expect(summary["model"] == "sketcher")
      let image = try #require(summary["images"]?.elements.first)
      #expect(image["width"] == 64)
      #expect(image["seed"] == 5)
      #expect(image["uri"] == content[2]["uri"])
      #expect(image["mimeType"] == "image/png")
      let path = try #require(image["path"]?.text)
      let file = try #require(FileManager.default.contents(atPath: path))
      #expect(image["bytes"]?.int == file.count)
      #expect(content[1]["data"]?.text == file.base64EncodedString())
      let read = try await wire.ask("resources/read", ["uri": content[2]["uri"] ?? .null])
      #expect(
        read.result["contents"]?.elements.first?["blob"]?.text == file.base64EncodedString())
      #expect(read.result["cacheScope"] == "private")
    }
  }

  @Test("shows large pictures smaller, so that all of them stay within 700 kB")
  func previews() async throws {
    try await MCPWire.with { wire in
      let answer = try await wire.call(["prompt": "two large ones", "n": 2])
      #expect(answer.body.utf8.count < 1 << 20)
      let images = (answer.result["content"]?.elements ?? []).filter { $0["type"] == "image" }
      #expect(images.count == 2)
      #expect(images.compactMap { $0["data"]?.text?.utf8.count }.reduce(0, +) <= 700_000)
      for image in images {
        let data = try #require(Data(base64Encoded: image["data"]?.text ?? ""))
        #expect(image["mimeType"] == "image/jpeg")
        #expect(try ImageDecoder.info(prefix: Array(data)).signature == .jpeg)
      }
      #expect(answer.result["content"]?.elements[0]["text"]?.text?.contains("smaller") == true)
    }
  }

  @Test("says so where a picture cannot be shown, and still gives its file")
  func broken() async throws {
    try await MCPWire.with { wire in
      let result = try await wire.call(["prompt": "broken and large"]).result
      #expect(result["isError"] == false)
      let types = result["content"]?.elements.compactMap { $0["type"]?.text }
      #expect(types == ["text", "resource_link", "text"])
      #expect(result["content"]?.elements[0]["text"]?.text?.contains("not shown here") == true)
    }
  }

  @Test("leaves out of results what older revisions do not know")
  func olderResults() async throws {
    try await MCPWire.with { wire in
      for (revision, isNew) in [("2025-03-26", false), ("2025-06-18", true)] {
        let session = try await wire.open(revision)
        let tools = try await wire.ask("tools/list", session: session).result["tools"]
        #expect((tools?.elements.first?["outputSchema"] != nil) == isNew)
        #expect((tools?.elements.first?["title"] != nil) == isNew)
        let result = try await wire.ask(
          "tools/call", ["name": .string(Self.name), "arguments": ["prompt": "x"]],
          session: session
        ).result
        #expect((result["structuredContent"] != nil) == isNew)
        #expect(result["resultType"] == nil)
        #expect(result["_meta"] == nil)
        let types = result["content"]?.elements.compactMap { $0["type"]?.text } ?? []
        #expect(types.contains("resource_link") == isNew)
        #expect(types.contains("image"))
      }
    }
  }

  @Test("tells of a refusal and of a failure in clean words")
  func failures() async throws {
    try await MCPWire.with { wire in
      let refused = try await wire.call(["prompt": "refused"]).result
      #expect(refused["isError"] == true)
      #expect(
        refused["content"]?.elements.first?["text"]?.text
          == "The service refused with status 400: No  [1msuch thing.")
      let unreachable = try await wire.call(["prompt": "unreachable"]).result
      #expect(unreachable["isError"] == true)
      #expect(
        unreachable["content"]?.elements.first?["text"]?.text
          == "Nobody answers at [31m localhost. Start it. The same call may work later.")
    }
  }

  @Test("waits for the record of its pictures when the answer is there before it")
  func lateRecord() async throws {
    try await MCPWire.with { wire in
      let result = try await wire.call(["prompt": "late record"]).result
      #expect(result["isError"] == false)
      #expect(result["structuredContent"]?["state"] == "saved")
    }
  }

  @Test("takes the client's own name for a wish")
  func requestID() async throws {
    try await MCPWire.with { wire in
      for (id, isTaken) in [("mine-1", true), ("with space", false), ("", false)] {
        var meta = MCPWire.meta()
        meta["io.easel/requestId"] = .string(id)
        let answer = try await wire.ask(
          "tools/call",
          ["name": .string(Self.name), "arguments": ["prompt": "x"], "_meta": .object(meta)])
        #expect(answer.result["isError"] == .bool(!isTaken))
      }
      #expect(wire.studio.calls.map(\.requestID) == ["mine-1"])
    }
  }

  @Test("of a document that maps arguments by name offers these and passes them so")
  func namedArguments() async throws {
    let document = try MCPDocuments.pictures(
      with: "{model: tools.model, prompt: tools.prompt}",
      inputs: "[{name: prompt, type: string, description: What}, "
        + "{name: model, type: string, description: Which, required: false}]")
    try await MCPWire.with(SketchStudio(), [document]) { wire in
      let tools = try await wire.ask("tools/list").result["tools"]
      let schema = tools?.elements.first?["inputSchema"]
      #expect(schema?["properties"]?.object?.members.map(\.name) == ["prompt", "model"])
      #expect(schema?["required"] == ["prompt"])
      _ = try await wire.call(["prompt": "p", "model": "m"])
      #expect(wire.studio.calls.last?.arguments == ["prompt": "p", "model": "m"])
    }
  }

  @Test("that makes no pictures gives the mapped answer as text")
  func otherOperation() async throws {
    let document = try MCPDocuments.pictures(
      tool: "say", path: "/say", with: "{body: tools.body}", outputs: "$.said")
    try await MCPWire.with(SketchStudio(), [document]) { wire in
      let tools = try await wire.ask("tools/list").result["tools"]?.elements ?? []
      #expect(tools.count == 1)
      #expect(tools.first?["outputSchema"] == nil)
      let result = try await wire.call(["body": ["prompt": "words"]], tool: "say").result
      #expect(result["content"] == [["type": "text", "text": #"{"word":"hello"}"#]])
    }
  }
}
