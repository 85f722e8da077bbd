import CapabilitySpecs
import Testing

@Suite("What is wrong with a document, and where", .timeLimit(.minutes(3)))
struct DiagnosticsTests {
  /// A slip made in the small document, and the findings it must lead to: the text at whose first
  /// occurrence the finding is, then severity (`fatal` where it prevents use) and code.
  struct Slip: Sendable, CustomTestStringConvertible {
    let piece: String
    let replacement: String
    let expected: [(at: String, finding: String)]
    var testDescription: String { replacement.isEmpty ? "without \(piece)" : replacement }

    init(_ piece: String, _ replacement: String, _ expected: (at: String, finding: String)...) {
      self.piece = piece
      self.replacement = replacement
      self.expected = expected
    }

    var document: String { Fixture.small(piece, replacement) }

    /// The expected findings with their lines and columns.
    var findings: [String] {
      expected.map { "\(DiagnosticsTests.place(of: $0.at, in: document)) \($0.finding)" }
    }
  }

  /// `line:column` of the first occurrence.
  static func place(of needle: String, in text: String) -> String {
    guard let found = text.firstRange(of: needle) else { return "nowhere: \(needle)" }
    let before = text[..<found.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
    return "\(before.count):\((before.last?.count ?? 0) + 1)"
  }

  private func findings(_ yaml: String) -> [String] {
    Fixture.diagnostics(yaml).map {
      let severity = $0.preventsUse ? "fatal" : $0.severity.rawValue
      return "\($0.mark.line):\($0.mark.column) \(severity) \($0.code)"
    }
  }

  private static let dialects = [
    Slip(
      "1.0.0-alpha2", "1.0.0-alpha1", ("1.0.0-alpha1", "warning dialect.older"),
      ("1.0.0-alpha1", "error schema.value")),
    Slip("1.0.0-alpha2", "0.5", ("0.5", "fatal dialect.unknown")),
    Slip("1.0.0-alpha2", "1.0.0-beta4", ("1.0.0-beta4", "fatal dialect.unknown")),
    Slip("naftiko: 1.0.0-alpha2\n", "", ("info", "fatal dialect.missing")),
    Slip("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta4", ("ikanos", "fatal dialect.newer")),
  ]

  private static let roots = [
    Slip(
      "label: Small", "lable: Small", ("{lable", "error schema.missing-key"),
      ("lable", "error schema.unknown-key")),
    Slip("info: {label: Small, description: One call.}\n", ""),
    Slip("label: Small", "label: [Small]", ("[Small]", "fatal schema.type")),
    Slip("One call.", "x, created: yesterday", ("yesterday", "error schema.value")),
    Slip("One call.", "<script>", ("naftiko", "warning lint.script")),
    Slip("{API_KEY:", "{b: C, API_KEY:", ("b: C", "error schema.name")),
    Slip(
      "{API_KEY: SMALL_API_KEY}", "{API_KEY: [A]}", ("[A]", "fatal schema.type"),
      ("{type: bearer", "fatal semantic.undeclared-variable")),
    Slip(
      "keys: {API_KEY", "location: 'vault://x'\n    keys: {API_KEY",
      ("location", "warning semantic.provider")),
    Slip("keys: {API_KEY", "location: 'file:///./x.yaml'\n    keys: {API_KEY"),
    Slip(
      "namespace: env", "namespace: door", ("type: rest", "fatal semantic.duplicate-namespace")),
    Slip("capability:", "aggregate: []\ncapability:", ("aggregate", "error schema.unknown-key")),
    Slip(
      "  consumes:", "  aggregates: []\n  consumes:",
      ("aggregates", "warning semantic.unsupported-aggregates"), ("[]", "error schema.value")),
  ]

  private static let consumers = [
    Slip(
      "namespace: upstream", "namespace: up_stream", ("up_stream", "fatal schema.name"),
      ("upstream.paint", "fatal semantic.unknown-call"),
      ("upstream.paint\n          with: {id: agents", "fatal semantic.unknown-call")),
    Slip("description: Pictures.\n", "\n", ("type: http", "warning lint.description")),
    Slip("https:", "ftp:", ("ftp:", "fatal schema.value")),
    Slip("images.invalid", "images.invalid/", ("type: http", "warning lint.base-slash")),
    Slip("images.invalid", "www.example.com", ("type: http", "warning lint.example")),
    Slip("images.invalid", "images.invalid/{x}", ("https", "fatal schema.value")),
    Slip("images.invalid", "{images.invalid", ("https", "fatal semantic.braces")),
    Slip("images.invalid", "me@images.invalid", ("https", "fatal semantic.base")),
    Slip(
      "'{{API_KEY}}'", "'{{API_KEI}}'", ("{type: bearer", "fatal semantic.undeclared-variable")),
    Slip("'{{API_KEY}}'", "'{{API_KEY'", ("'{{API_KEY'", "fatal semantic.template")),
    Slip("bearer", "beerer", ("beerer", "fatal schema.value")),
    Slip(
      "token: '{{API_KEY}}'", "tokken: x", ("{type: bearer", "fatal semantic.missing-key"),
      ("tokken", "error schema.unknown-key")),
    Slip(
      "                - {name: id, in: path}",
      "                - {name: id, in: path, value: '{{'}",
      ("'{{'", "fatal semantic.template")),
    Slip(
      "data: '{{body}}'", "data: {a: [b, '{{#c}}']}", ("'{{#c}}'", "fatal semantic.template")),
    Slip(
      "data: '{{body}}'", "data: {a: '{{boddy}}'}", ("name: paint", "fatal semantic.unresolved")),
    Slip(
      "{type: json, data: '{{body}}'}", "{type: formUrlEncoded, data: {a: [b]}}",
      ("{a: [b]}", "fatal semantic.type"), ("[b]", "error schema.type")),
    Slip("path: /pictures", "path: pictures", ("pictures/{id}", "fatal semantic.path")),
    Slip("path: /pictures/{id}", "path: /pictures/{id", ("/pictures/{id", "fatal semantic.braces")),
    Slip(
      "path: /pictures/{id}", "path: /p/{id}?x=1", ("name: pictures", "warning lint.query-in-path")),
    Slip(
      "in: path}", "in: paths}", ("name: paint", "repair repair.D6"),
      ("paths}", "fatal schema.value")),
    Slip("in: body}", "in: body, required: true}", ("required: true", "error schema.unknown-key")),
    Slip(
      "              method: POST", "              method: POTS", ("POTS", "fatal schema.value")),
    Slip(
      "              method: POST", "              method: HEAD", ("HEAD", "error schema.value")),
    Slip(
      "              method: POST",
      "              method: POST\n              outputRawFormat: binary",
      ("binary", "error schema.value")),
    Slip(
      "operations:\n            - name: paint",
      "operations:\n            - {name: paint, method: GET}\n"
        + "            - name: paint",
      ("{name: paint, method", "repair repair.D6"),
      ("name: paint\n", "fatal semantic.duplicate-operation"),
      ("body: door", "warning semantic.unused-argument")),
  ]

  private static let doors = [
    Slip("port: 8080", "port: 99999", ("99999", "fatal schema.value")),
    Slip("port: 8080", "port: '8080'", ("'8080'", "fatal schema.type")),
    Slip(
      "port: 8080", "prot: 8080", ("type: rest", "fatal schema.missing-key"),
      ("prot", "error schema.unknown-key")),
    Slip("port: 9090", "transport: stdio"),
    Slip("port: 9090", "transport: stdio\n      port: 1", ("port: 1", "error schema.conflict")),
    Slip("port: 8080", "port: 8080\n      address: 127.0.0.1"),
    Slip("port: 8080", "port: 8080\n      address: 'a b'", ("'a b'", "fatal schema.value")),
    Slip(
      "port: 8080", "port: 8080\n      address: www.example.com",
      ("type: rest", "warning lint.example")),
    Slip(
      "port: 8080", "port: 8080\n      authentication: {type: bearer, token: '{{TOKEN}}'}",
      ("type: rest", "fatal semantic.undeclared-variable")),
    Slip("/v1/pictures/{id}", "/v1/pictures/{id}/", ("path: /v1", "warning lint.path-slash")),
    Slip("type: mcp", "type: mpc", ("mpc", "fatal schema.value")),
    Slip(
      "call: upstream.paint\n              with", "call: up\n              with",
      ("up\n              with", "fatal schema.value")),
    Slip(
      "            - method: POST",
      "            - {method: POST, call: upstream.paint, with: {id: door.id}}\n"
        + "            - method: POST",
      (
        "method: POST\n              inputParameters:\n                - {name: id, in: path, t",
        "fatal semantic.duplicate-route"
      )),
    Slip(
      "tools:",
      "tools:\n        - {name: paint, description: x, call: upstream.paint, with: {id: 1}}",
      ("name: paint\n          desc", "fatal semantic.duplicate-tool")),
  ]

  private static let calls = [
    Slip("id: agents.id", "id: tools.id", ("id: tools", "repair repair.D1")),
    Slip(
      "id: agents.id", "id: agents.ix", ("id: agents.ix", "warning semantic.undeclared-parameter")),
    Slip(
      "id: agents.id", "idd: x", ("upstream.paint\n          with: {idd", "repair repair.D7"),
      ("idd", "warning semantic.unused-argument")),
    Slip(
      "id: agents.id", "id: [x]", ("upstream.paint\n          with: {id: [x]", "repair repair.D7"),
      ("[x]", "fatal schema.type")),
    Slip(
      "images.invalid", "{host}.invalid"),
    Slip(
      "with: {id: agents.id}",
      "with: {id: agents.id}\n          outputParameters: [{type: object, mapping: $.}]",
      ("{type: object, mapping", "repair repair.D10"),
      ("{type: object, mapping", "error schema.missing-key")),
    Slip(
      "with: {id: agents.id}",
      "with: {id: agents.id}\n          outputParameters: [{type: string}]",
      ("{type: string}", "fatal schema.missing-key")),
    Slip(
      "with: {id: agents.id}",
      "with: {id: agents.id}\n          outputParameters: [{type: string, mapping: '$[?(@.a)]'}]",
      ("mapping:", "fatal semantic.json-path")),
    Slip(
      "with: {id: agents.id}", "with: {id: agents.id}\n          hints: {readOnly: maybe}",
      ("maybe", "fatal schema.type")),
  ]

  private static let syntax = [
    Slip("label: Small", "label: a, label: b", ("label: a", "fatal yaml.duplicate-key")),
    Slip("{label: Small", "{label: Small]", ("]", "fatal yaml.syntax")),
    Slip("label: Small", "label: *nothing", ("*nothing", "fatal yaml.syntax")),
    Slip("label: Small", "label: \"a\\e[2J\"", ("\"a", "fatal yaml.control-character")),
    Slip("label: Small", "[a]: b, label: Small", ("[a]", "fatal yaml.key")),
    Slip("label: Small", "label: \u{7}", ("\u{7}", "fatal yaml.syntax")),
  ]

  @Test(
    "every slip is found at its place",
    arguments: dialects + roots + consumers + doors + calls + syntax)
  func slip(_ slip: Slip) {
    #expect(slip.document != Fixture.small)
    #expect(findings(slip.document).sorted() == slip.findings.sorted())
  }

  @Test("the small document is clean")
  func clean() { #expect(Fixture.diagnostics(Fixture.small).map(\.description) == []) }

  @Test("all problems are reported at once, in document order")
  func all() {
    let yaml = Fixture.small("port: 8080", "port: no").replacing("type: bearer", with: "type: x")
      .replacing("description: Paints.", with: "hints: 3")
    #expect(
      Fixture.diagnostics(yaml).map(\.code) == [
        "schema.value", "schema.type", "schema.missing-key", "schema.type",
      ])
  }

  @Test("a call to nothing suggests what was probably meant")
  func nearMatch() throws {
    let wrong = Fixture.small(
      "upstream.paint\n          with: {id: agents", "upstraem.paint\n          with: {id: agents")
    let message = try #require(Fixture.diagnostics(wrong).first).message
    #expect(message == "'upstraem.paint' is no consumed operation; did you mean 'upstream.paint'?")
  }

  @Test("a newer dialect is answered with its renamed keys")
  func newerDialect() throws {
    let message = try #require(Fixture.diagnostics("ikanos: 1.0.0-beta4").first).message
    #expect(message.contains("'1.0.0-beta4'") && message.contains("'display' for 'label'"))
  }

  @Test("a description is one line: file, line, column, severity, code, message")
  func description() throws {
    let line = try #require(Fixture.diagnostics("a: 1").first).description
    #expect(
      line == "test.yaml:1:1 error dialect.missing the document needs 'naftiko: 1.0.0-alpha2'")
  }

  @Test("file names cannot drive the terminal")
  func hostileNames() {
    let mark = SourceMark(file: "a\u{1B}[2J\r\u{202E}b", line: 1, column: 2)
    #expect(mark.description == "a\u{FFFD}[2J\u{FFFD}\u{FFFD}b:1:2")
  }
}
