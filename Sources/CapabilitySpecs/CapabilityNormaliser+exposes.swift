extension CapabilityNormaliser {
  /// An interface; nil when none of its tools can be written.
  mutating func exposed(_ interface: ExposedInterface) -> DocumentValue? {
    switch interface {
    case .rest(let rest): return written(rest)
    case .mcp(let mcp): return written(mcp)
    }
  }

  private mutating func written(_ rest: RESTInterface) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("type", "rest")
    result.add("namespace", rest.namespace)
    result.add("address", rest.address)
    result.add("port", value: .number(String(rest.port)))
    if let authentication = rest.authentication {
      result.add("authentication", value: written(authentication))
    }
    result.add("resources", list: rest.resources.compactMap { written($0) })
    return result.value
  }

  private mutating func written(_ resource: RESTResource) -> DocumentValue? {
    let operations = resource.operations.compactMap { written($0) }
    guard !operations.isEmpty else { return nil }
    var result = DocumentBuilder()
    result.add("name", Identifier.kebab(resource.name))
    result.add("description", resource.summary)
    result.add("path", resource.path)
    result.add("inputParameters", list: resource.inputParameters.map { parameter($0) })
    result.add("operations", list: operations)
    return result.value
  }

  private mutating func written(_ operation: RESTOperation) -> DocumentValue? {
    guard operation.method.isOfficial, let call = operation.call, target(call) != nil else {
      lose(
        "an operation that the official format cannot say, or that calls nothing",
        at: operation.mark)
      return nil
    }
    var result = DocumentBuilder()
    result.add("name", Identifier.kebab(operation.name))
    result.add("description", operation.summary)
    result.add("method", operation.method.rawValue)
    result.add("inputParameters", list: operation.inputParameters.map { parameter($0) })
    add(call, to: &result)
    result.add("outputParameters", list: operation.outputParameters.map { written($0) })
    return result.value
  }

  private mutating func written(_ mcp: MCPInterface) -> DocumentValue? {
    let tools = mcp.tools.compactMap { written($0) }
    guard !tools.isEmpty else {
      lose("an MCP interface without tools", at: mcp.mark)
      return nil
    }
    var result = DocumentBuilder()
    result.add("type", "mcp")
    result.add("namespace", mcp.namespace)
    result.add("description", mcp.summary)
    result.add("transport", mcp.transport.rawValue)
    result.add("address", mcp.address)
    if let port = mcp.port { result.add("port", value: .number(String(port))) }
    if let authentication = mcp.authentication {
      result.add("authentication", value: written(authentication))
    }
    result.add("tools", list: tools)
    return result.value
  }

  private mutating func written(_ tool: MCPTool) -> DocumentValue? {
    guard let call = tool.call, target(call) != nil else {
      lose("a tool that calls nothing the official format can say", at: tool.mark)
      return nil
    }
    var result = DocumentBuilder()
    result.add("name", tool.name)
    result.add("label", tool.label)
    result.add("description", tool.summary)
    result.add("inputParameters", list: tool.inputParameters.map { parameter($0) })
    if let hints = written(tool.hints) { result.add("hints", value: hints) }
    add(call, to: &result)
    result.add("outputParameters", list: tool.outputParameters.map { written($0) })
    return result.value
  }

  private func written(_ hints: ToolHints) -> DocumentValue? {
    var result = DocumentBuilder()
    result.add("readOnly", hints.readOnly)
    result.add("destructive", hints.destructive)
    result.add("idempotent", hints.idempotent)
    result.add("openWorld", hints.openWorld)
    return result.value == .object([]) ? nil : result.value
  }

  /// A parameter of callers: with a place for REST, with `required` for tools.
  private mutating func parameter(_ parameter: ExposedParameter) -> DocumentValue {
    if parameter.type == .binary {
      lose(
        "the official format has no type 'binary'; it is written as 'string'", at: parameter.mark)
    }
    var result = DocumentBuilder()
    result.add("name", parameter.name)
    result.add("in", parameter.location?.rawValue)
    result.add("type", parameter.type.inputWord)
    result.add("description", parameter.summary)
    result.add("pattern", parameter.pattern)
    result.add("value", parameter.value.map { text($0) })
    if parameter.location == nil, !parameter.isRequired { result.add("required", false) }
    return result.value
  }

  private func add(_ call: OperationCall, to result: inout DocumentBuilder) {
    result.add("call", "\(call.namespace).\(call.operation)")
    guard !call.arguments.isEmpty else { return }
    result.add(
      "with",
      value: .object(call.arguments.map { .init(name: $0.name, value: written($0.value)) }))
  }

  private func written(_ value: ArgumentValue) -> DocumentValue {
    switch value {
    case .reference(let reference): .text(reference.description)
    case .template(let template): .text(text(template))
    case .literal(.number(let digits)): .number(digits)
    case .literal(let literal): .text(scalar(literal))
    }
  }

  private func written(_ output: OutputMapping) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("type", output.type.outputWord)
    result.add("mapping", output.mapping == "$." ? "$" : output.mapping)
    // A single value has either.
    if output.mapping == nil || !output.type.isScalar {
      result.add("value", output.value.map { text($0) })
    }
    switch output.content {
    case .properties(let properties):
      result.add(
        "properties",
        value: .object(properties.map { .init(name: $0.name, value: written($0.shape)) }))
    case .items(let shape): result.add("items", value: written(shape))
    case .whole:
      // The schema wants the shape; one that names nothing means the whole.
      if output.type == .object { result.add("properties", value: .object([])) }
      if output.type == .array { result.add("items", value: Self.anything) }
    }
    return result.value
  }

  private static let anything = DocumentValue.object([
    .init(name: "type", value: .text("object")), .init(name: "mapping", value: .text("$")),
    .init(name: "properties", value: .object([])),
  ])
}

extension ParameterType {
  /// The official word for an input of this type.
  fileprivate var inputWord: String { self == .binary ? "string" : rawValue }

  /// The official word for an output of this type.
  var outputWord: String {
    switch self {
    case .integer: "number"
    case .binary: "string"
    default: rawValue
    }
  }

  /// Whether it is neither a list nor an object.
  var isScalar: Bool { self != .array && self != .object }
}
