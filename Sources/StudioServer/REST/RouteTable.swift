import HTTPTypes
import StudioCore

/// The routes of one port.
struct RouteTable: Sendable {
  /// More literal paths come first, so that `/a/b` wins over `/a/{name}`.
  let routes: [Route]

  /// - Throws: `bad-configuration` when two routes match the same requests.
  init(_ routes: [Route]) throws(StudioError) {
    var seen: [RouteKey: Route] = [:]
    for route in routes {
      let key = RouteKey(method: route.method, shape: route.path.shape)
      if let first = seen[key] {
        throw StudioError(
          .badConfiguration,
          "\(route.origin) exposes \(route.method) \(route.path.text), which \(first.origin) "
            + "exposes already.",
          hint: "Serve only one of the two, or rename one.")
      }
      seen[key] = route
    }
    self.routes = routes.enumerated().sorted {
      let (left, right) = (Self.rank($0.element), Self.rank($1.element))
      return left == right ? $0.offset < $1.offset : left.lexicographicallyPrecedes(right)
    }.map(\.element)
  }

  private struct RouteKey: Hashable {
    let method: HTTPRequest.Method
    let shape: [String?]
  }

  private static func rank(_ route: Route) -> [Int] {
    route.path.segments.map { $0.isVariable ? 1 : 0 }
  }

  enum Finding {
    case found(Route, [String: String])
    /// The path is known, the method is not; these are.
    case otherMethods([HTTPRequest.Method])
    case nothing
  }

  /// HEAD finds GET where nothing else answers it.
  func find(_ method: HTTPRequest.Method, _ path: [String]) -> Finding {
    var allowed: [HTTPRequest.Method] = []
    var fallback: (Route, [String: String])?
    for route in routes {
      guard let values = route.path.match(path) else { continue }
      if route.method == method { return .found(route, values) }
      if route.method == .get, method == .head, fallback == nil { fallback = (route, values) }
      if !allowed.contains(route.method) { allowed.append(route.method) }
    }
    if let fallback { return .found(fallback.0, fallback.1) }
    if allowed.isEmpty { return .nothing }
    if allowed.contains(.get), !allowed.contains(.head) { allowed.append(.head) }
    if !allowed.contains(.options) { allowed.append(.options) }
    return .otherMethods(allowed)
  }
}
