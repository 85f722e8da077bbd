import CapabilitySpecs
import Testing

@Suite("Every part of a document", .timeLimit(.minutes(3)))
struct ReadingTests {
  private func service(_ piece: String, _ replacement: String) throws -> ConsumedService {
    let yaml = Fixture.small(piece, replacement)
    return try #require(try CapabilityParser.parse(yaml, source: "x").capability.consumes.first)
  }

  private func authentication(_ text: String) throws -> Authentication? {
    try service("{type: bearer, token: '{{API_KEY}}'}", text).authentication
  }

  private func body(_ text: String) throws -> RequestBody? {
    try service("body: {type: json, data: '{{body}}'}", "body: \(text)")
      .resources[0].operations[0].body
  }

  @Test("every kind of authentication is read")
  func authentications() throws {
    let key = try MustacheTemplate("{{API_KEY}}")
    let fixed = try MustacheTemplate("me")
    #expect(
      try authentication("{type: basic, username: me, password: '{{API_KEY}}'}")
        == .basic(username: fixed, password: key))
    #expect(
      try authentication("{type: digest, username: me, password: '{{API_KEY}}'}")
        == .digest(username: fixed, password: key))
    #expect(
      try authentication("{type: apikey, key: X-Key, value: '{{API_KEY}}'}")
        == .apiKey(name: "X-Key", value: key, placement: .header))
    #expect(
      try authentication("{type: apikey, key: k, value: '{{API_KEY}}', placement: query}")
        == .apiKey(name: "k", value: key, placement: .query))
    guard
      case .oauth2(let oauth2) = try authentication(
        "{type: oauth2, authorizationServerUri: 'https://a', resource: r, scopes: [s]}")
    else {
      Issue.record("not OAuth 2")
      return
    }
    #expect(oauth2.resource == "r" && oauth2.scopes == ["s"] && oauth2.audience == nil)
  }

  @Test("every kind of body is read, and literals keep their types and order")
  func bodies() throws {
    let text = try MustacheTemplate("<a>{{body}}</a>")
    #expect(try body("{type: xml, data: '<a>{{body}}</a>'}") == .text(kind: "xml", text))
    #expect(try body("'<a>{{body}}</a>'") == .raw(text))
    #expect(
      try body("{type: json, data: {b: 1, a: ['1', true, null, 1.5e3, 007]}}")
        == .json(
          .object([
            .init(name: "b", value: .number("1")),
            .init(
              name: "a",
              value: .list([.text("1"), .boolean(true), .null, .number("1.5e3"), .text("007")])),
          ])))
    #expect(
      try body("{type: formUrlEncoded, data: {a: x}}")
        == .form(.object([.init(name: "a", value: .text("x"))])))
    guard
      case .multipart(let parts) = try body(
        "{type: multipartForm, data: [{name: f, value: '{{body}}', filename: a.png}]}")
    else {
      Issue.record("not a multipart form")
      return
    }
    #expect(parts.map(\.name) == ["f"] && parts.map(\.filename) == ["a.png"])
  }

  @Test("'with' tells references, templates and literals apart")
  func arguments() throws {
    let yaml = Fixture.small("{id: door.id, body: door.body}", "{id: 7, body: 'v{{id}}'}")
    let call = try #require(
      try CapabilityParser.parse(yaml, source: "x").capability.exposes[0].calls.first)
    #expect(
      call.arguments.map(\.value) == [
        .literal(.number("7")), .template(try MustacheTemplate("v{{id}}")),
      ])
    #expect(CallerReference("mcp.body", interfaceNamespace: "agents")?.usesAlias == true)
    #expect(CallerReference("agents.id", interfaceNamespace: "agents")?.usesAlias == false)
    #expect(CallerReference("other.id", interfaceNamespace: "agents") == nil)
    #expect(CallerReference("agents.a.b", interfaceNamespace: "agents") == nil)
    #expect(CallerReference("plain", interfaceNamespace: "agents") == nil)
  }

  @Test("outputs are read in depth")
  func outputs() throws {
    let yaml = Fixture.small(
      "with: {id: agents.id}",
      "outputParameters: [{type: object, properties: {b: {type: array, mapping: $.d, "
        + "items: {type: string, mapping: $.x}}, a: {type: number, value: '1'}}}]")
    guard case .mcp(let mcp) = try CapabilityParser.parse(yaml, source: "x").capability.exposes[1],
      case .properties(let properties) = try #require(mcp.tools[0].outputParameters.first).content,
      case .items(let items) = try #require(properties.first).shape.content
    else {
      Issue.record("not an object with a list")
      return
    }
    #expect(properties.map(\.name) == ["b", "a"])
    #expect(properties[1].shape.value?.source == "1")
    #expect(items.type == .string && items.mapping == "$.x")
  }

  @Test("a document may share consumed services alone")
  func sharedConsumers() throws {
    let yaml = """
      naftiko: 1.0.0-alpha2
      consumes:
        - {type: http, namespace: a, description: A., baseUri: 'http://localhost'}
      """
    let parsed = try CapabilityParser.parse(yaml, source: "x")
    #expect(parsed.diagnostics == [])
    #expect(parsed.capability.consumes.map(\.namespace) == ["a"])
    #expect(parsed.capability.exposes.isEmpty)
    #expect(Fixture.diagnostics("naftiko: 1.0.0-alpha2").map(\.code) == ["schema.missing-key"])
  }

  @Test("MCP without a port needs stdio")
  func transports() throws {
    let missing = Fixture.small("      port: 9090\n", "")
    #expect(Fixture.diagnostics(missing).map(\.code) == ["schema.missing-key"])
    let stdio = Fixture.small("port: 9090", "transport: stdio")
    let interface = try CapabilityParser.parse(stdio, source: "x").capability.exposes[1]
    #expect(interface.port == nil)
  }
}
