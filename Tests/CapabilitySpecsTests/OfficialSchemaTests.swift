import CapabilitySpecs
import Testing

@Suite("What the official schema refuses", .timeLimit(.minutes(3)))
struct OfficialSchemaTests {
  private func official(_ yaml: String) -> [String] {
    Fixture.allDiagnostics(yaml).filter(\.isOfficial).map(\.message)
  }

  @Test("unknown keys of one mapping are one finding, with what was probably meant")
  func unknownKeys() {
    let yaml = Fixture.small("port: 9090", "port: 9090\n      adress: a\n      x: b")
    #expect(
      official(yaml) == [
        "'adress' and 'x' are not allowed in an exposed MCP interface; did you mean 'address'?"
      ])
  }

  @Test(
    "what is legal there is legal here, even where nothing of it is served",
    arguments: [
      "{type: skill, namespace: s, port: 1, skills: [{name: a, description: b, tools: "
        + "[{name: t, description: d, instruction: i.md}]}]}",
      "{type: control, port: 1, management: {logs: {stream: true}}, observability: "
        + "{traces: {sampling: 0.5}}}",
      "{type: rest, namespace: s, port: 1, resources: [{path: /x, forward: {targetNamespace: a}}]}",
      "{type: mcp, namespace: s, port: 1, tools: [{ref: a.b}]}",
      "{type: mcp, namespace: s, port: 1, tools: [{name: a, description: b, outputParameters: "
        + "[{name: c, type: string, value: d}]}]}",
      "{type: rest, namespace: s, port: 1, resources: [{path: /x, operations: [{method: GET, "
        + "name: o, steps: [{type: call, name: c, call: a.b}, {type: lookup, name: l, index: c, "
        + "match: m, lookupValue: v, outputParameters: [o]}]}]}]}",
    ])
  func legal(interface: String) {
    let yaml = Fixture.small("  exposes:", "  exposes:\n    - \(interface)")
    #expect(official(yaml) == [])
  }

  @Test(
    "what is illegal there is illegal here",
    arguments: [
      "{type: skill, namespace: s, port: 1, skills: []}",
      "{type: control, port: 1, management: {logs: 3}}",
      "{type: control, port: 1, observability: {traces: {sampling: 2}}}",
      "{type: rest, namespace: s, port: 1, resources: [{path: /x}]}",
      "{type: mcp, namespace: s, port: 1, tools: []}",
      "{type: mcp, namespace: s, port: 1, tools: [{name: a, description: b}]}",
      "{type: mcp, namespace: s, transport: stdio, port: 1, tools: [{ref: a.b}]}",
      "{type: mcp, namespace: s, port: 1, tools: [{ref: a.b}], prompts: [{name: p, label: l, "
        + "description: d}]}",
      "{type: rest, namespace: s, port: 1, resources: [{path: /x, operations: [{method: GET, "
        + "name: o, steps: [{type: jump, name: c}]}]}]}",
      "{type: rest, namespace: s, port: 1, resources: [{path: /x, operations: [{method: GET, "
        + "outputParameters: [{type: string, mapping: $.a, value: b}]}]}]}",
    ])
  func illegal(interface: String) {
    let yaml = Fixture.small("  exposes:", "  exposes:\n    - \(interface)")
    #expect(official(yaml).count == 1)
  }

  @Test("null is no text, and numbers are none")
  func types() {
    #expect(official(Fixture.small("label: Small", "label: null")).count == 1)
    #expect(official(Fixture.small("label: Small", "label: 5")).count == 1)
    #expect(official(Fixture.small("label: Small", "label: 2026-01-01")) == [])
    #expect(official(Fixture.small("port: 8080", "port: 8080.5")).count == 1)
  }

  @Test("a document has either a capability or shared consumers")
  func roots() {
    let both = Fixture.small + "\nconsumes:\n  - {type: http, namespace: x, baseUri: 'http://a'}\n"
    #expect(official(both) == ["the document may not have both 'capability' and 'consumes'"])
  }
}
