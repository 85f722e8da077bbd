extension CapabilityReader {
  /// The whole document.
  mutating func capability(from root: DocumentNode, source: String) -> Capability {
    let document = fields(of: root, as: "the document")
    let inner = fields(
      of: document["capability"] ?? emptyMapping(at: root.mark), as: "'capability'")
    if document.first(of: ["capability", "consumes"]) == nil {
      missing("capability", in: document)
    } else if document.first(of: ["capability"]) != nil,
      document.first(of: ["consumes"]) ?? inner.first(of: ["consumes", "exposes"]) == nil
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
    let fields = fields(of: document["info"] ?? emptyMapping(at: document.mark), as: "'info'")
    return CapabilityInfo(
      label: text("label", in: fields) ?? "",
      description: text("description", in: fields) ?? "",
      tags: texts("tags", in: fields),
      created: text("created", in: fields),
      modified: text("modified", in: fields),
      stakeholders: list("stakeholders", in: fields).map { stakeholder($0) })
  }

  private mutating func stakeholder(_ node: DocumentNode) -> CapabilityInfo.Stakeholder {
    let fields = fields(of: node, as: "a stakeholder")
    return CapabilityInfo.Stakeholder(
      role: text("role", in: fields) ?? "", fullName: text("fullName", in: fields) ?? "",
      email: text("email", in: fields))
  }

  private mutating func binds(in fields: DocumentFields) -> [Binding] {
    list("binds", in: fields).map { binding($0) }
  }

  private mutating func binding(_ node: DocumentNode) -> Binding {
    let fields = fields(of: node, as: "a bind")
    if fields["keys"] == nil { missing("keys", in: fields) }
    let binding = Binding(
      namespace: requiredName("namespace", in: fields),
      summary: text("description", in: fields),
      location: text("location", in: fields),
      keys: fields["keys"].map { bindingKeys($0) } ?? [],
      mark: node.mark)
    if case .unsupported(let provider) = binding.provider {
      diagnostics.warning(
        "semantic.provider",
        "values from \(PrintableText.quoted(provider)) cannot be read, only those of the "
          + "environment and of file://; its variables count as not set",
        at: fields.mark(of: "location"))
    }
    return binding
  }

  private mutating func bindingKeys(_ node: DocumentNode) -> [Binding.Key] {
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "semantic.type", "'keys' of a bind must be a mapping, not \(node.kind)", at: node.mark)
      return []
    }
    return members.compactMap { bindingKey($0) }
  }

  private mutating func bindingKey(_ member: DocumentNode.Member) -> Binding.Key? {
    guard case .scalar(let source, _) = member.value.content else {
      diagnostics.error(
        "semantic.type",
        "\(PrintableText.quoted(member.key)) must name a key of the provider",
        at: member.value.mark)
      return nil
    }
    guard Identifier.isExtended(source), Identifier.isExtended(member.key) else {
      diagnostics.error(
        "semantic.name",
        "\(PrintableText.quoted(member.key)) and the key it names must be letters, digits, "
          + "hyphens, underscores and asterisks", at: member.value.mark)
      return nil
    }
    return Binding.Key(variable: member.key, source: source, mark: member.keyMark)
  }
}
