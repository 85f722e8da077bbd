import FoundationEssentials
import StudioCore

/// What a request of the modern era must say about itself, in the order in which it is checked.
enum ModernRules {
  /// - Parameter header: the value of an HTTP header; nil where there is no HTTP.
  static func check(
    _ request: MCPRequest, header: ((String) -> String?)?
  ) throws(MCPError) {
    let revision = try statedRevision(request)
    if let header { try checkHeaders(of: request, revision, header) }
    guard MCPRevision.modern.contains(where: { $0.rawValue == revision }) else {
      throw .unsupportedRevision(revision)
    }
  }

  private static func statedRevision(_ request: MCPRequest) throws(MCPError) -> String {
    guard let meta = request.meta else { throw .invalidParams("_meta is missing.") }
    guard case .string(let revision)? = meta[MetaName.revision] else {
      throw .invalidParams("_meta must hold \(MetaName.revision), a string.")
    }
    guard meta[MetaName.clientCapabilities]?.object != nil else {
      throw .invalidParams("_meta must hold \(MetaName.clientCapabilities), an object.")
    }
    return revision
  }

  private static func checkHeaders(
    of request: MCPRequest, _ revision: String, _ header: (String) -> String?
  ) throws(MCPError) {
    try compare("MCP-Protocol-Version", header, with: revision)
    try compare("Mcp-Method", header, with: request.method)
    if let name = subject(of: request) {
      try compare("Mcp-Name", { header($0).flatMap(decoded) }, with: name)
    }
  }

  private static func compare(
    _ name: String, _ header: (String) -> String?, with expected: String
  ) throws(MCPError) {
    guard let value = header(name) else {
      throw .headerMismatch("The header \(name) is missing or cannot be read.")
    }
    guard value == expected else {
      throw .headerMismatch("The header \(name) says something else than the body.")
    }
  }

  /// What the header `Mcp-Name` repeats.
  private static func subject(of request: MCPRequest) -> String? {
    let value: JSONValue? =
      switch request.method {
      case "tools/call", "prompts/get": request.params["name"]
      case "resources/read": request.params["uri"]
      default: nil
      }
    if case .string(let text)? = value { return text }
    return nil
  }

  /// A value as it is, or in the wrapping for text that headers cannot hold.
  private static func decoded(_ value: String) -> String? {
    guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else {
      return value
    }
    guard let data = Data(base64Encoded: String(value.dropFirst(9).dropLast(2))) else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }
}
