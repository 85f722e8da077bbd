extension CapabilityReader {
  /// The whole document.
  mutating func capability(from root: DocumentNode, source: String) -> Capability {
    let document = fields(
      of: root, as: "the document",
      keys: ["naftiko", "info", "binds", "consumes", "capability"])
    let inner = fields(
      of: document["capability"] ?? emptyMapping(at: root.mark), as: "'capability'",
      keys: ["consumes", "exposes", "binds", "aggregates"])
    if document.first(of: ["capability", "consumes"]) == nil {
      missing("capability", in: document)
    } else if document.first(of: ["capability"]) != nil,
      inner.first(of: ["consumes", "exposes"]) == nil
    {
      missing("consumes", in: inner)
    }
    if inner["aggregates"] != nil { unsupported("aggregates", in: inner) }
    return Capability(
      dialect: text("naftiko", in: document) ?? "",
      info: info(in: document),
      binds: binds(in: document) + binds(in: inner),
      consumes: consumes(in: document) + consumes(in: inner),
      exposes: list("exposes", in: inner).compactMap { exposed($0) },
      source: source)
  }

  private func emptyMapping(at mark: SourceMark) -> DocumentNode {
    DocumentNode(content: .mapping([]), mark: mark)
  }

  private mutating func info(in document: DocumentFields) -> CapabilityInfo {
    guard let node = document["info"] else {
      return CapabilityInfo(label: "", description: "", tags: [], created: nil, modified: nil)
    }
    let fields = fields(
      of: node, as: "'info'",
      keys: ["label", "description", "tags", "created", "modified", "stakeholders"])
    return CapabilityInfo(
      label: requiredText("label", in: fields),
      description: requiredText("description", in: fields),
      tags: texts("tags", in: fields),
      created: date("created", in: fields),
      modified: date("modified", in: fields))
  }

  private mutating func date(_ key: String, in fields: DocumentFields) -> String? {
    guard let node = fields[key], let text = text(key, in: fields) else { return nil }
    if !Identifier.isDate(text) {
      diagnostics.warning(
        "schema.value", "'\(key)' of 'info' should be a date, YYYY-MM-DD", at: node.mark)
    }
    return text
  }

  private mutating func binds(in fields: DocumentFields) -> [Binding] {
    list("binds", in: fields).map { binding($0) }
  }

  private mutating func binding(_ node: DocumentNode) -> Binding {
    let fields = fields(
      of: node, as: "a bind", keys: ["namespace", "description", "location", "keys"])
    if fields["keys"] == nil { missing("keys", in: fields) }
    return Binding(
      namespace: requiredName("namespace", in: fields),
      summary: text("description", in: fields),
      location: location(in: fields),
      keys: fields["keys"].map { bindingKeys($0) } ?? [],
      mark: node.mark)
  }

  private mutating func location(in fields: DocumentFields) -> String? {
    guard let location = text("location", in: fields) else { return nil }
    diagnostics.warning(
      "unsupported.location",
      "values from \(PrintableText.quoted(location)) are not read; only the environment is",
      at: fields.mark(of: "location"))
    return location
  }

  private mutating func bindingKeys(_ node: DocumentNode) -> [Binding.Key] {
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "schema.type", "'keys' of a bind must be a mapping, not \(node.kind)", at: node.mark)
      return []
    }
    return members.compactMap { member in
      guard case .scalar(let source, _) = member.value.content, Identifier.isExtended(source) else {
        diagnostics.error(
          "schema.value", "\(PrintableText.quoted(member.key)) must name a key of the provider",
          at: member.value.mark)
        return nil
      }
      if !Identifier.isVariable(member.key) {
        diagnostics.warning(
          "schema.name",
          "\(PrintableText.quoted(member.key)) should be capital letters, digits and underscores",
          at: member.keyMark)
      }
      return Binding.Key(variable: member.key, source: source, mark: member.keyMark)
    }
  }
}
