public import CapabilitySpecs
import HTTPTypes
import Hummingbird
import NIOCore
public import StudioCore

/// The doors that are reached over the network: REST and MCP, as capability documents expose them,
/// and the studio's own resources.
public final class StudioServer: Sendable {
  /// What is served where.
  public let plan: ServerPlan
  let options: ServerOptions
  let ports: [(planned: PlannedPort, door: any Door)]

  /// Merges the documents' interfaces by kind and port. Opens nothing.
  ///
  /// - Throws: `bad-configuration` for duplicate routes or tools (by name, file and line), for what
  ///   cannot be served as a document says, and for an address that needs a token.
  public init(
    studio: any Studio & ServiceCalls, capabilities: [Capability], options: ServerOptions
  ) throws(StudioError) {
    self.options = options
    var ports: [(PlannedPort, any Door)] = []
    var plans: [ServerPlan.Port] = []
    for port in try PlannedPort.all(of: capabilities, options) {
      switch port.kind {
      case .rest:
        let door = try Self.restDoor(port, studio, capabilities, options)
        ports.append((port, door))
        let offers = door.table.routes.map { "\($0.method) \($0.path.text)" }
        plans.append(ServerPlan.Port(door: "rest", port: port.port, offers: offers))
      case .mcp:
        let tools = try ExposedTool.all(of: capabilities).filter {
          (options.mcpPort ?? $0.port) == port.port
        }
        let responder = MCPResponder(studio: studio, tools: tools, options: options)
        ports.append((port, MCPDoor(responder: responder)))
        plans.append(
          ServerPlan.Port(door: "mcp", port: port.port, offers: tools.map(\.tool.name)))
      }
    }
    self.ports = ports
    plan = ServerPlan(addresses: ports.first?.0.addresses ?? [], ports: plans)
  }

  private static func restDoor(
    _ port: PlannedPort, _ studio: any Studio & ServiceCalls, _ capabilities: [Capability],
    _ options: ServerOptions
  ) throws(StudioError) -> RESTDoor {
    var calls: [CapabilityRoute] = []
    for capability in capabilities {
      let routes = try CapabilityRoute.all(of: capability)
      calls += routes.filter { (options.restPort ?? $0.port) == port.port }.map(\.1)
    }
    let budget = WorkBudget(limits: options.limits)
    let caller = CapabilityCaller(studio: studio, options: options, budget: budget)
    let document = OpenAPIDocument(
      capabilities: calls, version: options.version, needsToken: options.token != nil)
    let resources = StudioResources(
      studio: studio, options: options, budget: budget, document: document.json,
      listeners: Allowance(limit: options.limits.eventStreams))
    return RESTDoor(
      table: try RouteTable(
        calls.map { route(of: $0, caller) } + studioRoutes(resources, besides: calls)))
  }

  private static func route(of route: CapabilityRoute, _ caller: CapabilityCaller) -> Route {
    Route(
      method: route.method, path: route.path, origin: route.operation.mark.description
    ) { try await caller.respond(to: $0, on: route) }
  }

  private static func studioRoutes(
    _ resources: StudioResources, besides calls: [CapabilityRoute]
  ) -> [Route] {
    StudioRoute.all.compactMap { route in
      guard let path = PathTemplate(route.path),
        let method = HTTPRequest.Method(route.method.uppercased())
      else { return nil }
      let isTaken = calls.contains { $0.method == method && $0.path.shape == path.shape }
      if route.yields, isTaken { return nil }
      return Route(method: method, path: path, origin: "Easel itself") {
        try await route.respond(resources, $0)
      }
    }
  }
}
