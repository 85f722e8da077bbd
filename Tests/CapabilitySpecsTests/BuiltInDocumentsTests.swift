import Testing

@testable import CapabilitySpecs

@Suite("The documents inside the program", .timeLimit(.minutes(3)))
struct BuiltInDocumentsTests {
  private func document(_ name: String) throws -> Capability {
    try #require(try CapabilityCatalog.builtIn().first { $0.source == name })
  }

  @Test(
    "parse without a single remark",
    arguments: [PackageResources.ollama_images_yaml, PackageResources.azure_openai_images_yaml])
  func clean(bytes: [UInt8]) throws {
    let yaml = String(decoding: bytes, as: UTF8.self)
    #expect(Fixture.diagnostics(yaml).map(\.description) == [])
  }

  @Test("are Ollama and Azure OpenAI, in this order")
  func order() throws {
    let all = try CapabilityCatalog.builtIn()
    #expect(all.map(\.source) == ["ollama-images.yaml", "azure-openai-images.yaml"])
    #expect(all.map(\.info.label) == ["Ollama", "Azure OpenAI"])
    #expect(all.allSatisfy { $0.dialect == "1.0.0-alpha2" })
  }

  @Test("the Ollama document names the service, its route and its key")
  func ollama() throws {
    let capability = try document("ollama-images.yaml")
    let service = try #require(capability.consumes.first)
    #expect(service.namespace == "openai-compatibility-images")
    #expect(service.baseURI == "http://localhost:11434/v1")
    #expect(service.authentication == .bearer(token: try MustacheTemplate("{{OLLAMA_API_KEY}}")))
    #expect(capability.environmentKeys(for: service) == ["OLLAMA_API_KEY"])
    let operation = try #require(service.resources.first?.operations.first)
    #expect(operation.name == "createimage")
    #expect(operation.method == .post)
    #expect(operation.path == "/images/generations")
    #expect(operation.responseFormat == .json)
  }

  @Test("the Azure document names the service, its route, both keys and their header")
  func azure() throws {
    let capability = try document("azure-openai-images.yaml")
    let service = try #require(capability.consumes.first)
    #expect(service.namespace == "microsoft-azure-openai-images")
    #expect(service.baseURI == "https://{resource}.openai.azure.com")
    guard case .apiKey("api-key", _, .header) = service.authentication else {
      Issue.record("not a key in the header api-key")
      return
    }
    #expect(
      capability.environmentKeys(for: service)
        == ["MICROSOFT_AZURE_OPENAI_API_KEY", "AZURE_OPENAI_API_KEY"])
    let operation = try #require(service.resources.first?.operations.first)
    #expect(operation.path == "/openai/deployments/{deployment-id}/images/generations")
    #expect(
      service.parameters(of: operation).map { "\($0.location) \($0.name)" } == [
        "path deployment-id", "query api-version", "body body",
      ])
  }

  @Test("the doors have the published paths, ports, tools and hints, and call what is consumed")
  func doors() throws {
    let expected = [
      ("ollama-images.yaml", "/v1/images/generations", "ollama-create-image"),
      (
        "azure-openai-images.yaml", "/v1/openai/deployments/{deployment-id}/images/generations",
        "aoai-generate-image"
      ),
    ]
    for (name, path, tool) in expected {
      let capability = try document(name)
      let namespace = try #require(capability.consumes.first?.namespace)
      guard capability.exposes.count == 2, case .rest(let rest) = capability.exposes[0],
        case .mcp(let mcp) = capability.exposes[1]
      else {
        Issue.record("\(name) does not expose REST and MCP")
        continue
      }
      #expect(rest.port == 8080 && rest.namespace == "\(namespace)-rest")
      #expect(rest.operations.map(\.path) == [path])
      #expect(mcp.port == 9090 && mcp.namespace == "\(namespace)-mcp" && mcp.transport == .http)
      #expect(mcp.tools.map(\.name) == [tool])
      let hints = try #require(mcp.tools.first?.hints)
      #expect(hints.readOnly == false && hints.destructive == false && hints.idempotent == false)
      for call in capability.exposes.flatMap(\.calls) {
        #expect(capability.operation(call)?.2.path == capability.consumes[0].resources[0].path)
      }
    }
  }

  @Test("a tool's only required argument is the prompt")
  func requiredArguments() throws {
    for capability in try CapabilityCatalog.builtIn() {
      guard case .mcp(let mcp) = capability.exposes[1] else { continue }
      let required = mcp.tools.flatMap(\.inputParameters).filter(\.isRequired).map(\.name)
      #expect(required == ["prompt"])
    }
  }

  @Test("the Azure key is the first variable that is set")
  func azureKey() throws {
    let capability = try document("azure-openai-images.yaml")
    let template = try #require(capability.consumes.first?.authentication?.templates.first)
    let both = ["MICROSOFT_AZURE_OPENAI_API_KEY": "first", "AZURE_OPENAI_API_KEY": "second"]
    #expect(try capability.resolved(template, environment: both) == "first")
    let second = ["MICROSOFT_AZURE_OPENAI_API_KEY": "", "AZURE_OPENAI_API_KEY": "second"]
    #expect(try capability.resolved(template, environment: second) == "second")
    #expect(throws: TemplateError.missing(TemplateExpression(name: "AZURE_OPENAI_API_KEY"))) {
      try capability.resolved(template, environment: [:])
    }
  }
}
