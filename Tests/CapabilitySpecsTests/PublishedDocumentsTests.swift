import CapabilitySpecs
import Testing

@Suite("Published documents that bend the schema", .timeLimit(.minutes(1)))
struct PublishedDocumentsTests {
  static let names = ["openai-compatibility-images.yaml", "microsoft-azure-openai-images.yaml"]

  @Test("load unchanged, with a warning at each bend", arguments: names)
  func load(name: String) throws {
    let parsed = try CapabilityCatalog.load(path: Fixture.path(name))
    #expect(parsed.diagnostics.allSatisfy { $0.severity == .warning })
    let codes = parsed.diagnostics.map(\.code)
    // type, description and required of the consumed parameter; description of the REST interface.
    #expect(codes.count { $0 == "schema.unknown-key" } == 4)
    #expect(codes.count { $0 == "schema.output-shape" } == 2)
    #expect(codes.count { $0 == "with.alias" } == 2)
    let undeclared = name.contains("azure") ? 1 : 0
    #expect(codes.count { $0 == "path.undeclared" } == undeclared)
    #expect(codes.count == 8 + undeclared)
  }

  @Test("warnings name the line and column of what they are about")
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
