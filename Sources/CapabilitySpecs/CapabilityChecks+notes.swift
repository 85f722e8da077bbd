/// What documents leave open, and what becomes of it here.
extension CapabilityChecks {
  mutating func note() {
    for service in capability.consumes { note(service) }
    for interface in capability.exposes { note(interface) }
  }

  private mutating func note(_ service: ConsumedService) {
    let variables = (service.authentication?.templates ?? []).flatMap(\.expressions)
    if !variables.isEmpty {
      let names = Words.list(variables.prefix(8).map { PrintableText.quoted($0.name) })
      diagnostics.repair(
        .optionalCredential,
        "without a value for \(names) requests go out without credentials; other engines refuse "
          + "to start", at: service.authenticationMark)
    }
    for name in URITemplate(service.baseURI).hostPlaceholders {
      diagnostics.repair(
        .configuredHost,
        "\(PrintableText.quoted("{\(name)}")) decides who receives the credentials: "
          + "configuration fills it, never a request", at: service.mark)
    }
    for output in service.resources.flatMap(\.operations).flatMap(\.outputParameters) {
      diagnostics.repair(
        .unusedOutputs,
        "the output \(PrintableText.quoted(output.name)) serves steps, of which there are none here",
        at: output.mark)
    }
  }

  private mutating func note(_ interface: ExposedInterface) {
    if interface.port == 9_090 {
      diagnostics.repair(
        .crowdedPort,
        "port 9090 is also what Prometheus and the control port of other engines use; it can be "
          + "set when serving", at: interface.mark)
    }
    if interface.address == nil, interface.port != nil {
      diagnostics.repair(
        .loopback, "without 'address' it answers this machine alone", at: interface.mark)
    }
    switch interface {
    case .mcp(let mcp):
      for tool in mcp.tools where tool.hints.openWorld == nil {
        diagnostics.repair(
          .openWorld, "without the hint 'openWorld' clients take the tool for one that has it",
          at: tool.mark)
      }
    case .rest(let rest):
      for resource in rest.resources where resource.path.hasSuffix("/images/generations") {
        let base = resource.path.dropLast("/images/generations".count)
        diagnostics.repair(
          .standIn,
          "clients of OpenAI's images API can use it with the base address "
            + PrintableText.quoted("http://127.0.0.1:\(rest.port)\(base)"), at: resource.mark)
      }
    }
  }
}
