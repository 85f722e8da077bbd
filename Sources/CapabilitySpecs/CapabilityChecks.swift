/// Looks at a capability as a whole: what refers to what, and whether it is there.
struct CapabilityChecks {
  let capability: Capability
  var diagnostics: DiagnosticList

  init(of capability: Capability, diagnostics: DiagnosticList) {
    self.capability = capability
    self.diagnostics = diagnostics
  }

  mutating func run() {
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
    for repair in CapabilityCompletion(of: capability).repairs.found { diagnostics.append(repair) }
    lint()
    note()
  }

  /// Namespaces are unique over binds, consumed services and exposed interfaces.
  private mutating func checkNamespaces() {
    let all =
      capability.binds.map { ($0.namespace, $0.mark) }
      + capability.consumes.map { ($0.namespace, $0.mark) }
      + capability.exposes.map { ($0.namespace, $0.mark) }
    report(repeated: all, code: "semantic.duplicate-namespace", what: "namespace")
  }

  private mutating func checkService(_ service: ConsumedService) {
    let operations = service.resources.flatMap(\.operations).map { ($0.name, $0.mark) }
    report(repeated: operations, code: "semantic.duplicate-operation", what: "operation")
    for template in service.authentication?.templates ?? [] {
      checkCredential(template, at: service.authenticationMark)
    }
    for operation in service.resources.flatMap(\.operations) {
      checkTemplates(of: operation, in: service)
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
          "semantic.undeclared-variable",
          "no bind declares \(PrintableText.quoted("{{\(expression)}}"))"
            + NearMatch.hint(for: expression.name, among: variables),
          at: mark)
      default: ambiguous(expression, at: mark)
      }
    }
  }

  private mutating func ambiguous(_ expression: TemplateExpression, at mark: SourceMark) {
    diagnostics.error(
      "semantic.ambiguous-variable", TemplateError.ambiguous(expression).description, at: mark)
  }

  /// An expression in a body or a fixed value can be supplied by a bind, by a parameter, or by `with`.
  private mutating func checkTemplates(
    of operation: ConsumedOperation, in service: ConsumedService
  ) {
    let parameters = service.parameters(of: operation)
    let names =
      parameters.map(\.name) + service.address(of: operation).placeholders
      + argumentNames(of: operation, in: service)
    let templates =
      (operation.body?.templates ?? []).map { ($0, operation.mark) }
      + parameters.compactMap { parameter in parameter.value.map { ($0, parameter.mark) } }
    for (template, mark) in templates {
      for expression in template.expressions {
        let keys = capability.bindingKeys(for: expression).count
        if keys > 1 { ambiguous(expression, at: mark) }
        guard keys == 0, expression.qualifier != nil || !names.contains(expression.name) else {
          continue
        }
        diagnostics.error(
          "semantic.unresolved",
          "nothing can supply \(PrintableText.quoted("{{\(expression)}}"))"
            + NearMatch.hint(for: expression.name, among: names), at: mark)
      }
    }
  }

  /// What the calls of an operation hand over.
  private func argumentNames(
    of operation: ConsumedOperation, in service: ConsumedService
  ) -> [String] {
    capability.exposes.flatMap(\.calls)
      .filter { $0.namespace == service.namespace && $0.operation == operation.name }
      .flatMap { $0.arguments.map(\.name) }
  }

  /// Two routes that the same requests match cannot both answer.
  private mutating func checkRoutes() {
    for case .rest(let rest) in capability.exposes {
      let routes = rest.operations.map { ($0.route, $0.mark) }
      report(repeated: routes, code: "semantic.duplicate-route", what: "route")
    }
  }

  private mutating func checkTools() {
    for case .mcp(let mcp) in capability.exposes {
      let tools = mcp.tools.map { ($0.name, $0.mark) }
      report(repeated: tools, code: "semantic.duplicate-tool", what: "tool")
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

extension RESTOperation {
  /// The requests that match the operation: `POST /v1/{}/x`.
  var route: String {
    let shape = URITemplate(path).segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .placeholder: "{}"
      }
    }
    return "\(method.rawValue) \(shape.joined())"
  }
}
