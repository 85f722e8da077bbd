extension CapabilityReader {
  mutating func consumedParameters(in fields: DocumentFields) -> [ConsumedParameter] {
    list("inputParameters", in: fields).map { consumedParameter($0) }
  }

  private mutating func consumedParameter(_ node: DocumentNode) -> ConsumedParameter {
    let fields = fields(of: node, as: "a consumed input parameter", keys: ["name", "in", "value"])
    if fields["in"] == nil { missing("in", in: fields) }
    return ConsumedParameter(
      name: requiredParameterName(in: fields),
      location: choice("in", in: fields) ?? .query,
      value: template("value", in: fields),
      mark: node.mark)
  }

  /// Parameters of an exposed REST operation or resource.
  mutating func exposedParameters(in fields: DocumentFields) -> [ExposedParameter] {
    list("inputParameters", in: fields).map { exposedParameter($0) }
  }

  private mutating func exposedParameter(_ node: DocumentNode) -> ExposedParameter {
    let fields = fields(
      of: node, as: "an exposed input parameter",
      keys: ["name", "in", "type", "description", "pattern", "value"])
    if fields["in"] == nil { missing("in", in: fields) }
    let location: ParameterLocation = choice("in", in: fields) ?? .query
    if location == .environment {
      diagnostics.error(
        "schema.value", "callers cannot give parameters 'in: environment'",
        at: fields["in"]?.mark ?? node.mark)
    }
    return ExposedParameter(
      name: requiredParameterName(in: fields), location: location,
      type: requiredType(in: fields), summary: description(in: fields),
      isRequired: location == .path, pattern: text("pattern", in: fields),
      value: template("value", in: fields), mark: node.mark)
  }

  /// Arguments of an exposed tool.
  mutating func toolParameters(in fields: DocumentFields) -> [ExposedParameter] {
    list("inputParameters", in: fields).map { toolParameter($0) }
  }

  private mutating func toolParameter(_ node: DocumentNode) -> ExposedParameter {
    let fields = fields(
      of: node, as: "a tool's input parameter", keys: ["name", "type", "description", "required"])
    return ExposedParameter(
      name: requiredParameterName(in: fields), location: nil,
      type: requiredType(in: fields), summary: description(in: fields),
      isRequired: flag("required", in: fields) ?? true, pattern: nil, value: nil, mark: node.mark)
  }

  /// A declared type, which must be there.
  mutating func requiredType(in fields: DocumentFields) -> ParameterType {
    if fields["type"] == nil { missing("type", in: fields) }
    guard let type: ParameterType = choice("type", in: fields) else { return .string }
    if type == .binary { unofficial("type", type.rawValue, in: fields) }
    return type
  }

  /// A description that the schema demands and nothing breaks without.
  private mutating func description(in fields: DocumentFields) -> String {
    guard fields["description"] != nil else {
      diagnostics.warning(
        "schema.missing-key", "\(fields.place) should have a 'description'", at: fields.mark)
      return ""
    }
    return text("description", in: fields) ?? ""
  }
}
