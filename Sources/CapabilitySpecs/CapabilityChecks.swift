/// Looks at a capability as a whole: what refers to what, and whether it is there.
struct CapabilityChecks {
  let capability: Capability
  var diagnostics: DiagnosticList

  init(of capability: Capability, diagnostics: DiagnosticList) {
    self.capability = capability
    self.diagnostics = diagnostics
  }

  mutating func run() {
    checkInfo()
    checkNamespaces()
    capability.consumes.forEach { checkService($0) }
    checkRoutes()
    checkTools()
    for interface in capability.exposes {
      for template in interface.authentication?.templates ?? [] {
        checkCredential(template, at: interface.mark)
      }
      checkCalls(of: interface)
    }
  }

  private mutating func checkInfo() {
    // Shared consumer files carry no info; a capability that is offered to people must.
    guard capability.info.label.isEmpty, !capability.exposes.isEmpty, !diagnostics.hasErrors,
      let mark = capability.exposes.first?.mark
    else { return }
    let start = SourceMark(file: mark.file, line: 1, column: 1)
    diagnostics.warning("schema.missing-key", "the document should have 'info'", at: start)
  }

  /// Namespaces are unique over binds, consumed services and exposed interfaces.
  private mutating func checkNamespaces() {
    let all =
      capability.binds.map { ($0.namespace, $0.mark) }
      + capability.consumes.map { ($0.namespace, $0.mark) }
      + capability.exposes.map { ($0.namespace, $0.mark) }
    report(repeated: all, code: "name.duplicate-namespace", what: "namespace")
  }

  private mutating func checkService(_ service: ConsumedService) {
    let operations = service.resources.flatMap(\.operations).map { ($0.name, $0.mark) }
    report(repeated: operations, code: "name.duplicate-operation", what: "operation")
    for template in service.authentication?.templates ?? [] {
      checkCredential(template, at: service.authenticationMark)
    }
    for resource in service.resources {
      for operation in resource.operations {
        checkPlaceholders(of: operation, resource: resource, service: service)
      }
    }
  }

  /// An expression in a credential can only be supplied by a bind.
  private mutating func checkCredential(_ template: MustacheTemplate, at mark: SourceMark) {
    for expression in template.expressions {
      switch capability.bindingKeys(for: expression).count {
      case 1: continue
      case 0:
        let variables = capability.binds.flatMap(\.keys).map(\.variable)
        diagnostics.error(
          "template.undeclared",
          "no bind declares \(PrintableText.quoted("{{\(expression)}}"))"
            + NearMatch.hint(for: expression.name, among: variables),
          at: mark)
      default:
        diagnostics.error(
          "template.ambiguous", TemplateError.ambiguous(expression).description, at: mark)
      }
    }
  }

  private mutating func checkPlaceholders(
    of operation: ConsumedOperation, resource: ConsumedResource, service: ConsumedService
  ) {
    let declared = (service.inputParameters + resource.inputParameters + operation.inputParameters)
      .filter { $0.location == .path }.map(\.name)
    for name in URITemplate(operation.path).placeholders where !declared.contains(name) {
      diagnostics.warning(
        "path.undeclared",
        "\(PrintableText.quoted("{\(name)}")) of the path is not declared as a parameter "
          + "'in: path'; a parameter of that name from the caller or the configuration fills it",
        at: operation.mark)
    }
  }

  /// Two routes that the same requests match cannot both answer.
  private mutating func checkRoutes() {
    for case .rest(let rest) in capability.exposes {
      let routes = rest.operations.map { ("\($0.method.rawValue) \(shape(of: $0.path))", $0.mark) }
      report(repeated: routes, code: "name.duplicate-route", what: "route")
    }
  }

  private func shape(of path: String) -> String {
    URITemplate(path).segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .placeholder: "{}"
      }
    }.joined()
  }

  private mutating func checkTools() {
    for case .mcp(let mcp) in capability.exposes {
      let tools = mcp.tools.map { ($0.name, $0.mark) }
      report(repeated: tools, code: "name.duplicate-tool", what: "tool")
    }
  }

  private mutating func report(
    repeated names: [(name: String, mark: SourceMark)], code: String, what: String
  ) {
    var first: [String: SourceMark] = [:]
    for (name, mark) in names where !name.isEmpty {
      guard let earlier = first.updateValue(first[name] ?? mark, forKey: name) else { continue }
      diagnostics.error(
        code,
        "\(what) \(PrintableText.quoted(name)) is already declared in line \(earlier.line)",
        at: mark)
    }
  }
}
