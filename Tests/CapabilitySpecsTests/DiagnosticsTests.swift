import CapabilitySpecs
import Testing

@Suite("What is wrong with a document, and where", .timeLimit(.minutes(1)))
struct DiagnosticsTests {
  /// A slip made in the small document, and the findings it must lead to: the text at whose first
  /// occurrence the finding is, then severity and code.
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
      "\($0.mark.line):\($0.mark.column) \($0.severity.rawValue) \($0.code)"
    }
  }

  private static let dialects = [
    Slip("1.0.0-alpha2", "1.0.0-alpha1", ("1.0.0-alpha1", "warning dialect.older")),
    Slip("1.0.0-alpha2", "0.5", ("0.5", "error dialect.unknown")),
    Slip("1.0.0-alpha2", "1.0.0-beta4", ("1.0.0-beta4", "error dialect.unknown")),
    Slip("naftiko: 1.0.0-alpha2\n", "", ("info", "error dialect.missing")),
    Slip("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta4", ("ikanos", "error dialect.newer")),
  ]

  private static let roots = [
    Slip(
      "label: Small", "lable: Small", ("{lable", "error schema.missing-key"),
      ("lable", "warning schema.unknown-key")),
    Slip(
      "info: {label: Small, description: One call.}\n", "",
      ("naftiko", "warning schema.missing-key")),
    Slip("label: Small", "label: [Small]", ("[Small]", "error schema.type")),
    Slip("One call.", "x, created: yesterday", ("yesterday", "warning schema.value")),
    Slip("{API_KEY:", "{b: C, API_KEY:", ("b: C", "warning schema.name")),
    Slip(
      "{API_KEY: SMALL_API_KEY}", "{API_KEY: [A]}", ("[A]", "error schema.value"),
      ("{type: bearer", "error template.undeclared")),
    Slip(
      "keys: {API_KEY", "location: 'vault://x'\n    keys: {API_KEY",
      ("location", "warning unsupported.location")),
    Slip("namespace: env", "namespace: door", ("type: rest", "error name.duplicate-namespace")),
    Slip("capability:", "aggregate: []\ncapability:", ("aggregate", "warning schema.unknown-key")),
    Slip(
      "  consumes:", "  aggregates: []\n  consumes:",
      ("aggregates", "warning unsupported.aggregates")
    ),
  ]

  private static let consumers = [
    Slip(
      "namespace: upstream", "namespace: up_stream", ("up_stream", "error schema.name"),
      ("upstream.paint", "error call.unknown"),
      ("upstream.paint\n          with: {id: agents", "error call.unknown")),
    Slip("https:", "ftp:", ("ftp:", "error schema.base")),
    Slip("images.invalid", "images.invalid/", ("https", "warning schema.base")),
    Slip("images.invalid", "images.invalid/{x}", ("https", "error schema.base")),
    Slip("images.invalid", "{images.invalid", ("https", "error schema.base")),
    Slip("'{{API_KEY}}'", "'{{API_KEI}}'", ("{type: bearer", "error template.undeclared")),
    Slip("'{{API_KEY}}'", "'{{API_KEY'", ("'{{API_KEY'", "error template.syntax")),
    Slip("bearer", "beerer", ("beerer", "error schema.value")),
    Slip(
      "token: '{{API_KEY}}'", "tokken: x", ("{type: bearer", "error schema.missing-key"),
      ("tokken", "warning schema.unknown-key")),
    Slip(
      "                - {name: id, in: path}",
      "                - {name: id, in: path, value: '{{'}",
      ("'{{'", "error template.syntax")),
    Slip(
      "              method: POST",
      "              method: POST\n              body: {type: json, data: {a: [b, '{{#c}}']}}",
      ("'{{#c}}'", "error template.syntax")),
    Slip("path: /pictures", "path: pictures", ("pictures/{id}", "error schema.path")),
    Slip("path: /pictures/{id}", "path: /pictures/{id", ("/pictures/{id", "error schema.path")),
    Slip("path: /pictures/{id}", "path: /p/{id}?x=1", ("/p/{id}?", "warning schema.path")),
    Slip("in: path}", "in: query}", ("name: paint", "warning path.undeclared")),
    Slip(
      "in: path}", "in: paths}", ("name: paint", "warning path.undeclared"),
      ("paths}", "error schema.value")),
    Slip("in: body}", "in: body, required: true}", ("required", "warning schema.unknown-key")),
    Slip(
      "              method: POST", "              method: POTS", ("POTS", "error schema.value")),
    Slip(
      "              method: POST", "              method: HEAD", ("HEAD", "warning schema.value")),
    Slip(
      "              method: POST",
      "              method: POST\n              outputRawFormat: binary",
      ("binary", "warning schema.value")),
    Slip(
      "operations:\n            - name: paint",
      "operations:\n            - {name: paint, method: GET}\n"
        + "            - name: paint",
      ("{name: paint, method", "warning path.undeclared"),
      ("name: paint\n", "error name.duplicate-operation"),
      ("body: door", "warning with.unused")),
  ]

  private static let doors = [
    Slip("port: 8080", "port: 99999", ("99999", "error schema.value")),
    Slip("port: 8080", "port: '8080'", ("'8080'", "error schema.value")),
    Slip(
      "port: 8080", "prot: 8080", ("type: rest", "error schema.missing-key"),
      ("prot", "warning schema.unknown-key")),
    Slip("port: 9090", "transport: stdio"),
    Slip("port: 9090", "transport: stdio\n      port: 1", ("port: 1", "warning schema.value")),
    Slip("port: 8080", "port: 8080\n      address: 127.0.0.1"),
    Slip("port: 8080", "port: 8080\n      address: 'a b'", ("'a b'", "error schema.value")),
    Slip(
      "port: 8080", "port: 8080\n      authentication: {type: bearer, token: '{{TOKEN}}'}",
      ("type: rest", "error template.undeclared")),
    Slip("type: mcp", "type: mpc", ("mpc", "error schema.value")),
    Slip("type: mcp", "type: skill", ("type: skill", "warning unsupported.exposes")),
    Slip(
      "call: upstream.paint\n              with", "call: up\n              with",
      ("up\n              with", "error call.syntax")),
    Slip(
      "            - method: POST",
      "            - {method: POST, call: upstream.paint}\n"
        + "            - method: POST",
      ("method: POST\n              call", "error name.duplicate-route")),
    Slip(
      "tools:", "tools:\n        - {name: paint, description: x, call: upstream.paint}",
      ("name: paint\n          desc", "error name.duplicate-tool")),
  ]

  private static let calls = [
    Slip("id: agents.id", "id: tools.id", ("tools.id", "warning with.alias")),
    Slip("id: agents.id", "id: agents.ix", ("id: agents.ix", "warning with.undeclared")),
    Slip("id: agents.id", "idd: x", ("idd", "warning with.unused")),
    Slip("id: agents.id", "id: [x]", ("[x]", "error schema.type")),
    Slip("with: {id: agents.id}", "steps: []", ("steps", "warning unsupported.steps")),
    Slip(
      "with: {id: agents.id}", "outputParameters: [{type: object, mapping: $.}]",
      ("{type: object", "warning schema.output-shape")),
    Slip(
      "with: {id: agents.id}", "outputParameters: [{type: string}]",
      ("{type: string}", "error schema.missing-key")),
    Slip("with: {id: agents.id}", "hints: {readOnly: maybe}", ("maybe", "error schema.type")),
  ]

  private static let syntax = [
    Slip("label: Small", "label: a, label: b", ("label: a", "error yaml.duplicate-key")),
    Slip("{label: Small", "{label: Small]", ("]", "error yaml.syntax")),
    Slip("label: Small", "label: *nothing", ("*nothing", "error yaml.syntax")),
    Slip("label: Small", "label: \"a\\e[2J\"", ("\"a", "error yaml.control-character")),
    Slip("label: Small", "[a]: b, label: Small", ("[a]", "error yaml.key")),
    Slip("label: Small", "label: \u{7}", ("\u{7}", "error yaml.syntax")),
  ]

  @Test(
    "every slip is found at its place",
    arguments: dialects + roots + consumers + doors + calls + syntax)
  func slip(_ slip: Slip) {
    #expect(slip.document != Fixture.small)
    #expect(findings(slip.document) == slip.findings)
  }

  @Test("the small document is clean")
  func clean() { #expect(Fixture.diagnostics(Fixture.small).map(\.description) == []) }

  @Test("all problems are reported at once, in document order")
  func all() {
    let yaml = Fixture.small("port: 8080", "port: no").replacing("type: bearer", with: "type: x")
      .replacing("description: Paints.", with: "hints: 3")
    #expect(
      Fixture.diagnostics(yaml).map(\.code) == [
        "schema.value", "schema.value", "schema.missing-key", "schema.type",
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
