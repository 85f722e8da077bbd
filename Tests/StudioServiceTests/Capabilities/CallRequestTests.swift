import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("The request of a call", .timeLimit(.minutes(3)))
struct CallRequestTests {
  /// A document with an operation for each way to put values into a request.
  private static let document = """
    naftiko: 1.0.0-alpha2
    info: {label: Many ways, description: For tests.}
    binds:
      - {namespace: env, keys: {TOKEN: MY_TOKEN, REGION: MY_REGION}}
      - {namespace: file, location: "file://./binds.yaml", keys: {SHOP: shop}}
      - {namespace: vault, location: "vault://x", keys: {DEEP: deep}}
    capability:
      consumes:
        - type: http
          namespace: things
          description: Things.
          baseUri: https://{{REGION}}.example.org/base
          authentication: {type: bearer, token: "{{env.TOKEN}}"}
          inputParameters:
            - {name: trace, in: header}
            - {name: fixed, in: query, value: "a b"}
          resources:
            - name: all
              path: /things/{thing-id}/parts
              inputParameters: [{name: thing-id, in: path}]
              operations:
                - name: list
                  method: GET
                  inputParameters:
                    - {name: page, in: query}
                    - {name: session, in: cookie}
                    - {name: Authorization, in: header}
                    - {name: shop, in: header, value: "{{file.SHOP}}"}
                - name: json
                  method: POST
                  inputParameters: [{name: n, in: body}, {name: name, in: body}, {name: x, in: body}, {name: y, in: body}]
                  body:
                    type: json
                    data: {n: "{{n}}", name: "thing {{name}}", deep: [{x: "{{x}}"}, "{{y}}"], on: true}
                - name: several
                  method: POST
                  inputParameters: [{name: a, in: body}, {name: b, in: body}, {name: c, in: body, value: z}]
                - name: form
                  method: POST
                  inputParameters: [{name: q, in: body}, {name: none, in: body}]
                  body: {type: formUrlEncoded, data: {q: "{{q}}", skip: "{{none}}"}}
                - name: parts
                  method: POST
                  inputParameters: [{name: q, in: body}]
                  body:
                    type: multipartForm
                    data:
                      - {name: text, value: "{{q}}"}
                      - {name: file, value: "{{q}}!", filename: 'a"b.txt', contentType: text/plain}
                - name: words
                  method: POST
                  inputParameters: [{name: q, in: body}]
                  body: {type: xml, data: "<q>{{q}}</q>"}
                - name: raw
                  method: POST
                  inputParameters: [{name: q, in: body}]
                  body: '{"q":"{{q}}"}'
                - name: vault
                  method: GET
                  inputParameters: [{name: v, in: query, value: "{{DEEP}}"}]
    """

  private func prepared(
    _ operation: String, _ arguments: [String: JSONValue],
    environment: [String: String] = ["MY_TOKEN": "t0ken-value", "MY_REGION": "eu"],
    file: String = "shop: corner # best\n"
  ) throws -> PreparedRequest {
    let folder = try StoreFolder()
    try put(file, at: "\(folder.path)/binds.yaml")
    let capability = try CapabilityParser.parse(
      Self.document, source: "\(folder.path)/things.yaml"
    ).capability
    let called = try #require(
      CalledOperation(service: "things", operation: operation, in: [capability]))
    let request = CallRequest(
      called, ServiceConfiguration(environment: environment),
      ServiceCall(
        requestID: "1", service: "things", operation: operation, arguments: arguments))
    return try request.prepared(try request.body(), limits: nil)
  }

  private func body(_ operation: String, _ arguments: [String: JSONValue]) throws -> String {
    let all = arguments.merging(["thing-id": "1"]) { first, _ in first }
    return String(decoding: try prepared(operation, all).http.body, as: UTF8.self)
  }

  @Test("has each value where the document puts it, encoded for that place")
  func places() throws {
    let made = try prepared(
      "list",
      [
        "thing-id": "a/b c", "page": 2, "session": "s1", "trace": "on", "Authorization": "mine",
        "fixed": "theirs", "REGION": "evil.example",
      ])
    #expect(
      made.http.url == "https://eu.example.org/base/things/a%2Fb%20c/parts?fixed=a%20b&page=2")
    let headers = Dictionary(made.http.headers.map { ($0.name, $0.value) }) { $1 }
    #expect(headers["trace"] == "on")
    #expect(headers["Cookie"] == "session=s1")
    #expect(headers["shop"] == "corner")
    #expect(headers["Authorization"] == nil)
    #expect(made.http.credential?.headerValue == "Bearer t0ken-value")
    #expect(made.http.method == "GET")
    #expect(made.http.body.isEmpty)
  }

  @Test("without a set credential has none")
  func noCredential() throws {
    let made = try prepared("list", ["thing-id": "1"], environment: ["MY_REGION": "eu"])
    #expect(made.http.credential == nil)
  }

  @Test("has a JSON body of the parameters' own types, without those that are not set")
  func json() throws {
    #expect(
      try body("json", ["n": 4, "name": "\"x\"", "x": ["k": 1]])
        == #"{"n":4,"name":"thing \"x\"","deep":[{"x":{"k":1}}],"on":true}"#)
    #expect(try body("several", ["a": 1, "b": nil]) == #"{"a":1,"c":"z"}"#)
    #expect(
      try body("json", ["name": "y", "body": ["n": 9, "other": true]])
        == #"{"n":9,"other":true,"name":"thing y","deep":[{}],"on":true}"#)
  }

  @Test("has forms, parts and texts of what the caller says, which cannot break out of its place")
  func forms() throws {
    #expect(try body("form", ["q": "a&b=c d"]) == "q=a%26b%3Dc%20d")
    #expect(try body("raw", ["q": "a\"b"]) == #"{"q":"a\"b"}"#)
    #expect(try body("words", ["q": "x"]) == "<q>x</q>")
    let parts = try body("parts", ["q": "v"])
    #expect(parts.contains("Content-Disposition: form-data; name=\"text\"\r\n\r\nv\r\n"))
    #expect(parts.contains("name=\"file\"; filename=\"a%22b.txt\"\r\nContent-Type: text/plain"))
  }

  @Test(
    "is refused where a value cannot go where it should",
    arguments: [
      ("list", ["thing-id": "1", "trace": "a\r\nX: y"], StudioError.Code.invalidRequest),
      ("list", ["thing-id": "1", "session": "a; b=c"], .invalidRequest),
      ("list", ["thing-id": ".."], .invalidRequest), ("list", [:], .badConfiguration),
      ("words", ["thing-id": "1"], .invalidRequest),
      ("vault", ["thing-id": "1"], .badConfiguration),
    ] as [(String, [String: JSONValue], StudioError.Code)])
  func refused(operation: String, arguments: [String: JSONValue], code: StudioError.Code) throws {
    let error = #expect(throws: StudioError.self) { try prepared(operation, arguments) }
    #expect(error?.code == code)
  }

  @Test("never takes its host from a caller, and refuses one that is not set or is no label")
  func host() throws {
    for region in ["", "evil.example/", "a.b"] {
      let error = #expect(throws: StudioError.self) {
        try prepared("list", ["thing-id": "1", "REGION": "x"], environment: ["MY_REGION": region])
      }
      #expect(error?.code == .badConfiguration)
    }
  }

  @Test("does not carry a key in the clear to another machine")
  func plain() throws {
    let text = Self.document.replacing("https://{{REGION}}", with: "http://h")
    let capability = try CapabilityParser.parse(text, source: "x.yaml").capability
    let called = try #require(
      CalledOperation(service: "things", operation: "several", in: [capability]))
    let request = CallRequest(
      called, ServiceConfiguration(environment: ["MY_TOKEN": "t0ken-value"]),
      ServiceCall(
        requestID: "1", service: "things", operation: "several", arguments: ["thing-id": "1"]))
    #expect(throws: StudioError.self) { try request.prepared(nil, limits: nil) }
  }

  @Test(
    "goes to Azure with address, deployment, version and credential from where they belong",
    arguments: [
      (
        ["MICROSOFT_AZURE_OPENAI_RESOURCE": "contoso", "MICROSOFT_AZURE_OPENAI_API_KEY": "k3y-1"],
        ["deployment-id": "d/1", "resource": "evil"],
        "https://contoso.openai.azure.com/openai/deployments/d%2F1/images/generations"
          + "?api-version=2025-04-01-preview", "api-key: k3y-1"
      ),
      (
        [
          "AZURE_OPENAI_ENDPOINT": "https://gw.example:8443/team/openai/",
          "AZURE_OPENAI_DEPLOYMENT": "d2,d3",
          "OPENAI_API_VERSION": "2099-01-01", "MICROSOFT_AZURE_OPENAI_API_KEY": "eyJa.b.c",
        ], [:],
        "https://gw.example:8443/team/openai/deployments/d2/images/generations?api-version=2099-01-01",
        "Authorization: Bearer eyJa.b.c"
      ),
      (
        ["AZURE_OPENAI_ENDPOINT": "contoso", "AZURE_OPENAI_AD_TOKEN": "t0ken"],
        ["deployment-id": "d", "api-version": "v 1"],
        "https://contoso.openai.azure.com/openai/deployments/d/images/generations?api-version=v%201",
        "Authorization: Bearer t0ken"
      ),
    ] as [([String: String], [String: JSONValue], String, String?)])
  func azure(
    environment: [String: String], arguments: [String: JSONValue], url: String, credential: String?
  ) throws {
    let made = try seed(CallFixture.azureService, environment, arguments)
    #expect(made.http.url == url)
    #expect(made.http.credential.map { "\($0.name): \($0.headerValue)" } == credential)
  }

  @Test(
    "goes to the Ollama server that the environment names, below the document's own path",
    arguments: [
      ([:], "http://127.0.0.1:11434/v1/images/generations"),
      (
        ["OLLAMA_HOST": "https://box.example/ai"],
        "https://box.example:443/ai/v1/images/generations"
      ),
    ] as [([String: String], String)])
  func ollama(environment: [String: String], url: String) throws {
    let made = try seed(CallFixture.ollamaService, environment, [:])
    #expect(made.http.url == url)
    #expect(made.sent.body == #"{"prompt":"p"}"#)
  }

  private func seed(
    _ service: String, _ environment: [String: String], _ arguments: [String: JSONValue]
  ) throws -> PreparedRequest {
    let called = try #require(
      CalledOperation(service: service, operation: "createimage", in: try CallFixture.seeds()))
    let request = CallRequest(
      called, ServiceConfiguration(environment: environment),
      ServiceCall(
        requestID: "1", service: service, operation: "createimage",
        arguments: arguments.merging(["body": ["prompt": "p"]]) { $1 }))
    return try request.prepared(try request.body(), limits: nil)
  }
}
