import Hummingbird
import HummingbirdCore

/// The MCP door: `/mcp`, and `/` because others accept any path.
struct MCPDoor: Door {
  let name = "mcp"
  let responder: MCPResponder

  func needsToken(_ request: Request) -> Bool { true }

  func respond(to request: Request, in context: CallerContext) async throws -> Response {
    let path = (request.head.path ?? "/").prefix { $0 != "?" }
    guard path == "/mcp" || path == "/" else { return Response(status: .notFound) }
    return try await responder.respond(to: request, in: context)
  }
}
