import StudioCore

/// A refusal of the protocol: JSON-RPC's `error`. What goes wrong with a tool is no such error but a
/// result that says so, because models read results.
struct MCPError: Error, Hashable, Sendable {
  var code: Int
  /// For people and models; nothing of the outside in it but names, cleaned.
  var message: String
  var data: JSONValue?

  static func unreadable(_ message: String) -> MCPError { MCPError(code: -32700, message: message) }

  static func invalidRequest(_ message: String) -> MCPError {
    MCPError(code: -32600, message: message)
  }

  static func unknownMethod(_ method: String) -> MCPError {
    MCPError(code: -32601, message: "There is no method “\(PlainText.clean(method, limit: 80))”.")
  }

  static func invalidParams(_ message: String, data: JSONValue? = nil) -> MCPError {
    MCPError(code: -32602, message: message, data: data)
  }

  static func broken(_ message: String) -> MCPError { MCPError(code: -32603, message: message) }

  static func headerMismatch(_ message: String) -> MCPError {
    MCPError(code: -32020, message: message)
  }

  static func unsupportedRevision(_ requested: String) -> MCPError {
    MCPError(
      code: -32022, message: "This revision of the protocol is not served.",
      data: [
        "supported": .array(MCPRevision.modern.map { .string($0.rawValue) }),
        "requested": .string(PlainText.clean(requested, limit: 80)),
      ])
  }

  /// The code for a resource that does not exist differs between the eras.
  static func noResource(_ uri: String, in revision: MCPRevision) -> MCPError {
    MCPError(
      code: revision.isLegacy ? -32002 : -32602, message: "There is no such resource.",
      data: ["uri": .string(uri)])
  }

  /// The HTTP status that carries the error in the modern era.
  var httpStatus: Int {
    switch code {
    case -32601: 404
    case -32603: 500
    default: 400
    }
  }

  /// The JSON-RPC message; `id` is null where the request's could not be read.
  func message(id: MessageID?) -> JSONValue {
    var error: JSONObject = ["code": .number(code), "message": .string(message)]
    error["data"] = data
    return ["jsonrpc": "2.0", "id": id?.value ?? .null, "error": .object(error)]
  }
}
