import CapabilitySpecs
import FoundationEssentials
import Testing

@Suite("What documents leave to their reader", .timeLimit(.minutes(3)))
struct CompletionTests {
  private func wide() throws -> Capability {
    try CapabilityParser.parse(Fixture.wide, source: "wide.yaml").capability
  }

  @Test("parameters apply in order, and a later one takes the place of one like it")
  func parameters() throws {
    let yaml = Fixture.wide.replacing(
      "- {name: delete-model, method: DELETE}",
      with: "- {name: delete-model, method: DELETE, inputParameters: [{name: model, in: path, "
        + "value: fixed}, {name: model, in: query}]}")
    let service = try CapabilityParser.parse(yaml, source: "x").capability.consumes[0]
    let parameters = service.parameters(of: service.resources[0].operations[1])
    #expect(
      parameters.map { "\($0.location) \($0.name) \($0.value?.source ?? "-")" } == [
        "header X-Tenant {{files.WIDE_TENANT}}", "path model fixed", "query model -",
      ])
  }

  @Test("a plan names every entrance with its request, and what callers may give")
  func plan() throws {
    let lines = CapabilityPlan(try wide()).lines
    #expect(lines.count == 5)
    let first = try #require(lines.first)
    #expect(first.entrance == .route(method: .get, path: "/models/{model}"))
    #expect(first.address == "https://wide.invalid/v1/models/{model}")
    #expect(first.keyVariables == ["WIDE_KEY"])
    #expect(
      first.parameters.map { "\($0.name) \($0.location?.rawValue ?? "") \($0.isRequired)" } == [
        "model path true", "fields query false", "session cookie false",
      ])
    #expect(
      first.arguments == [
        "model = wide-rest.model", "fields = wide-rest.fields", "session = wide-rest.session",
      ])
    #expect(lines.last?.entrance == .tool(name: "raw") && lines.last?.port == nil)
  }

  @Test("a tool gets an argument for a path variable, required unless configuration may know it")
  func toolArguments() throws {
    let bent = try CapabilityParser.parse(Fixture.bent, source: "x").capability
    let tool = try #require(CapabilityPlan(bent).lines.last)
    #expect(tool.arguments.contains("deployment-id = bent-mcp.deployment"))
    let item = tool.parameters.first { $0.name == "item_id" }
    #expect(item?.isRequired == false)
    let plain = bent.consumes[0].isAzure
    #expect(plain)
    let small = Fixture.small("with: {id: agents.id}", "with: {body: x}")
      .replacing(
        "          inputParameters:\n            - {name: id, type",
        with: "          x:\n            - {name: id, type")
    let line = CapabilityPlan(try CapabilityParser.parse(small, source: "x").capability).lines.last
    #expect(line?.parameters.map(\.isRequired) == [true])
  }

  @Test("a completed capability needs no completion")
  func idempotent() throws {
    for yaml in [Fixture.small, Fixture.bent, Fixture.wide] {
      let capability = try CapabilityParser.parse(yaml, source: "x").capability
      #expect(capability.completed.completed == capability.completed)
    }
    let small = try CapabilityParser.parse(Fixture.small, source: "x").capability
    #expect(small.completed == small)
  }

  @Test("an argument for the host is refused: whoever chooses it gets the key")
  func hostArguments() {
    let yaml = Fixture.small("images.invalid", "{id}.invalid")
    #expect(
      Fixture.diagnostics(yaml).map(\.code) == ["semantic.host-argument", "semantic.host-argument"])
  }

  @Test("files of values are read from beside the document, lists and nothing left out")
  func boundFiles() throws {
    let folder = "/tmp/capability-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("tenant: 042\nlist: [a]\nnone:\n".utf8).write(to: URL(filePath: "\(folder)/wide.yaml"))
    let document = "\(folder)/document.yaml"
    let capability = try CapabilityParser.parse(Fixture.wide, source: document).capability
    let values = try BoundValues(of: capability, environment: ["WIDE_KEY": "secret"])
    #expect(
      try values.resolved(MustacheTemplate("{{files.WIDE_TENANT}}/{{WIDE_KEY}}")) == "042/secret")
    #expect(values.isSet(capability.binds[0].keys[0], in: capability.binds[0]))
    #expect(throws: TemplateError.self) { try values.resolved(MustacheTemplate("{{NONE}}")) }
    #expect(throws: CapabilityError.self) { try BoundValues(of: wide(), environment: [:]) }
  }

  @Test(
    "addresses of providers are told apart",
    arguments: [
      (nil, .environment), ("file:///etc/x.yaml", .file(path: "/etc/x.yaml")),
      ("file:///./x.yaml", .file(path: "x.yaml")), ("file://./x.yaml", .file(path: "x.yaml")),
      ("file://host/x", .unsupported(location: "file://host/x")),
      ("vault://a/b", .unsupported(location: "vault://a/b")),
    ] as [(String?, Binding.Provider)])
  func providers(location: String?, expected: Binding.Provider) throws {
    let yaml = location.map {
      Fixture.small("keys: {API_KEY", "location: '\($0)'\n    keys: {API_KEY")
    }
    let capability = try CapabilityParser.parse(yaml ?? Fixture.small, source: "x").capability
    #expect(capability.binds[0].provider == expected)
  }
}
