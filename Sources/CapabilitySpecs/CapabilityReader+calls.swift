extension CapabilityReader {
  /// The `call` of an exposed operation or tool; nil, with a warning or an error, when it has none.
  mutating func call(in fields: DocumentFields, namespace: String) -> OperationCall? {
    for key in ["steps", "ref"] where fields[key] != nil { unsupported(key, in: fields) }
    guard let node = fields["call"], let text = text("call", in: fields) else {
      if fields["call"] == nil, fields.first(of: ["steps", "ref"]) == nil { mocked(fields) }
      return nil
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(Identifier.isKebab) else {
      diagnostics.error(
        "semantic.value", "\(PrintableText.quoted(text)) is not of the form namespace.operation",
        at: node.mark)
      return nil
    }
    return OperationCall(
      namespace: parts[0], operation: parts[1],
      arguments: arguments(in: fields, namespace: namespace), mark: node.mark)
  }

  /// Without a target there can still be fixed answers.
  private mutating func mocked(_ fields: DocumentFields) {
    guard fields["outputParameters"] != nil else { return missing("call", in: fields) }
    diagnostics.warning(
      "semantic.unsupported-mock", "\(fields.place) without 'call' is not supported and is ignored",
      at: fields.mark)
  }

  private mutating func arguments(
    in fields: DocumentFields, namespace: String
  ) -> [OperationCall.Argument] {
    guard let node = fields["with"] else { return [] }
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "semantic.type", "'with' of \(fields.place) must be a mapping, not \(node.kind)",
        at: node.mark)
      return []
    }
    return members.compactMap { member in
      argumentValue(member.value, namespace: namespace).map {
        OperationCall.Argument(name: member.key, value: $0, mark: member.keyMark)
      }
    }
  }

  private mutating func argumentValue(
    _ node: DocumentNode, namespace: String
  ) -> ArgumentValue? {
    switch node.value {
    case .text(let text): return argumentText(text, namespace: namespace, at: node.mark)
    case .number, .boolean: return .literal(node.value)
    case .null, .list, .object:
      diagnostics.error(
        "semantic.type", "a value of 'with' must be text or a number, not \(node.kind)",
        at: node.mark)
      return nil
    }
  }

  private mutating func argumentText(
    _ text: String, namespace: String, at mark: SourceMark
  ) -> ArgumentValue? {
    if let reference = CallerReference(text, interfaceNamespace: namespace) {
      return .reference(reference)
    }
    guard MustacheTemplate.holdsExpressions(text) else { return .literal(.text(text)) }
    return template(text, at: mark).map { .template($0) }
  }
}
