extension CapabilityCompletion {
  mutating func completed(_ interface: ExposedInterface) -> ExposedInterface {
    switch interface {
    case .rest(let rest):
      .rest(
        RESTInterface(
          namespace: rest.namespace, address: rest.address, port: rest.port,
          authentication: rest.authentication,
          resources: rest.resources.map { completed($0, namespace: rest.namespace) },
          mark: rest.mark))
    case .mcp(let mcp):
      .mcp(
        MCPInterface(
          namespace: mcp.namespace, transport: mcp.transport, address: mcp.address,
          port: mcp.port, summary: mcp.summary, authentication: mcp.authentication,
          tools: mcp.tools.map { completed($0, namespace: mcp.namespace) }, mark: mcp.mark))
    }
  }

  private mutating func completed(_ resource: RESTResource, namespace: String) -> RESTResource {
    RESTResource(
      name: resource.name, path: resource.path, summary: resource.summary,
      inputParameters: resource.inputParameters,
      operations: resource.operations.map {
        completed($0, of: resource, namespace: namespace)
      },
      mark: resource.mark)
  }

  private mutating func completed(
    _ operation: RESTOperation, of resource: RESTResource, namespace: String
  ) -> RESTOperation {
    guard let call = operation.call else { return operation }
    var completion = CallCompletion(
      call, door: namespace, shared: resource.inputParameters,
      declared: operation.inputParameters, path: operation.path, isTool: false)
    let completed = complete(call, by: &completion)
    return RESTOperation(
      name: operation.name, method: operation.method, path: operation.path,
      summary: operation.summary, inputParameters: completion.declared, call: completed,
      outputParameters: operation.outputParameters.withoutWholeAnswer, mark: operation.mark)
  }

  private mutating func completed(_ tool: MCPTool, namespace: String) -> MCPTool {
    guard let call = tool.call else { return tool }
    var completion = CallCompletion(
      call, door: namespace, shared: [], declared: tool.inputParameters, path: nil, isTool: true)
    let completed = complete(call, by: &completion)
    return MCPTool(
      name: tool.name, label: tool.label, summary: tool.summary,
      inputParameters: completion.declared, hints: tool.hints, call: completed,
      outputParameters: tool.outputParameters.withoutWholeAnswer, mark: tool.mark)
  }

  private mutating func complete(
    _ call: OperationCall, by completion: inout CallCompletion
  ) -> OperationCall {
    guard let (service, _, operation) = capability.operation(call) else { return call }
    completion.complete(service: service, operation: operation)
    for repair in completion.repairs.found { repairs.append(repair) }
    return OperationCall(
      namespace: call.namespace, operation: call.operation, arguments: completion.arguments,
      mark: call.mark)
  }
}

extension [OutputMapping] {
  /// Nothing where the answer would be passed on as it is anyway.
  fileprivate var withoutWholeAnswer: [OutputMapping] {
    count == 1 && first?.isWholeObject == true ? [] : self
  }
}
