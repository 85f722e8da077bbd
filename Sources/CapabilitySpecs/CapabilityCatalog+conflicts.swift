extension CapabilityCatalog {
  /// What documents that are served together do to each other.
  ///
  /// Interfaces of one kind that claim the same port are served as one, which is noted. Two routes or
  /// tools of one name there, two kinds on one port, or two services of one namespace prevent that.
  public static func conflicts(among capabilities: [Capability]) -> [CapabilityDiagnostic] {
    var search = ConflictSearch()
    for capability in capabilities { search.add(capability) }
    return search.found.found
  }
}

/// Remembers who claimed what first.
private struct ConflictSearch {
  var found = DiagnosticList()
  private var services: [String: SourceMark] = [:]
  private var ports: [Int: (kind: String, mark: SourceMark)] = [:]
  private var names: [String: SourceMark] = [:]

  mutating func add(_ capability: Capability) {
    for service in capability.consumes {
      claim(
        "service", service.namespace, at: service.mark, in: \.services,
        code: "semantic.duplicate-namespace")
    }
    for interface in capability.exposes { add(interface) }
  }

  private mutating func add(_ interface: ExposedInterface) {
    guard let port = interface.port else { return }
    share(port, interface)
    switch interface {
    case .rest(let rest):
      for operation in rest.operations {
        claim(
          "route", "\(operation.route) on port \(port)", at: operation.mark, in: \.names,
          code: "semantic.duplicate-route")
      }
    case .mcp(let mcp):
      for tool in mcp.tools {
        claim(
          "tool", "\(tool.name) on port \(port)", at: tool.mark, in: \.names,
          code: "semantic.duplicate-tool")
      }
    }
  }

  private mutating func share(_ port: Int, _ interface: ExposedInterface) {
    let kind = interface.isREST ? "REST" : "MCP"
    guard let first = ports[port] else {
      ports[port] = (kind, interface.mark)
      return
    }
    if first.kind != kind {
      found.error(
        "semantic.port-conflict",
        "port \(port) is already that of the \(first.kind) interface at \(first.mark)",
        at: interface.mark)
    } else {
      found.repair(
        .sharedPort, "port \(port) is shared with the interface at \(first.mark)",
        at: interface.mark)
    }
  }

  private mutating func claim(
    _ what: String, _ name: String, at mark: SourceMark,
    in claims: WritableKeyPath<ConflictSearch, [String: SourceMark]>, code: String
  ) {
    guard let first = self[keyPath: claims][name] else {
      self[keyPath: claims][name] = mark
      return
    }
    found.error(
      code, "\(what) \(PrintableText.quoted(name)) is already declared at \(first)", at: mark)
  }
}

extension ExposedInterface {
  /// Whether it is a REST server.
  fileprivate var isREST: Bool {
    if case .rest = self { true } else { false }
  }
}
