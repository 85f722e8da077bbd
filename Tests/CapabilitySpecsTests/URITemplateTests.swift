import CapabilitySpecs
import Testing

@Suite("Addresses made from templates", .timeLimit(.minutes(3)))
struct URITemplateTests {
  private let azure = URITemplate(
    "https://{resource}.openai.azure.com/openai/deployments/{deployment-id}/images/generations")

  private func path(_ value: String) throws -> String {
    try URITemplate("/d/{x}/end").expanded(with: ["x": value])
  }

  @Test("placeholders are named in order, those of the host apart")
  func placeholders() {
    #expect(azure.placeholders == ["resource", "deployment-id"])
    #expect(azure.hostPlaceholders == ["resource"])
    #expect(URITemplate("http://{h}:{p}/{{a}}/{a}").placeholders == ["h", "p", "a"])
    #expect(URITemplate("http://{h}:{p}/{{a}}/{a}").hostPlaceholders == ["h", "p"])
    #expect(URITemplate("http://h?{q}").hostPlaceholders == [])
    #expect(URITemplate("/only/{path}").hostPlaceholders == [])
  }

  @Test("single and double braces are filled")
  func filled() throws {
    let values = ["resource": "contoso-images", "deployment-id": "gpt-image-2"]
    #expect(
      try azure.expanded(with: values)
        == "https://contoso-images.openai.azure.com/openai/deployments/gpt-image-2/images/generations"
    )
    #expect(try URITemplate("/a/{{ b }}").expanded(with: ["b": "c"]) == "/a/c")
  }

  @Test(
    "a value stays one path segment, whatever is in it",
    arguments: [
      ("a/b", "a%2Fb"), ("../x", "..%2Fx"), ("100%", "100%25"), ("%2F", "%252F"), ("a b", "a%20b"),
      ("?x=1#y", "%3Fx%3D1%23y"), ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"), ("ü", "%C3%BC"),
      ("🙂", "%F0%9F%99%82"), ("\\", "%5C"), ("\u{0}", "%00"), ("{y}", "%7By%7D"),
      ("@host:1", "%40host%3A1"), ("AZaz09-._~", "AZaz09-._~"),
    ])
  func encoded(value: String, expected: String) throws {
    #expect(try path(value) == "/d/\(expected)/end")
  }

  @Test("segments that clients resolve away are refused", arguments: [".", ".."])
  func dotSegments(value: String) {
    #expect(throws: URITemplateError.dotSegment) { try path(value) }
    #expect(throws: URITemplateError.dotSegment) {
      try URITemplate("/{a}{b}").expanded(with: ["a": ".", "b": "."])
    }
  }

  @Test(
    "nothing but a label gets into the host",
    arguments: [
      "evil.com/", "evil.com#", "a.b", "a@b", "a:80", "-a", "a-", "a b", "ü", "", "a/../b",
      "a\r\nb",
      "{y}", "%2e", String(repeating: "a", count: 64),
    ])
  func hostInjection(value: String) {
    #expect(throws: URITemplateError.self) {
      try azure.expanded(with: ["resource": value, "deployment-id": "d"])
    }
  }

  @Test("labels of up to 63 letters, digits and inner hyphens are host labels")
  func hostLabels() {
    #expect(URITemplate.isHostLabel("a"))
    #expect(URITemplate.isHostLabel("A-9"))
    #expect(URITemplate.isHostLabel(String(repeating: "a", count: 63)))
  }

  @Test("a missing or empty value is an error that names it")
  func missing() {
    #expect(throws: URITemplateError.missing(name: "deployment-id")) {
      try azure.expanded(with: ["resource": "a"])
    }
    #expect(throws: URITemplateError.missing(name: "x")) { try path("") }
    #expect(URITemplateError.missing(name: "x").description == "missing value for '{x}'")
  }

  @Test(
    "unbalanced or empty braces are refused",
    arguments: ["/{a", "/a}", "/{}", "/{{a}", "/{a{b}}", "/{{{a}}}"])
  func malformed(template: String) {
    #expect(throws: URITemplateError.malformed) {
      try URITemplate(template).expanded(with: ["a": "x", "b": "y"])
    }
  }

  @Test("an error does not repeat a hostile value")
  func discreet() {
    #expect(!URITemplateError.notAHostLabel(name: "resource").description.contains("evil"))
    #expect(URITemplateError.missing(name: "a\u{1B}[2J").description.contains("\u{1B}") == false)
  }
}
