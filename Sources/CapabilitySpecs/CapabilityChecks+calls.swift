extension CapabilityChecks {
  /// Checks what an exposed interface calls, and what it hands over.
  mutating func checkCalls(of interface: ExposedInterface) {
    switch interface {
    case .rest(let rest):
      for resource in rest.resources {
        for operation in resource.operations {
          let declared = (resource.inputParameters + operation.inputParameters).map(\.name)
          let offered = declared + URITemplate(resource.path).placeholders
          if let call = operation.call { check(call, offered: offered) }
        }
      }
    case .mcp(let mcp):
      for tool in mcp.tools {
        if let call = tool.call { check(call, offered: tool.inputParameters.map(\.name)) }
      }
    }
  }

  private mutating func check(_ call: OperationCall, offered: [String]) {
    guard let (service, _, operation) = capability.operation(call) else {
      return reportUnknown(call)
    }
    let accepted = Self.accepted(by: operation, of: service)
    let host = service.address(of: operation).hostPlaceholders
    for argument in call.arguments {
      if host.contains(argument.name) {
        // Whoever chooses the host receives the credentials.
        diagnostics.error(
          "semantic.host-argument",
          "\(PrintableText.quoted(argument.name)) is part of the host name, which only "
            + "configuration fills", at: argument.mark)
      } else if !accepted.contains(argument.name) {
        diagnostics.warning(
          "semantic.unused-argument",
          "\(PrintableText.quoted(argument.name)) is nothing that the called operation takes"
            + NearMatch.hint(for: argument.name, among: accepted),
          at: argument.mark)
      }
      check(argument, offered: offered)
    }
  }

  /// Where callers are told of some parameters, one that they are not told of is probably a slip.
  private mutating func check(_ argument: OperationCall.Argument, offered: [String]) {
    guard case .reference(let reference) = argument.value, !offered.contains(reference.name),
      !offered.isEmpty, reference.name != "body"
    else { return }
    diagnostics.warning(
      "semantic.undeclared-parameter",
      "callers are not told of a parameter \(PrintableText.quoted(reference.name))"
        + NearMatch.hint(for: reference.name, among: offered),
      at: argument.mark)
  }

  private mutating func reportUnknown(_ call: OperationCall) {
    let written = "\(call.namespace).\(call.operation)"
    let known = capability.consumes.flatMap { service in
      service.resources.flatMap(\.operations).map { "\(service.namespace).\($0.name)" }
    }
    let hint = NearMatch.hint(for: written, among: known)
    let list = known.prefix(5).map(PrintableText.quoted).joined(separator: ", ")
    let advice = hint.isEmpty && !list.isEmpty ? "; there is \(list)" : hint
    diagnostics.error(
      "semantic.unknown-call",
      "\(PrintableText.quoted(written)) is no consumed operation\(advice)", at: call.mark)
  }

  /// The names that a called operation can do something with.
  private static func accepted(
    by operation: ConsumedOperation, of service: ConsumedService
  ) -> [String] {
    let parameters = service.parameters(of: operation)
    let templates = (operation.body?.templates ?? []) + parameters.compactMap(\.value)
    return parameters.map(\.name)
      + service.address(of: operation).placeholders
      + templates.flatMap(\.expressions).map(\.name)
      // Azure demands it, declared or not.
      + (service.isAzure ? [ConsumedParameter.apiVersion] : [])
  }
}
