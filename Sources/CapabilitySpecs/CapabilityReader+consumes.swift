extension CapabilityReader {
  mutating func consumes(in fields: DocumentFields) -> [ConsumedService] {
    list("consumes", in: fields).compactMap { service($0) }
  }

  private mutating func service(_ node: DocumentNode) -> ConsumedService? {
    guard !isImport(node) else { return nil }
    let fields = fields(of: node, as: "a consumed service")
    let type = requiredText("type", in: fields)
    if !type.isEmpty, type != "http" {
      diagnostics.error(
        "semantic.value",
        "'type' of a consumed service is \(PrintableText.quoted(type)); allowed: http",
        at: fields["type"]?.mark ?? node.mark)
    }
    return ConsumedService(
      namespace: requiredName("namespace", in: fields),
      baseURI: baseURI(in: fields),
      summary: text("description", in: fields),
      authentication: authentication(in: fields),
      inputParameters: consumedParameters(in: fields),
      resources: list("resources", in: fields).map { consumedResource($0) },
      mark: node.mark,
      authenticationMark: fields["authentication"]?.mark ?? node.mark)
  }

  /// A consumer kept in another file.
  private mutating func isImport(_ node: DocumentNode) -> Bool {
    guard case .mapping(let members) = node.content, members.contains(where: { $0.key == "import" })
    else { return false }
    diagnostics.warning(
      "semantic.unsupported-import", "a consumed service kept in another file is not read",
      at: node.mark)
    return true
  }

  private mutating func baseURI(in fields: DocumentFields) -> String {
    let uri = requiredText("baseUri", in: fields)
    guard !uri.isEmpty, let mark = fields["baseUri"]?.mark else { return uri }
    if !TextPattern.baseURI.matches(uri) {
      diagnostics.error(
        "semantic.value", "'baseUri' must be \(TextPattern.baseURI.description)", at: mark)
    } else if URITemplate.read(uri) == nil {
      diagnostics.error("semantic.braces", "'baseUri' has unbalanced braces", at: mark)
    } else if uri.contains(where: { "@?#".contains($0) }) {
      // A user name or a query in it would end up in logs, or swallow the path.
      diagnostics.error(
        "semantic.base", "'baseUri' may not hold a user name, query or fragment", at: mark)
    }
    return uri
  }

  private mutating func consumedResource(_ node: DocumentNode) -> ConsumedResource {
    let fields = fields(of: node, as: "a consumed resource")
    if fields["operations"] == nil { missing("operations", in: fields) }
    let path = path(in: fields)
    return ConsumedResource(
      name: text("name", in: fields) ?? "",
      path: path,
      summary: text("description", in: fields) ?? text("label", in: fields),
      inputParameters: consumedParameters(in: fields),
      operations: list("operations", in: fields).map { consumedOperation($0, path: path) },
      mark: node.mark)
  }

  /// A path of a consumed or exposed resource.
  mutating func path(in fields: DocumentFields) -> String {
    let path = requiredText("path", in: fields)
    guard !path.isEmpty, let mark = fields["path"]?.mark else { return path }
    if !path.hasPrefix("/") {
      diagnostics.error(
        "semantic.path", "'path' of \(fields.place) must begin with a slash", at: mark)
    }
    if URITemplate.read(path) == nil {
      diagnostics.error(
        "semantic.braces", "'path' of \(fields.place) has unbalanced braces", at: mark)
    }
    return path
  }

  private mutating func consumedOperation(
    _ node: DocumentNode, path: String
  ) -> ConsumedOperation {
    let fields = fields(of: node, as: "a consumed operation")
    return ConsumedOperation(
      name: requiredName("name", in: fields),
      method: method(in: fields),
      path: path,
      summary: text("description", in: fields) ?? text("label", in: fields),
      inputParameters: consumedParameters(in: fields),
      body: fields["body"].flatMap { body($0) },
      responseFormat: choice("outputRawFormat", in: fields) ?? .json,
      outputSchema: text("outputSchema", in: fields),
      outputParameters: list("outputParameters", in: fields).compactMap { consumedOutput($0) },
      mark: node.mark)
  }

  /// A method; GET where none is given.
  mutating func method(in fields: DocumentFields) -> HTTPMethod {
    choice("method", in: fields) ?? .get
  }

  /// A named piece of the answer; nil when it is incomplete, which the official schema complains of.
  private mutating func consumedOutput(_ node: DocumentNode) -> ConsumedOutput? {
    let fields = fields(of: node, as: "a consumed output")
    guard let name = text("name", in: fields), let path = text("value", in: fields) else {
      return nil
    }
    if (try? JSONPath(path)) == nil {
      diagnostics.warning(
        "semantic.json-path", "\(PrintableText.quoted(path)) is not understood and not used",
        at: fields.mark(of: "value"))
    }
    return ConsumedOutput(
      name: name, type: type(in: fields), path: path, mark: node.mark)
  }
}
