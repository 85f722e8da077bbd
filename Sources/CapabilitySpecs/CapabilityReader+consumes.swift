extension CapabilityReader {
  mutating func consumes(in fields: DocumentFields) -> [ConsumedService] {
    list("consumes", in: fields).compactMap { service($0) }
  }

  private mutating func service(_ node: DocumentNode) -> ConsumedService? {
    guard !isImport(node) else { return nil }
    let fields = fields(
      of: node, as: "a consumed service",
      keys: [
        "type", "namespace", "description", "baseUri", "inputParameters", "authentication",
        "resources",
      ])
    let type = requiredText("type", in: fields)
    if !type.isEmpty, type != "http" {
      diagnostics.error(
        "schema.value",
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
      "unsupported.import", "a consumed service kept in another file is not read", at: node.mark)
    return true
  }

  /// The schema's pattern is `^https?://[^/]+(/[^{]*)?$`.
  private mutating func baseURI(in fields: DocumentFields) -> String {
    let uri = requiredText("baseUri", in: fields)
    guard !uri.isEmpty, let mark = fields["baseUri"]?.mark else { return uri }
    let scheme = ["http://", "https://"].first { uri.hasPrefix($0) }
    guard let scheme, let first = uri.dropFirst(scheme.count).first, first != "/" else {
      diagnostics.error(
        "schema.base", "'baseUri' must begin with http:// or https:// and a host", at: mark)
      return uri
    }
    let path = uri.dropFirst(scheme.count).drop { $0 != "/" }
    if path.contains("{") {
      diagnostics.error("schema.base", "'baseUri' may not hold placeholders in its path", at: mark)
    } else if URITemplate.read(uri) == nil {
      diagnostics.error("schema.base", "'baseUri' has unbalanced braces", at: mark)
    }
    if path.hasSuffix("/") {
      diagnostics.warning("schema.base", "'baseUri' should not end with a slash", at: mark)
    }
    return uri
  }

  private mutating func consumedResource(_ node: DocumentNode) -> ConsumedResource {
    let fields = fields(
      of: node, as: "a consumed resource",
      keys: ["name", "label", "description", "path", "inputParameters", "operations"])
    if fields["operations"] == nil { missing("operations", in: fields) }
    let path = path(in: fields)
    return ConsumedResource(
      name: requiredName("name", in: fields),
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
        "schema.path", "'path' of \(fields.place) must begin with a slash", at: mark)
    }
    if URITemplate.read(path) == nil {
      diagnostics.error("schema.path", "'path' of \(fields.place) has unbalanced braces", at: mark)
    }
    if path.contains("?") {
      diagnostics.warning(
        "schema.path", "'path' of \(fields.place) should not hold a query", at: mark)
    }
    return path
  }

  private mutating func consumedOperation(
    _ node: DocumentNode, path: String
  ) -> ConsumedOperation {
    let fields = fields(
      of: node, as: "a consumed operation",
      keys: [
        "name", "label", "description", "method", "inputParameters", "outputRawFormat",
        "outputSchema", "outputParameters", "body",
      ])
    return ConsumedOperation(
      name: requiredName("name", in: fields),
      method: method(in: fields),
      path: path,
      summary: text("description", in: fields) ?? text("label", in: fields),
      inputParameters: consumedParameters(in: fields),
      body: fields["body"].flatMap { body($0) },
      responseFormat: responseFormat(in: fields),
      outputParameters: list("outputParameters", in: fields).map { consumedOutput($0) },
      mark: node.mark)
  }

  /// A required method; HEAD and OPTIONS are tolerated.
  mutating func method(in fields: DocumentFields) -> HTTPMethod {
    if fields["method"] == nil { missing("method", in: fields) }
    guard let method: HTTPMethod = choice("method", in: fields) else { return .get }
    if !method.isOfficial { unofficial("method", method.rawValue, in: fields) }
    return method
  }

  private mutating func responseFormat(in fields: DocumentFields) -> ResponseFormat {
    guard let format: ResponseFormat = choice("outputRawFormat", in: fields) else { return .json }
    if format == .binary { unofficial("outputRawFormat", format.rawValue, in: fields) }
    return format
  }

  private mutating func consumedOutput(_ node: DocumentNode) -> ConsumedOutput {
    let fields = fields(of: node, as: "a consumed output", keys: ["name", "type", "value"])
    return ConsumedOutput(
      name: requiredParameterName(in: fields),
      type: requiredType(in: fields),
      path: requiredText("value", in: fields))
  }

  /// A value that published documents use and the official schema does not allow.
  mutating func unofficial(_ key: String, _ word: String, in fields: DocumentFields) {
    diagnostics.warning(
      "schema.value", "'\(key)' \(word) of \(fields.place) is not in the official schema",
      at: fields[key]?.mark ?? fields.mark)
  }
}
