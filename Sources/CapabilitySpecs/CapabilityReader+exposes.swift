extension CapabilityReader {
  private enum Kind: String, CaseIterable {
    case rest, mcp, skill, control
  }

  /// A door; nil for a kind that is not supported.
  mutating func exposed(_ node: DocumentNode) -> ExposedInterface? {
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "semantic.type", "an exposed interface must be a mapping, not \(node.kind)", at: node.mark)
      return nil
    }
    let fields = DocumentFields(place: "an exposed interface", mark: node.mark, members: members)
    if fields["type"] == nil { missing("type", in: fields) }
    let kind: Kind? = choice("type", in: fields)
    switch kind {
    case .rest: return .rest(rest(node))
    case .mcp: return .mcp(mcp(node))
    case .skill, .control:
      diagnostics.warning(
        "semantic.unsupported-exposes",
        "an exposed interface of this type is not supported and is ignored",
        at: node.mark)
      return nil
    case nil: return nil
    }
  }

  private mutating func rest(_ node: DocumentNode) -> RESTInterface {
    let fields = fields(of: node, as: "an exposed REST interface")
    if fields["port"] == nil { missing("port", in: fields) }
    let namespace = requiredName("namespace", in: fields)
    return RESTInterface(
      namespace: namespace, address: address(in: fields), port: port(in: fields) ?? 0,
      authentication: authentication(in: fields),
      resources: list("resources", in: fields).map { restResource($0, namespace: namespace) },
      mark: node.mark)
  }

  private mutating func restResource(_ node: DocumentNode, namespace: String) -> RESTResource {
    let fields = fields(of: node, as: "an exposed resource")
    if fields["forward"] != nil { unsupported("forward", in: fields) }
    if fields.first(of: ["operations", "forward"]) == nil { missing("operations", in: fields) }
    let path = path(in: fields)
    return RESTResource(
      name: text("name", in: fields), path: path,
      summary: text("description", in: fields) ?? text("label", in: fields),
      inputParameters: exposedParameters(in: fields),
      operations: list("operations", in: fields).map {
        restOperation($0, path: path, namespace: namespace)
      },
      mark: node.mark)
  }

  private mutating func restOperation(
    _ node: DocumentNode, path: String, namespace: String
  ) -> RESTOperation {
    let fields = fields(of: node, as: "an exposed operation")
    let call = call(in: fields, namespace: namespace)
    return RESTOperation(
      name: text("name", in: fields), method: method(in: fields), path: path,
      summary: text("description", in: fields) ?? text("label", in: fields),
      inputParameters: exposedParameters(in: fields), call: call,
      outputParameters: call == nil ? [] : outputMappings(in: fields), mark: node.mark)
  }

  private mutating func mcp(_ node: DocumentNode) -> MCPInterface {
    let fields = fields(of: node, as: "an exposed MCP interface")
    for key in ["resources", "prompts"] where fields[key] != nil { unsupported(key, in: fields) }
    let namespace = requiredName("namespace", in: fields)
    let transport: MCPInterface.Transport = choice("transport", in: fields) ?? .http
    let tools = list("tools", in: fields).map { tool($0, namespace: namespace) }
    if tools.isEmpty { missing("tools", in: fields) }
    return MCPInterface(
      namespace: namespace, transport: transport, address: address(in: fields),
      port: mcpPort(transport, in: fields), summary: text("description", in: fields),
      authentication: authentication(in: fields), tools: tools, mark: node.mark)
  }

  /// A host name or an address of IP version 4 or 6.
  private mutating func address(in fields: DocumentFields) -> String? {
    guard let node = fields["address"], let address = text("address", in: fields) else {
      return nil
    }
    guard TextPattern.address.matches(address) else {
      diagnostics.error(
        "semantic.value", "'address' of \(fields.place) is neither a host name nor an IP address",
        at: node.mark)
      return nil
    }
    return address
  }

  private mutating func mcpPort(
    _ transport: MCPInterface.Transport, in fields: DocumentFields
  ) -> Int? {
    switch transport {
    case .http:
      if fields["port"] == nil { missing("port", in: fields) }
      return port(in: fields)
    case .stdio: return nil
    }
  }

  private mutating func tool(_ node: DocumentNode, namespace: String) -> MCPTool {
    let fields = fields(of: node, as: "a tool")
    let call = call(in: fields, namespace: namespace)
    return MCPTool(
      name: requiredName("name", in: fields), label: text("label", in: fields),
      summary: text("description", in: fields) ?? "",
      inputParameters: toolParameters(in: fields), hints: hints(in: fields), call: call,
      outputParameters: call == nil ? [] : outputMappings(in: fields), mark: node.mark)
  }

  private mutating func hints(in parent: DocumentFields) -> ToolHints {
    guard let node = parent["hints"] else {
      return ToolHints(readOnly: nil, destructive: nil, idempotent: nil, openWorld: nil)
    }
    let fields = fields(of: node, as: "'hints'")
    return ToolHints(
      readOnly: flag("readOnly", in: fields), destructive: flag("destructive", in: fields),
      idempotent: flag("idempotent", in: fields), openWorld: flag("openWorld", in: fields))
  }
}
