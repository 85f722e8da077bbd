/// The published style rules that apply to what is served here.
extension CapabilityChecks {
  mutating func lint() {
    lintTexts()
    for service in capability.consumes { lint(service) }
    for case .rest(let rest) in capability.exposes { lint(rest) }
    for interface in capability.exposes {
      if interface.address?.hasSuffix("example.com") == true {
        diagnostics.warning(
          "lint.example", "'address' is that of an example", at: interface.mark)
      }
      if case .mcp(let mcp) = interface, mcp.transport == .stdio, mcp.authentication != nil {
        diagnostics.warning(
          "lint.stdio-authentication",
          "'authentication' means nothing with 'transport: stdio'", at: mcp.mark)
      }
    }
  }

  private mutating func lint(_ service: ConsumedService) {
    if service.summary?.isEmpty ?? true {
      undescribed("a consumed service", at: service.mark)
    }
    if service.baseURI.dropFirst("https://".count).hasSuffix("/") {
      diagnostics.warning(
        "lint.base-slash", "'baseUri' should not end with a slash: paths begin with one",
        at: service.mark)
    }
    if service.baseURI.contains("example.com") {
      diagnostics.warning("lint.example", "'baseUri' is that of an example", at: service.mark)
    }
    for resource in service.resources { lint(path: resource.path, at: resource.mark) }
  }

  private mutating func lint(_ rest: RESTInterface) {
    for resource in rest.resources {
      if resource.summary?.isEmpty ?? true {
        undescribed("an exposed resource", at: resource.mark)
      }
      lint(path: resource.path, at: resource.mark)
      if resource.path.hasSuffix("/") {
        diagnostics.warning(
          "lint.path-slash", "'path' of an exposed resource should not end with a slash",
          at: resource.mark)
      }
    }
  }

  private mutating func lint(path: String, at mark: SourceMark) {
    guard path.contains("?") else { return }
    diagnostics.warning(
      "lint.query-in-path", "'path' should not hold a query; parameters 'in: query' make one",
      at: mark)
  }

  private mutating func undescribed(_ place: String, at mark: SourceMark) {
    diagnostics.warning("lint.description", "\(place) should have a 'description'", at: mark)
  }

  /// Descriptions end up on pages that others render.
  private mutating func lintTexts() {
    let start = SourceMark(file: capability.source, line: 1, column: 1)
    var texts: [(String, SourceMark)] = [
      (capability.info.label, start), (capability.info.description, start),
    ]
    texts += capability.consumes.map { ($0.summary ?? "", $0.mark) }
    for interface in capability.exposes {
      switch interface {
      case .rest(let rest):
        texts += rest.resources.map { ($0.summary ?? "", $0.mark) }
        texts += rest.operations.map { ($0.summary ?? "", $0.mark) }
      case .mcp(let mcp):
        texts.append((mcp.summary ?? "", mcp.mark))
        texts += mcp.tools.map { ($0.summary, $0.mark) }
      }
    }
    for (text, mark) in texts where text.contains("<script") || text.contains("eval(") {
      diagnostics.warning("lint.script", "a description holds a script", at: mark)
    }
  }
}
