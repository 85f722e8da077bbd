extension CapabilityReader {
  mutating func consumedParameters(in fields: DocumentFields) -> [ConsumedParameter] {
    list("inputParameters", in: fields).map { consumedParameter($0) }
  }

  private mutating func consumedParameter(_ node: DocumentNode) -> ConsumedParameter {
    let fields = fields(of: node, as: "a consumed input parameter")
    if fields["in"] == nil { missing("in", in: fields) }
    return ConsumedParameter(
      name: requiredParameterName(in: fields),
      location: choice("in", in: fields) ?? .query,
      value: template("value", in: fields),
      type: fields["type"].map { _ in type(in: fields) },
      summary: text("description", in: fields),
      isRequired: flag("required", in: fields),
      mark: node.mark)
  }

  /// Parameters of an exposed REST operation or resource.
  mutating func exposedParameters(in fields: DocumentFields) -> [ExposedParameter] {
    list("inputParameters", in: fields).map { exposedParameter($0) }
  }

  private mutating func exposedParameter(_ node: DocumentNode) -> ExposedParameter {
    let fields = fields(of: node, as: "an exposed input parameter")
    if fields["in"] == nil { missing("in", in: fields) }
    let location: ParameterLocation = choice("in", in: fields) ?? .query
    if location == .environment {
      diagnostics.error(
        "semantic.value", "callers cannot give parameters 'in: environment'",
        at: fields["in"]?.mark ?? node.mark)
    }
    return ExposedParameter(
      name: requiredParameterName(in: fields), location: location,
      type: type(in: fields), summary: text("description", in: fields) ?? "",
      isRequired: location == .path, pattern: text("pattern", in: fields),
      value: template("value", in: fields), mark: node.mark)
  }

  /// Arguments of an exposed tool.
  mutating func toolParameters(in fields: DocumentFields) -> [ExposedParameter] {
    list("inputParameters", in: fields).map { toolParameter($0) }
  }

  private mutating func toolParameter(_ node: DocumentNode) -> ExposedParameter {
    let fields = fields(of: node, as: "a tool's input parameter")
    return ExposedParameter(
      name: requiredParameterName(in: fields), location: nil,
      type: type(in: fields), summary: text("description", in: fields) ?? "",
      isRequired: flag("required", in: fields) ?? true, pattern: nil, value: nil, mark: node.mark)
  }

  /// A declared type; text where it is missing or none that is known.
  mutating func type(in fields: DocumentFields) -> ParameterType {
    text("type", in: fields).flatMap(ParameterType.init) ?? .string
  }
}
