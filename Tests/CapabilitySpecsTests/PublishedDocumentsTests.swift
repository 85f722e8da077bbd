import CapabilitySpecs
import Testing

@Suite("Published documents that bend the schema", .timeLimit(.minutes(3)))
struct PublishedDocumentsTests {
  static let names = ["openai-compatibility-images.yaml", "microsoft-azure-openai-images.yaml"]

  @Test("load, though the official schema refuses four things in each", arguments: names)
  func official(name: String) throws {
    let parsed = try CapabilityCatalog.load(path: Fixture.path(name))
    let official = parsed.diagnostics.filter(\.isOfficial)
    #expect(
      official.map(\.code) == [
        "schema.unknown-key", "schema.unknown-key", "schema.missing-key", "schema.missing-key",
      ])
    #expect(
      official.map(\.message).contains { $0.contains("'type', 'description' and 'required'") })
    #expect(official.allSatisfy { $0.severity == .error && !$0.preventsUse })
  }

  @Test(
    "are repaired, each defect where it is",
    arguments: [
      ("openai-compatibility-images.yaml", ["D1": 2, "D2": 1, "D3": 1, "D10": 2, "D11": 2]),
      (
        "microsoft-azure-openai-images.yaml",
        [
          "D1": 2, "D2": 1, "D3": 1, "D6": 2, "D7": 1, "D8": 3, "D9": 1, "D10": 2, "D11": 2,
        ]
      ),
    ])
  func repairs(name: String, expected: [String: Int]) throws {
    let parsed = try CapabilityCatalog.load(path: Fixture.path(name))
    let repairs = parsed.diagnostics.filter { $0.severity == .repair }
    let counts = Dictionary(grouping: repairs) { String($0.code.dropFirst("repair.".count)) }
    #expect(counts.mapValues(\.count) == expected)
    #expect(parsed.diagnostics.allSatisfy { $0.isOfficial || $0.severity != .error })
    #expect(!parsed.diagnostics.contains { $0.severity == .warning })
  }

  @Test("what they leave open is noted")
  func notes() throws {
    let notes = try CapabilityCatalog.load(path: Fixture.path(Self.names[1])).diagnostics
      .filter { $0.severity == .note }.map { $0.code.dropFirst("note.".count) }
    #expect(Set(notes) == ["D4", "D5", "D12", "D14", "D15", "D16", "D17"])
  }

  @Test("findings name the line and column of what they are about")
  func places() throws {
    let text = try Fixture.text(Self.names[0])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for diagnostic in Fixture.diagnostics(text) where diagnostic.code == "schema.unknown-key" {
      let key = try #require(diagnostic.message.split(separator: "'").first)
      let line = lines[diagnostic.mark.line - 1]
      #expect(line.dropFirst(diagnostic.mark.column - 1).hasPrefix("\(key):"))
    }
  }

  @Test("aliases in 'with' are references to the caller's body")
  func aliases() throws {
    for name in Self.names {
      let capability = try CapabilityCatalog.load(path: Fixture.path(name)).capability
      for call in capability.exposes.flatMap(\.calls) {
        let argument = try #require(call.arguments.first)
        guard case .reference(let reference) = argument.value else {
          Issue.record("\(name): 'body' is not a reference")
          continue
        }
        #expect(argument.name == "body" && reference.name == "body" && reference.usesAlias)
        #expect(capability.operation(call) != nil)
      }
    }
  }

  @Test("qualified variables in a credential find their environment keys")
  func qualifiedVariables() throws {
    let keys = ["OLLAMA_API_KEY", "MICROSOFT_AZURE_OPENAI_API_KEY"]
    for (name, key) in zip(Self.names, keys) {
      let capability = try CapabilityCatalog.load(path: Fixture.path(name)).capability
      let service = try #require(capability.consumes.first)
      #expect(capability.environmentKeys(for: service) == [key])
      let template = try #require(service.authentication?.templates.first)
      #expect(try capability.resolved(template, environment: [key: "secret"]) == "secret")
    }
  }

  @Test("dates stay the text they are")
  func dates() throws {
    let capability = try CapabilityCatalog.load(path: Fixture.path(Self.names[0])).capability
    #expect(capability.info.created == "2026-05-19")
    let unquoted = Fixture.small("description: One call.", "description: x, created: 2026-05-19")
    #expect(
      try CapabilityParser.parse(unquoted, source: "x").capability.info.created == "2026-05-19")
  }
}
