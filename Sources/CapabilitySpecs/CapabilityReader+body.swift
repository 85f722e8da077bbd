extension CapabilityReader {
  private enum BodyKind: String, CaseIterable {
    case json, text, xml, sparql, formUrlEncoded, multipartForm
  }

  /// The body of a consumed operation; nil after an error.
  mutating func body(_ node: DocumentNode) -> RequestBody? {
    if case .scalar(let text, _) = node.content {
      return template(text, at: node.mark).map { .raw($0) }
    }
    let fields = fields(of: node, as: "a body")
    if fields["type"] == nil { missing("type", in: fields) }
    if fields["data"] == nil { missing("data", in: fields) }
    let kind: BodyKind? = choice("type", in: fields)
    guard let kind, let data = fields["data"] else { return nil }
    switch kind {
    case .json: return .json(checkedValue(data))
    case .formUrlEncoded: return .form(checkedForm(data))
    case .multipartForm: return .multipart(list("data", in: fields).compactMap { part($0) })
    case .text, .xml, .sparql:
      return template("data", in: fields).map { .text(kind: kind.rawValue, $0) }
    }
  }

  /// Form fields hold single values.
  private mutating func checkedForm(_ node: DocumentNode) -> DocumentValue {
    let value = checkedValue(node)
    if case .object(let members) = value, members.allSatisfy(\.value.isScalar) { return value }
    guard !value.isScalar else { return value }
    diagnostics.error("semantic.type", "a form must map names to single values", at: node.mark)
    return value
  }

  /// A literal whose texts are templates; each of them is tried.
  private mutating func checkedValue(_ node: DocumentNode) -> DocumentValue {
    checkTemplates(in: node)
    return node.value
  }

  private mutating func checkTemplates(in node: DocumentNode) {
    switch node.content {
    case .scalar(let text, _): _ = template(text, at: node.mark)
    case .sequence(let nodes): for node in nodes { checkTemplates(in: node) }
    case .mapping(let members): for member in members { checkTemplates(in: member.value) }
    }
  }

  private mutating func part(_ node: DocumentNode) -> RequestBody.Part? {
    let fields = fields(of: node, as: "a part of a form")
    if fields["value"] == nil { missing("value", in: fields) }
    let name = requiredText("name", in: fields)
    return template("value", in: fields).map { value in
      RequestBody.Part(
        name: name, value: value,
        filename: text("filename", in: fields), contentType: text("contentType", in: fields))
    }
  }
}
