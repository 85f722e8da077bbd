import HTTPTypes
import Hummingbird
import HummingbirdCore

/// The REST door: finds the route of a request.
struct RESTDoor: Door {
  let name = "rest"
  let table: RouteTable

  private static let open = Set(StudioRoute.all.filter(\.isOpen).map(\.path))

  func needsToken(_ request: Request) -> Bool {
    !Self.open.contains(String((request.head.path ?? "").prefix { $0 != "?" }))
  }

  func respond(to request: Request, in context: CallerContext) async throws -> Response {
    if request.method == .options, request.head.path == "*" { return Self.allow([.options]) }
    let target = try RequestTarget(request.head.path ?? "/")
    switch table.find(request.method, target.segments) {
    case .found(let route, let path):
      return try await route.respond(
        RoutedRequest(request: request, target: target, path: path, context: context))
    case .otherMethods(let methods):
      guard request.method != .options else { return Self.allow(methods) }
      throw DoorError(
        405, "method_not_allowed", "This path does not know that method.",
        headers: [("Allow", methods.map(\.rawValue).joined(separator: ", "))])
    case .nothing:
      throw DoorError(404, "not_found", "There is nothing at this path.")
    }
  }

  private static func allow(_ methods: [HTTPRequest.Method]) -> Response {
    var response = Response(status: .noContent)
    response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
    return response
  }
}
