import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A value that a bind gives", .timeLimit(.minutes(3)))
struct BoundValueTests {
  private static let document = """
    naftiko: 1.0.0-alpha2
    info: {label: Bound, description: For tests.}
    binds:
      - {namespace: file, location: "file://./binds.yaml", keys: {KEY: key, team: team, word: word}}
      - {namespace: vault, location: "vault://x", keys: {DEEP: deep}}
    capability:
      consumes:
        - type: http
          namespace: things
          description: Things.
          baseUri: http://127.0.0.1:1
          authentication: {type: bearer, token: "{{file.KEY}}"}
          resources:
            - name: all
              path: /things/{team}
              inputParameters:
                - {name: team, in: path}
                - {name: word, in: query}
              operations:
                - name: send
                  method: POST
                  body: {type: json, data: {secret: "{{word}}", team: "{{team}}", key: "{{KEY}}"}}
    """

  private func prepared(_ file: String) throws -> PreparedRequest {
    let folder = try StoreFolder()
    try put(file, at: "\(folder.path)/binds.yaml")
    let capability = try CapabilityParser.parse(
      Self.document, source: "\(folder.path)/things.yaml"
    ).capability
    let called = try #require(
      CalledOperation(service: "things", operation: "send", in: [capability]))
    let request = CallRequest(
      called, ServiceConfiguration(environment: [:]),
      ServiceCall(
        requestID: "1", service: "things", operation: "send",
        arguments: ["team": "mine", "word": "mine", "KEY": "mine"]))
    return try request.prepared(try request.body(), limits: nil)
  }

  @Test("is never replaced by a caller's, and no record shows it in any form, file or not")
  func hidden() throws {
    let made = try prepared("key: k3y-of-mine\nteam: team-a\nword: 'two \\ words'\n")
    #expect(made.http.url == "http://127.0.0.1:1/things/team-a?word=two%20%5C%20words")
    #expect(made.http.credential?.headerValue == "Bearer k3y-of-mine")
    let body = String(decoding: made.http.body, as: UTF8.self)
    #expect(body == #"{"secret":"two \\ words","team":"team-a","key":"k3y-of-mine"}"#)
    #expect(made.sent.body == #"{"secret":"•••","team":"•••","key":"•••"}"#)
    #expect(made.sent.url == "http://127.0.0.1:1/things/•••?word=•••")
    let error = StudioError(.badAnswer, "It said k3y-of-mine.", hint: "two \\ words")
    #expect(error.hiding(made.secrets).message == "It said •••.")
    #expect(error.hiding(made.secrets).hint == "•••")
  }

  @Test("is not a caller's where it is not set")
  func unset() throws {
    let error = #expect(throws: StudioError.self) { try prepared("key: k3y-of-mine\n") }
    #expect(error?.code == .badConfiguration)
  }

  @Test("that Azure needs for a key is named where it is not set, before anything is sent")
  func azureKey() async throws {
    let wire = try RawWire(environment: ["MICROSOFT_AZURE_OPENAI_API_KEY": ""]) { _ in }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure())
    }
    #expect(error.code == .credentialsMissing)
    #expect(error.hint?.contains("MICROSOFT_AZURE_OPENAI_API_KEY") == true)
    #expect(error.hint?.contains("AZURE_OPENAI_AD_TOKEN") == true)
    #expect(wire.server.requests.isEmpty)
    #expect(try await wire.studio.history(.all, offset: 0, limit: 1).total == 0)
  }
}
