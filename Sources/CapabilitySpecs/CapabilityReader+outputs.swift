extension CapabilityReader {
  /// The shape of an exposed answer.
  mutating func outputMappings(in fields: DocumentFields) -> [OutputMapping] {
    list("outputParameters", in: fields).map { outputMapping($0) }
  }

  private mutating func outputMapping(_ node: DocumentNode) -> OutputMapping {
    let fields = fields(
      of: node, as: "an output parameter",
      keys: ["type", "mapping", "value", "const", "properties", "items"])
    let type = requiredType(in: fields)
    return OutputMapping(
      type: type, mapping: text("mapping", in: fields), value: outputValue(in: fields),
      content: content(of: type, in: fields), mark: node.mark)
  }

  /// `const` is an older spelling of a fixed value.
  private mutating func outputValue(in fields: DocumentFields) -> MustacheTemplate? {
    template(fields["value"] == nil ? "const" : "value", in: fields)
  }

  private mutating func content(
    of type: ParameterType, in fields: DocumentFields
  ) -> OutputMapping.Content {
    switch type {
    case .object:
      guard let node = fields["properties"] else {
        incomplete("properties", in: fields)
        return .whole
      }
      return .properties(properties(node))
    case .array:
      guard let node = fields["items"] else {
        incomplete("items", in: fields)
        return .whole
      }
      return .items(outputMapping(node))
    default:
      if fields.first(of: ["mapping", "value", "const"]) == nil { missing("mapping", in: fields) }
      return .whole
    }
  }

  private mutating func properties(_ node: DocumentNode) -> [OutputMapping.Property] {
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "schema.type", "'properties' must be a mapping, not \(node.kind)", at: node.mark)
      return []
    }
    return members.map {
      OutputMapping.Property(name: $0.key, shape: outputMapping($0.value))
    }
  }

  /// Published documents map a whole object without saying what is in it.
  private mutating func incomplete(_ key: String, in fields: DocumentFields) {
    diagnostics.warning(
      "schema.output-shape",
      "an output of this type should have '\(key)'; the mapped value is passed on unchanged",
      at: fields.mark)
  }
}
