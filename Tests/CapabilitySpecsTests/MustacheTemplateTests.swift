import CapabilitySpecs
import Testing

@Suite("Expressions in double braces", .timeLimit(.minutes(3)))
struct MustacheTemplateTests {
  private func expand(_ source: String, _ values: [String: String]) throws -> String {
    try MustacheTemplate(source).expanded { values[$0.description] }
  }

  @Test("plain and qualified names are replaced, unescaped")
  func names() throws {
    #expect(try expand("a {{X}} b {{ env.Y }}", ["X": "<&\">", "env.Y": "2"]) == "a <&\"> b 2")
    #expect(try expand("no braces { } }}", [:]) == "no braces { } }}")
    #expect(
      try MustacheTemplate("{{X}}{{env.X}}{{X}}").expressions.map(\.description) == ["X", "env.X"])
  }

  @Test("an inverted section appears only when its name has no value")
  func alternatives() throws {
    let source = "{{A}}{{^A}}{{B}}{{^B}}none{{/B}}{{/A}}"
    #expect(try expand(source, ["A": "a", "B": "b"]) == "a")
    #expect(try expand(source, ["A": "", "B": "b"]) == "b")
    #expect(try expand(source, [:]) == "none")
  }

  @Test("a value is not read as a template again")
  func oneRound() throws { #expect(try expand("{{X}}", ["X": "{{Y}}", "Y": "y"]) == "{{Y}}") }

  @Test("a name that nothing supplies is an error that names it")
  func missing() {
    #expect(throws: TemplateError.missing(TemplateExpression(qualifier: "env", name: "X"))) {
      try expand("{{env.X}}", [:])
    }
  }

  @Test(
    "what is not understood is refused",
    arguments: [
      ("{{X", TemplateError.unclosed), ("{{}}", .unsupported(tag: "")),
      ("{{#X}}{{/X}}", .unsupported(tag: "#X")), ("{{a.b.c}}", .unsupported(tag: "a.b.c")),
      ("{{>f}}", .unsupported(tag: ">f")), ("{{/X}}", .unbalanced(section: "X")),
      ("{{^X}}", .unbalanced(section: "X")), ("{{^X}}{{/Y}}", .unbalanced(section: "Y")),
    ])
  func refused(source: String, error: TemplateError) {
    #expect(throws: error) { try MustacheTemplate(source) }
  }

  @Test("variables of a document resolve qualified or alone, and ask for a qualifier when in doubt")
  func binds() throws {
    let yaml = Fixture.small(
      "capability:",
      "  - namespace: other\n    keys: {API_KEY: OTHER_KEY, ONE: ONE_KEY}\ncapability:"
    ).replacing("'{{API_KEY}}'", with: "'{{env.API_KEY}}'")
    let capability = try CapabilityParser.parse(yaml, source: "x").capability
    let values = ["SMALL_API_KEY": "small", "OTHER_KEY": "other", "ONE_KEY": "one"]
    func resolve(_ source: String) throws -> String {
      try capability.resolved(MustacheTemplate(source), environment: values)
    }
    #expect(try resolve("{{env.API_KEY}} {{other.API_KEY}} {{ONE}}") == "small other one")
    #expect(throws: TemplateError.ambiguous(TemplateExpression(name: "API_KEY"))) {
      try resolve("{{API_KEY}}")
    }
    #expect(capability.environmentKeys(for: capability.consumes[0]) == ["SMALL_API_KEY"])
    let ambiguous = yaml.replacing("{{env.API_KEY}}", with: "{{API_KEY}}")
    #expect(Fixture.diagnostics(ambiguous).map(\.code) == ["semantic.ambiguous-variable"])
  }
}
