import Testing

@testable import CapabilitySpecs

@Suite("Documents rewritten so that they need no repair", .timeLimit(.minutes(3)))
struct NormaliserTests {
  /// Documents that need little, much, and everything.
  private static func documents() throws -> [String] {
    try [Fixture.small, Fixture.bent, Fixture.wide]
      + PublishedDocumentsTests.names.map(Fixture.text)
      + [PackageResources.ollama_images_yaml, PackageResources.azure_openai_images_yaml].map {
        String(decoding: $0, as: UTF8.self)
      }
  }

  /// Checks the promise for one document.
  private func check(_ capability: Capability, _ comment: Comment) throws {
    let normalised = try CapabilityNormaliser(capability)
    let again = try CapabilityParser.parse(normalised.yaml, source: "again.yaml")
    let remarks = again.diagnostics.filter { $0.isOfficial || $0.severity == .repair }
    #expect(remarks.map(\.description) == [], comment)
    #expect(CapabilityPlan(again.capability) == CapabilityPlan(capability), comment)
    // Everything that is written is read and written again, so equal texts are equal meanings.
    #expect(try CapabilityNormaliser(again.capability).yaml == normalised.yaml, comment)
    #expect(again.capability.info.label == capability.info.label, comment)
    #expect(again.capability.info.description == capability.info.description, comment)
  }

  @Test("are valid, complete and mean the same")
  func documents() throws {
    for yaml in try Self.documents() {
      try check(CapabilityParser.parse(yaml, source: "a.yaml").capability, "\(yaml.prefix(200))")
    }
  }

  @Test("also when they began as damaged ones")
  func mutants() throws {
    var random = SplitMix(state: 7)
    let documents = try Self.documents()
    var checked = 0
    for round in 0..<300 {
      let mutant = Mutation.mutate(documents[round % documents.count], using: &random)
      guard let capability = try? CapabilityParser.parse(mutant, source: "a.yaml").capability,
        let normalised = try? CapabilityNormaliser(capability)
      else { continue }
      let again = Fixture.allDiagnostics(normalised.yaml)
      let remarks = again.filter { $0.isOfficial || $0.preventsUse || $0.severity == .repair }
      #expect(remarks.map(\.description) == [], "\(mutant)\n---\n\(normalised.yaml)")
      checked += 1
    }
    #expect(checked > 15)
  }

  @Test("say by the interface's name what the published ones say by an alias")
  func published() throws {
    let path = Fixture.path(PublishedDocumentsTests.names[1])
    let yaml = try CapabilityNormaliser(CapabilityCatalog.load(path: path).capability).yaml
    for line in [
      "body: microsoft-azure-openai-images-rest.body",
      "deployment-id: microsoft-azure-openai-images-mcp.deployment-id",
      "value: '{{MICROSOFT_AZURE_OPENAI_API_KEY}}'", "key: api-key", "data: '{{body}}'",
    ] {
      #expect(yaml.contains(line + "\n"))
    }
    #expect(!yaml.contains("$."))
  }

  @Test("leave out what the format cannot say, and tell it")
  func losses() throws {
    let yaml = Fixture.small(
      "operations:\n            - name: paint",
      "operations:\n            - {name: look, method: HEAD, inputParameters: [{name: id, in: path}]}\n"
        + "            - name: paint")
    let normalised = try CapabilityNormaliser(
      CapabilityParser.parse(yaml, source: "a.yaml").capability)
    #expect(normalised.losses.map(\.message) == ["the official format has no method HEAD"])
    #expect(!normalised.yaml.contains("HEAD"))
  }

  @Test(
    "every text comes back as the text it is",
    arguments: [
      "", " ", "a", "a: b", "a #b", "- a", "null", "yes", "1", "1.5", "2026-01-01", "'", "\"", "\\",
      "a\nb", "\ta", "é", "🙂", "{{X}}", "a'b", "#a", "&a", "*a", "!a", "|", ">", "%", "@", "`", "?",
      "a:", "$.x", "/x", "~", "[", "{", ",", "=", "<<", ".inf", "0x1F", "a ", "\u{200D}",
    ])
  func texts(text: String) throws {
    let value = DocumentValue.object([
      .init(name: "key", value: .text(text)),
      .init(name: "list", value: .list([.text(text), .list([.object([]), .list([])])])),
      .init(name: text + "k", value: .number("1")),
    ])
    #expect(try YAMLReader.read(YAMLWriter.write(value), file: "x").value == value)
  }
}
