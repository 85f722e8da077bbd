import StudioCore
import CapabilitySpecs

/// Capability documents in words.
enum CapabilityWords {
  /// `rest` or `mcp`.
  static func kind(of line: CapabilityPlan.Line) -> String {
    switch line.entrance {
    case .route: "rest"
    case .tool: "mcp"
    }
  }

  /// `REST 8080`, `MCP stdio`.
  static func door(of line: CapabilityPlan.Line) -> String {
    "\(kind(of: line).uppercased()) \(line.port.map(String.init) ?? "stdio")"
  }

  /// `POST /v1/images/generations`, or a tool's name.
  static func entrance(of line: CapabilityPlan.Line) -> String {
    switch line.entrance {
    case .route(let method, let path): "\(method.rawValue) \(path)"
    case .tool(let name): name
    }
  }

  static func key(_ key: CapabilityDocument.Key) -> String {
    "\(key.name) \(key.isSet ? "is set" : "is not set")"
  }

  /// `prompt`, `size?`, with the place for REST: `deployment-id (path)`.
  static func parameter(_ parameter: CapabilityPlan.Parameter) -> String {
    parameter.name + (parameter.isRequired ? "" : "?")
      + (parameter.location.map { " (\($0.rawValue))" } ?? "")
  }

  static func json(_ diagnostic: CapabilityDiagnostic) -> JSONValue {
    [
      "line": .number(diagnostic.mark.line),
      "column": .number(diagnostic.mark.column),
      "severity": .string(diagnostic.severity.rawValue),
      "code": .string(diagnostic.code),
      "message": .string(diagnostic.message),
      "preventsUse": .bool(diagnostic.preventsUse),
    ]
  }
}
