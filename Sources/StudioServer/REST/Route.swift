import HTTPTypes
import Hummingbird
import HummingbirdCore

/// A request that has found its route.
struct RoutedRequest: Sendable {
  let request: Request
  let target: RequestTarget
  /// The values of the path's variables.
  let path: [String: String]
  let context: CallerContext

  func header(_ name: HTTPField.Name) -> String? { request.headers[name] }
}

/// A method on a path, and what answers it.
struct Route: Sendable {
  let method: HTTPRequest.Method
  let path: PathTemplate
  /// The place in a document that declares it, or what else it comes from.
  let origin: String
  let respond: @Sendable (RoutedRequest) async throws -> Response
}
