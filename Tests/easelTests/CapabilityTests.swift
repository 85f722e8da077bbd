import Foundation
import Testing

@Suite("easel capability", .timeLimit(.minutes(3)))
struct CapabilityTests {
  /// A published document: it is refused by the official schema and used all the same.
  private static let published = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "CapabilitySpecsTests/Fixtures/openai-compatibility-images.yaml").path

  private func easel(_ environment: [String: String] = [:]) throws -> EaselProgram {
    EaselProgram(home: try TestHome(), environment: environment)
  }

  /// Runs `body` with the path of a file that holds this text.
  private func withFile<Result>(
    _ text: String, _ body: (String) async throws -> Result
  ) async throws -> Result {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "capability-\(UUID().uuidString).yaml")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try await body(file.path)
  }

  @Test("What would be served is listed: routes, tools, and which keys are set, never their values")
  func list() async throws {
    let run = try await easel(["AZURE_OPENAI_API_KEY": "s3cret"]).run("capability", "list")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.count == 4)
    #expect(run.output.contains("POST /v1/images/generations"))
    #expect(run.output.contains("aoai-generate-image"))
    #expect(run.output.contains("OLLAMA_API_KEY is not set"))
    #expect(run.output.contains("AZURE_OPENAI_API_KEY is set"))
    #expect(!run.output.contains("s3cret"))
  }

  @Test("A document of one's own is listed in place of the built-in one, as JSON too")
  func given() async throws {
    let run = try await easel().run(
      "capability", "list", "--capability", Self.published, "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.count == 2)
    let objects = try run.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["version"] as? Int } == [1, 1])
    #expect(objects.last?["file"] as? String == Self.published)
    #expect((objects.last?["entrances"] as? [Any])?.count == 2)
  }

  @Test("A plan names the request behind every entrance, and what was repaired")
  func show() async throws {
    let run = try await easel().run("capability", "show", Self.published)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("sends POST http://localhost:11434/v1/images/generations"))
    #expect(run.output.contains("repair repair.D1"))
    let builtIn = try await easel().run("capability", "show", "ollama-images")
    #expect(builtIn.status == 0 && !builtIn.output.contains("repair"))
    #expect(try await easel().run("capability", "show", "nothing").status == 3)
  }

  @Test("Official errors end validation with 65, though the document can be used")
  func validate() async throws {
    let run = try await easel().run("capability", "validate", Self.published)
    #expect(run.status == 65)
    #expect(run.lines.count { $0.contains(" error schema.") } == 4)
    #expect(run.lines.allSatisfy { $0.hasPrefix("\(Self.published):") })
    #expect(run.errors.contains("can be used, 4 official errors"))
    let json = try await easel().run("capability", "validate", "--json", Self.published)
    #expect(json.status == 65)
    #expect(json.output.contains(#""usable": true, "official": false"#))
  }

  @Test("A rewritten document is valid, needs no repair, and is rewritten to itself")
  func normalise() async throws {
    for name in ["normalise", "normalize"] {
      let run = try await easel().run("capability", name, Self.published)
      #expect(run.status == 0, "\(run.errors)")
      try await withFile(run.output) { path in
        let check = try await easel().run("capability", "validate", "--strict", path)
        #expect(check.status == 0)
        let again = try await easel().run("capability", name, path)
        #expect(again.output == run.output)
      }
    }
  }

  @Test("A document that nobody can use is refused with all that is wrong, and nothing hostile")
  func broken() async throws {
    try await withFile("naftiko: 1.0.0-alpha2\ncapability: {exposes: [{type: \"\u{202E}x\"}]}\n") {
      for command in ["show", "normalise", "validate"] {
        let run = try await easel().run("capability", command, $0)
        #expect(run.status == 65)
        #expect((run.output + run.errors).contains("\($0):"))
        #expect(!(run.output + run.errors).contains("\u{202E}"))
      }
    }
    #expect(try await easel().run("capability", "validate", "/nonexistent").status == 65)
  }
}
