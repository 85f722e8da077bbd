import CapabilitySpecs
import Testing

@Suite("JSONPath", .timeLimit(.minutes(3)))
struct JSONPathTests {
  @Test(
    "the supported part is read step by step",
    arguments: [
      ("$", []), ("$.", []), ("$.data", [.member("data")]),
      ("$.data[0].b64_json", [.member("data"), .element(0), .member("b64_json")]),
      ("$['a b'][\"c\"]", [.member("a b"), .member("c")]), ("$[*].x", [.all, .member("x")]),
      ("$.*", [.all]), ("$..url", [.descendants("url")]), ("$[-1]", [.element(-1)]),
      ("$.größe-1", [.member("größe-1")]),
    ] as [(String, [JSONPath.Step])])
  func read(path: String, steps: [JSONPath.Step]) throws {
    #expect(try JSONPath(path).steps == steps)
  }

  @Test(
    "anything else is refused by name",
    arguments: [
      "", "data", "$data", "$..", "$.a.", "$[", "$[]", "$['a", "$[0:2]", "$[?(@.a)]", "$['a','b']",
      "$[0", "$.a b", "$['a\\'b']", "$[1-2]", "@", "$.length()", "$[99999999999999999999]",
    ])
  func refused(path: String) {
    #expect(throws: JSONPathError(path: path)) { try JSONPath(path) }
  }
}
