import CapabilitySpecs

/// Documents for the tests of the door.
enum MCPDocuments {
  /// The tool of a document like those that are published.
  static func pictures(
    tool: String = "ollama-create-image", path: String = "/images/generations",
    with: String = "{body: tools.body}", inputs: String = "", outputs: String = "$."
  ) throws -> Capability {
    try document(tool: tool, path: path, with: with, inputs: inputs, outputs: outputs)
  }

  static func azure() throws -> Capability {
    try document(
      tool: "aoai-generate-image",
      path: "/openai/deployments/{deployment-id}/images/generations")
  }

  private static func document(
    tool: String, path: String, with: String = "{body: tools.body}", inputs: String = "",
    outputs: String = "$."
  ) throws -> Capability {
    let yaml = """
      naftiko: 1.0.0-alpha2
      info: {label: \(tool), description: Makes pictures., created: '2026-05-19', modified: '2026-05-19'}
      capability:
        consumes:
        - type: http
          namespace: \(tool)-service
          baseUri: http://localhost:11434/v1
          description: A service.
          resources:
          - name: generations
            path: \(path)
            operations:
            - name: \(path.hasSuffix("/images/generations") ? "createimage" : "other")
              method: POST
              inputParameters:
              - {name: body, in: body}
        exposes:
        - type: mcp
          namespace: \(tool)-mcp
          port: 9090
          transport: http
          description: Adapter of \(tool).
          tools:
          - name: \(tool)
            label: Create image
            description: Create image
            hints: {readOnly: false, destructive: false, idempotent: false}
            call: \(tool)-service.\(path.hasSuffix("/images/generations") ? "createimage" : "other")
            with: \(with)
            \(inputs.isEmpty ? "" : "inputParameters: \(inputs)")
            outputParameters:
            - {type: object, mapping: \(outputs)}
      """
    return try CapabilityParser.parse(yaml, source: "\(tool).yaml").capability
  }
}
