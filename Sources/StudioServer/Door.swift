import Hummingbird

/// What answers the requests of one port, once they have been let in.
protocol Door: Sendable {
  /// `rest` or `mcp`.
  var name: String { get }
  /// False for what anybody may ask who reaches the port, token or not.
  func needsToken(_ request: Request) -> Bool
  func respond(to request: Request, in context: CallerContext) async throws -> Response
}
