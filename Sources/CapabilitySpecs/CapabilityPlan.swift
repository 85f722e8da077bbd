/// What serving a capability comes to: every route and tool, and the request that it leads to.
public struct CapabilityPlan: Sendable, Equatable {
  /// How callers reach an operation.
  public enum Entrance: Sendable, Equatable {
    /// A REST route.
    case route(method: HTTPMethod, path: String)
    /// An MCP tool.
    case tool(name: String)
  }

  /// What callers may give.
  public struct Parameter: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The part of a REST request that carries it; nil for a tool's argument.
    public let location: ParameterLocation?
    /// Its type.
    public let type: ParameterType
    /// Whether a call without it is refused.
    public let isRequired: Bool
  }

  /// One route or tool.
  public struct Line: Sendable, Equatable {
    /// How callers reach it.
    public let entrance: Entrance
    /// The namespace of the interface.
    public let interface: String
    /// The port of the interface; nil on standard input and output.
    public let port: Int?
    /// What callers may give.
    public let parameters: [Parameter]
    /// What the service is given, in the order of `with`: each with the caller's parameter or the fixed
    /// text it comes from.
    public let arguments: [String]
    /// The consumed operation, `namespace.operation`.
    public let operation: String
    /// The method of the request to the service.
    public let method: HTTPMethod
    /// The address of the request, with its placeholders.
    public let address: String
    /// The variables that can hold the service's credentials; the first that is set wins.
    public let keyVariables: [String]
  }

  /// The routes and tools in document order, those that call nothing left out.
  public let lines: [Line]

  /// The plan of a capability with its repairs made.
  public init(_ capability: Capability) {
    let capability = capability.completed
    lines = capability.exposes.flatMap { Self.lines(of: $0, in: capability) }
  }

  private static func lines(of interface: ExposedInterface, in capability: Capability) -> [Line] {
    switch interface {
    case .rest(let rest):
      rest.resources.flatMap { resource in
        resource.operations.compactMap { operation in
          operation.call.flatMap {
            line(
              .route(method: operation.method, path: operation.path), $0, interface, capability,
              resource.inputParameters + operation.inputParameters)
          }
        }
      }
    case .mcp(let mcp):
      mcp.tools.compactMap { tool in
        tool.call.flatMap {
          line(.tool(name: tool.name), $0, interface, capability, tool.inputParameters)
        }
      }
    }
  }

  private static func line(
    _ entrance: Entrance, _ call: OperationCall, _ interface: ExposedInterface,
    _ capability: Capability, _ parameters: [ExposedParameter]
  ) -> Line? {
    guard let (service, _, operation) = capability.operation(call) else { return nil }
    return Line(
      entrance: entrance, interface: interface.namespace, port: interface.port,
      parameters: parameters.map {
        Parameter(
          name: $0.name, location: $0.location, type: $0.type, isRequired: $0.isRequired)
      },
      arguments: call.arguments.map { "\($0.name) = \(words($0.value))" },
      operation: "\(service.namespace).\(operation.name)", method: operation.method,
      address: service.address(of: operation).source,
      keyVariables: capability.variables(for: service).map(\.1.source))
  }

  private static func words(_ value: ArgumentValue) -> String {
    switch value {
    case .reference(let reference): reference.description
    case .template(let template): template.source
    case .literal(.number(let digits)): digits
    case .literal(.boolean(let flag)): String(flag)
    case .literal(let literal): literal.texts.joined()
    }
  }
}

extension Capability {
  /// The declarations of the variables in a service's credentials, in the order its templates name
  /// them, each once.
  public func variables(for service: ConsumedService) -> [(Binding, Binding.Key)] {
    var found: [(Binding, Binding.Key)] = []
    for template in service.authentication?.templates ?? [] {
      for expression in template.expressions {
        found += bindingKeys(for: expression).filter { new in !found.contains { $0 == new } }
      }
    }
    return found
  }
}
