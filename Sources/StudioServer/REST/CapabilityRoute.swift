import CapabilitySpecs
import HTTPTypes
import Hummingbird
import HummingbirdCore
import StudioCore

/// An operation that a document exposes over REST, ready to be called.
struct CapabilityRoute: Sendable {
  let operation: RESTOperation
  let summary: String?
  let declared: DeclaredParameters
  let call: OperationCall
  let consumed: ConsumedOperation
  let mapping: AnswerMapping
  let path: PathTemplate
  let method: HTTPRequest.Method

  /// Every callable operation of the documents.
  ///
  /// - Throws: `bad-configuration` for what cannot be served as the document says, by file and line.
  static func all(of capability: Capability) throws(StudioError) -> [(port: Int, CapabilityRoute)] {
    var routes: [(Int, CapabilityRoute)] = []
    for case .rest(let interface) in capability.exposes {
      for resource in interface.resources {
        for operation in resource.operations {
          guard let call = operation.call,
            let (_, _, consumed) = capability.operation(call)
          else { continue }
          try CallArguments.check(call, in: capability)
          routes.append(
            (
              interface.port,
              try CapabilityRoute(resource, operation, call, consumed)
            ))
        }
      }
    }
    return routes
  }

  private init(
    _ resource: RESTResource, _ operation: RESTOperation, _ call: OperationCall,
    _ consumed: ConsumedOperation
  ) throws(StudioError) {
    guard let path = PathTemplate(resource.path),
      let method = HTTPRequest.Method(operation.method.rawValue)
    else {
      throw StudioError(
        .badConfiguration, "\(resource.mark) has a path that cannot be served.",
        hint: "A path begins with '/', and braces hold one whole segment.")
    }
    declared = try DeclaredParameters(resource, operation)
    mapping = try AnswerMapping(operation.outputParameters, of: consumed)
    summary = operation.summary ?? resource.summary
    (self.operation, self.call, self.consumed) = (operation, call, consumed)
    (self.path, self.method) = (path, method)
  }

  /// Whether a call without a body makes no sense.
  var needsBody: Bool {
    guard operation.method != .get, operation.method != .head else { return false }
    let isReferenced = call.arguments.contains {
      if case .reference(let reference) = $0.value { reference.name == "body" } else { false }
    }
    return consumed.makesImages || isReferenced || declared.readsBody
  }
}

/// What all capability routes of a server share.
struct CapabilityCaller: Sendable {
  let studio: any Studio & ServiceCalls
  let options: ServerOptions
  let budget: WorkBudget
  let recent = RecentCalls()

  /// Answers a request by calling the service behind its route.
  func respond(to routed: RoutedRequest, on route: CapabilityRoute) async throws -> Response {
    try await budget.run { share in
      let (bytes, body) = try await self.body(of: routed, on: route, share)
      try share.beginCall()
      let name = try CallName(of: routed, body: bytes, recent: recent)
      let call = ServiceCall(
        requestID: name.requestID, service: route.call.namespace,
        operation: route.call.operation,
        arguments: try arguments(routed, body, on: route), abandonment: options.abandonment,
        isNew: name.isNew)
      let departure = routed.context.connection.departure
      let watch = departure.onRaise { name.abandon() }
      do {
        let reply = try await routed.context.whileCallerWaits { try await studio.call(call) }
        let response = try await ReplyRelay(
          reply: reply, mapping: route.mapping, makesImages: route.consumed.makesImages,
          context: routed.context
        ).response()
        _ = routed.context.delivered.onRaise { departure.forget(watch) }
        return response
      } catch {
        departure.forget(watch)
        if (error as? StudioError)?.mayHaveBeenBilled == true { name.abandon() }
        throw error
      }
    }
  }

  private func body(
    of routed: RoutedRequest, on route: CapabilityRoute, _ share: WorkBudget.Share
  ) async throws -> (bytes: [UInt8], value: JSONValue?) {
    let reader = RequestBodyReader(request: routed.request, limit: options.limits.body) {
      (count) throws(DoorError) in try share.take(count)
    }
    guard let (bytes, value) = try await reader.read() else {
      guard !route.needsBody else {
        throw DoorError(400, "missing_body", "The request needs a JSON body.")
      }
      return ([], nil)
    }
    let takesMembers = route.consumed.makesImages || !route.declared.members.isEmpty
    guard value.object != nil || !takesMembers else {
      throw DoorError(400, "invalid_request", "The body must be a JSON object.")
    }
    return (bytes, value)
  }

  private func arguments(
    _ routed: RoutedRequest, _ body: JSONValue?, on route: CapabilityRoute
  ) throws -> [String: JSONValue] {
    var caller = CallerParameters(body: body)
    caller.path = routed.path
    caller.query = routed.target.query
    caller.headers = routed.request.headers.map { ($0.name.rawName, $0.value) }
    caller.cookies = Cookies.read(routed.request.headers)
    try route.declared.read(into: &caller)
    return try CallArguments.evaluate(route.call, from: caller, of: route.consumed)
  }
}

/// Cookies of a request (RFC 6265, section 4.2), as they are.
enum Cookies {
  static func read(_ headers: HTTPFields) -> [(name: String, value: String)] {
    headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
      let halves = pair.drop { $0 == " " }.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
    }
  }
}
