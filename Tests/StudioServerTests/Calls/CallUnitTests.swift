import CapabilitySpecs
import StudioCore
import Testing

@testable import StudioServer

@Suite("A path into an answer", .timeLimit(.minutes(3)))
struct JSONPathValueTests {
  private static let value: JSONValue = [
    "a": ["b": [1, 2, ["c": 3]], "x-y": "z"], "list": [["n": 1], ["n": 2], [:]], "c": 9,
  ]

  @Test(
    "finds what capability documents ask for",
    arguments: [
      ("$.a.b[0]", "1"), ("$['a']['x-y']", "\"z\""), ("$.a.x-y", "\"z\""),
      ("$.list[*].n", "[1,2]"), ("$..n", "[1,2]"), ("$..c", "[9,3]"), ("$.a.b[2].c", "3"),
      ("$.list[-2].n", "2"), ("$.list[0].*", "[1]"), ("$.nothing", nil), ("$.a.b[9]", nil),
      ("$.a.b[-4]", nil), ("$.c.d", nil), ("$..nothing", "[]"),
    ] as [(String, String?)])
  func finds(_ path: String, _ expected: String?) throws {
    #expect(try JSONPath(path).value(in: Self.value)?.json == expected)
  }

  @Test("is the root for $ and $.")
  func root() throws {
    for path in ["$", "$."] { #expect(try JSONPath(path).value(in: Self.value) == Self.value) }
  }
}

@Suite("Arguments of a call", .timeLimit(.minutes(3)))
struct ArgumentTests {
  private func evaluate(
    _ document: String, _ caller: CallerParameters
  ) throws -> [String: JSONValue] {
    let capability = try #require(try Documents.parsed(document).first)
    let tool = try #require(try ExposedTool.all(of: [capability]).first)
    let call = try #require(tool.tool.call)
    return try CallArguments.evaluate(call, from: caller, of: tool.consumed)
  }

  @Test("leave out what the caller did not supply")
  func absent() throws {
    #expect(try evaluate(Documents.seed, CallerParameters()).isEmpty)
    #expect(
      try evaluate(Documents.seed, CallerParameters(body: ["a": 1])) == ["body": ["a": 1]])
  }

  @Test("take deployment for deployment-id, and api-version, when 'with' is silent")
  func binds() throws {
    let caller = CallerParameters(
      body: ["prompt": "x"], named: ["deployment": "d", "api-version": "v"])
    #expect(
      try evaluate(Documents.azureSeed, caller)
        == ["body": ["prompt": "x"], "deployment-id": "d", "api-version": "v"])
  }

  @Test("prefer a declared parameter named body to the whole body")
  func namedBody() throws {
    let caller = CallerParameters(body: ["a": 1], named: ["body": ["b": 2]])
    #expect(try evaluate(Documents.seed, caller) == ["body": ["b": 2]])
  }

  @Test("understand every qualifier, templates and literals")
  func qualifiers() throws {
    for qualifier in ["rest", "tools", "mcp", "openai-compatibility-images-mcp"] {
      let text = Documents.seed.replacing(
        "{body: tools.body}", with: "{body: \(qualifier).it, t: 'v-{{it}}', l: 3}")
      #expect(
        try evaluate(text, CallerParameters(named: ["it": "x"]))
          == ["body": "x", "t": "v-x", "l": 3])
    }
  }
}
