import CapabilitySpecs
import FoundationEssentials

/// Documents for tests.
enum Fixture {
  /// The path of a file in the Fixtures folder.
  static func path(_ name: String) -> String {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    return "/\(folder)/Fixtures/\(name)"
  }

  /// The text of a file in the Fixtures folder.
  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// Calls `body` with the path of a temporary file that holds `bytes`.
  static func withFile<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let path = "/tmp/capability-\(UUID().uuidString).yaml"
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  /// Everything the parser finds in a text, whether it accepts it or not.
  static func diagnostics(_ yaml: String) -> [CapabilityDiagnostic] {
    do {
      return try CapabilityParser.parse(yaml, source: "test.yaml").diagnostics
    } catch {
      return error.diagnostics
    }
  }

  /// A small document without anything to remark; tests replace pieces of it.
  static let small = """
    naftiko: 1.0.0-alpha2
    info: {label: Small, description: One call.}
    binds:
      - namespace: env
        keys: {API_KEY: SMALL_API_KEY}
    capability:
      consumes:
        - type: http
          namespace: upstream
          baseUri: https://images.invalid
          authentication: {type: bearer, token: '{{API_KEY}}'}
          resources:
            - name: pictures
              path: /pictures/{id}
              operations:
                - name: paint
                  method: POST
                  inputParameters:
                    - {name: id, in: path}
                    - {name: body, in: body}
      exposes:
        - type: rest
          namespace: door
          port: 8080
          resources:
            - path: /v1/pictures/{id}
              operations:
                - method: POST
                  call: upstream.paint
                  with: {id: door.id, body: door.body}
        - type: mcp
          namespace: agents
          port: 9090
          tools:
            - name: paint
              description: Paints.
              inputParameters:
                - {name: id, type: string, description: Which.}
              call: upstream.paint
              with: {id: agents.id}
    """

  /// The small document with one piece of text replaced.
  static func small(_ piece: String, _ replacement: String) -> String {
    small.replacing(piece, with: replacement)
  }
}
