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

  /// Everything the parser finds in a text, whether it accepts it or not, without the notes, which
  /// every document has.
  static func diagnostics(_ yaml: String) -> [CapabilityDiagnostic] {
    allDiagnostics(yaml).filter { $0.severity != .note }
  }

  /// Everything the parser finds in a text.
  static func allDiagnostics(_ yaml: String) -> [CapabilityDiagnostic] {
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
          description: Pictures.
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
                  body: {type: json, data: '{{body}}'}
      exposes:
        - type: rest
          namespace: door
          port: 8080
          resources:
            - path: /v1/pictures/{id}
              description: Pictures by number.
              operations:
                - method: POST
                  inputParameters:
                    - {name: id, in: path, type: string, description: Which.}
                    - {name: body, in: body, type: object, description: What.}
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

extension Fixture {
  /// A document that bends everything that can be repaired.
  static let bent = """
    naftiko: 1.0.0-alpha2
    info: {label: Bent, created: yesterday, stakeholders: [{role: owner, fullName: A, email: x}]}
    binds:
      - namespace: env
        keys: {api-key: BENT_KEY, OTHER: BENT_OTHER}
    capability:
      consumes:
        - type: http
          namespace: bent
          baseUri: https://{resource}.openai.azure.com/base
          inputParameters: [{name: trace, in: header, value: '{{env.OTHER}}'}]
          authentication: {type: bearer, token: '{{env.api-key}}'}
          resources:
            - path: /a/{deployment-id}/{item_id}
              operations:
                - name: change
                  outputRawFormat: json
                  method: PUT
                  inputParameters:
                    - {name: a, in: body, type: integer, description: A., required: true}
                    - {name: b, in: body, type: array}
                    - {name: who, in: cookie}
                    - {name: item_id, in: path, type: string}
      exposes:
        - type: rest
          namespace: bent-rest
          description: Not allowed.
          port: 8081
          resources:
            - path: /a/{deployment-id}/{item_id}
              operations:
                - method: PUT
                  call: bent.change
                  with: {a: rest.a, b: rest.b, who: rest.who}
                  outputParameters:
                    - {type: array, mapping: $.list}
        - type: mcp
          namespace: bent-mcp
          transport: http
          port: 9091
          tools:
            - name: change
              description: Changes.
              inputParameters: [{name: deployment, type: file}]
              call: bent.change
              with: {a: tools.a, b: 'x{{b}}', who: 7}
              outputParameters:
                - {type: object, mapping: $.x}
    """

  /// A document of several operations with parameters in every place, as generators write them.
  static let wide = """
    naftiko: 1.0.0-alpha2
    info: {label: Wide, description: 'Several operations: one of each kind.'}
    binds:
      - namespace: env
        keys: {WIDE_KEY: WIDE_KEY}
      - namespace: files
        location: file:///./wide.yaml
        keys: {WIDE_TENANT: tenant}
    capability:
      consumes:
        - type: http
          namespace: wide
          description: A service.
          baseUri: https://wide.invalid/v1
          inputParameters:
            - {name: X-Tenant, in: header, value: '{{files.WIDE_TENANT}}'}
          authentication: {type: apikey, key: key, value: '{{env.WIDE_KEY}}', placement: query}
          resources:
            - name: models
              path: /models/{model}
              inputParameters: [{name: model, in: path}]
              operations:
                - name: get-model
                  method: GET
                  inputParameters:
                    - {name: fields, in: query, type: string, description: Which., required: false}
                    - {name: session, in: cookie}
                - {name: delete-model, method: DELETE}
            - name: edits
              path: /edits
              operations:
                - name: edit
                  method: POST
                  outputRawFormat: xml
                  body:
                    type: multipartForm
                    data:
                      - {name: prompt, value: '{{prompt}}'}
                      - {name: image, value: '{{image}}', filename: a.png, contentType: image/png}
                  inputParameters:
                    - {name: prompt, in: body}
                    - {name: image, in: body}
                - name: search
                  method: PATCH
                  body: {type: formUrlEncoded, data: {q: '{{q}}', n: '3'}}
                  inputParameters: [{name: q, in: body}]
                - name: raw
                  method: PUT
                  body: {type: xml, data: '<a>{{q}}</a>'}
                  inputParameters: [{name: q, in: body}]
      exposes:
        - type: rest
          namespace: wide-rest
          address: 127.0.0.1
          port: 8082
          authentication: {type: basic, username: me, password: '{{WIDE_KEY}}'}
          resources:
            - path: /models/{model}
              operations:
                - method: GET
                  call: wide.get-model
                  with: {model: rest.model, fields: rest.fields, session: rest.session}
                  outputParameters:
                    - type: object
                      properties:
                        id: {type: string, mapping: $.id}
                        tags: {type: array, mapping: $.tags, items: {type: string, mapping: $}}
                        fixed: {type: string, value: wide}
                - {method: DELETE, call: wide.delete-model, with: {model: rest.model}}
            - path: /edits
              operations:
                - method: POST
                  call: wide.edit
                  with: {prompt: rest.prompt, image: rest.image}
                - {method: PATCH, call: wide.search, with: {q: 'a {{q}} b'}}
        - type: mcp
          namespace: wide-mcp
          transport: stdio
          tools:
            - {name: raw, description: Raw., call: wide.raw, with: {q: tools.q}, hints: {readOnly: true}}
    """
}
