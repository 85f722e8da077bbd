import StudioCore

// Who the server is and what it serves.
extension MCPCore {
  /// The answer to a legacy handshake.
  func greeting(_ revision: MCPRevision) -> JSONObject {
    var info: JSONObject = ["name": "easel", "version": .string(options.version)]
    if revision.hasStructuredResults { info["title"] = "Easel" }
    return [
      "protocolVersion": .string(revision.rawValue), "capabilities": .object(capabilities),
      "serverInfo": .object(info), "instructions": .string(instructions),
    ]
  }

  /// The answer to `server/discover`.
  var discovery: JSONObject {
    [
      "supportedVersions": .array(MCPRevision.modern.map { .string($0.rawValue) }),
      "capabilities": .object(capabilities), "instructions": .string(instructions),
    ]
  }

  private var capabilities: JSONObject {
    [
      "tools": .object(JSONObject()),
      "resources": ["subscribe": true, "listChanged": true],
      "prompts": .object(JSONObject()), "completions": .object(JSONObject()),
    ]
  }

  private var instructions: String {
    let pictures =
      tools.makesImages
      ? [
        "Pictures are kept: results link to the full files as studio://images/<generation>/<number>, "
          + "studio://history lists what was made. A call that takes long answers with its "
          + "generation; ask \(JobTool.look.name) for the pictures then."
      ] : []
    return (tools.descriptions + pictures).joined(separator: "\n")
  }
}
