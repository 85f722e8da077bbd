extension CapabilityReader {
  /// The shape of an exposed answer.
  mutating func outputMappings(in fields: DocumentFields) -> [OutputMapping] {
    list("outputParameters", in: fields).map { outputMapping($0) }
  }

  private mutating func outputMapping(_ node: DocumentNode) -> OutputMapping {
    let fields = fields(of: node, as: "an output parameter")
    let type = type(in: fields)
    return OutputMapping(
      type: type, mapping: mapping(in: fields), value: outputValue(in: fields),
      content: content(of: type, in: fields), mark: node.mark)
  }

  private mutating func mapping(in fields: DocumentFields) -> String? {
    guard let path = text("mapping", in: fields) else { return nil }
    do {
      _ = try JSONPath(path)
    } catch {
      diagnostics.error("semantic.json-path", error.description, at: fields.mark(of: "mapping"))
    }
    return path
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
      // An object of which nothing is named is passed on whole.
      let properties = properties(node)
      return properties.isEmpty ? .whole : .properties(properties)
    case .array:
      guard let node = fields["items"] else {
        incomplete("items", in: fields)
        return .whole
      }
      let element = outputMapping(node)
      return element.isWholeObject ? .whole : .items(element)
    default:
      if fields.first(of: ["mapping", "value", "const"]) == nil { missing("mapping", in: fields) }
      return .whole
    }
  }

  private mutating func properties(_ node: DocumentNode) -> [OutputMapping.Property] {
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "semantic.type", "'properties' must be a mapping, not \(node.kind)", at: node.mark)
      return []
    }
    return members.map {
      OutputMapping.Property(name: $0.key, shape: outputMapping($0.value))
    }
  }

  /// Published documents map a whole object without saying what is in it.
  private mutating func incomplete(_ key: String, in fields: DocumentFields) {
    diagnostics.repair(
      .wholeAnswer,
      "an output of this type has no '\(key)', so that nothing of the answer would be left; the "
        + "mapped value is passed on unchanged", at: fields.mark)
  }
}

extension OutputMapping {
  /// Whether it stands for an object as it is.
  var isWholeObject: Bool {
    guard type == .object, content == .whole, value == nil, let mapping else { return false }
    return (try? JSONPath(mapping))?.steps.isEmpty == true
  }
}
