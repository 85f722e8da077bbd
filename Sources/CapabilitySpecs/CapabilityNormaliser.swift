/// Writes a capability as a document that the official schema accepts and that needs no repair.
///
/// What the format cannot say is left out and told: methods it does not know, and operations that call
/// nothing here. Comments and the names of unknown keys are lost.
public struct CapabilityNormaliser {
  /// What was left out, and where it was.
  public private(set) var losses: [CapabilityDiagnostic] = []
  /// The document.
  public private(set) var yaml = ""

  private let capability: Capability
  private let names: VariableNames

  /// Writes a capability.
  ///
  /// - Throws: `semantic.nothing` when nothing of it can be said in the official format.
  public init(_ capability: Capability) throws(CapabilityError) {
    self.capability = capability.completed
    names = VariableNames(capability.binds)
    let document = self.document()
    guard let document else {
      throw CapabilityError(
        "semantic.nothing", "nothing of this document can be said in the official format",
        at: SourceMark(file: capability.source, line: 1, column: 1))
    }
    yaml = YAMLWriter.write(document)
  }

  private mutating func document() -> DocumentValue? {
    var document = DocumentBuilder()
    document.add("naftiko", CapabilityParser.dialect)
    if let info = info() { document.add("info", value: info) }
    document.add("binds", list: capability.binds.map { bind($0) })
    let consumes = capability.consumes.map { service($0) }
    let exposes = capability.exposes.compactMap { exposed($0) }
    guard !consumes.isEmpty || !exposes.isEmpty else { return nil }
    var inner = DocumentBuilder()
    inner.add("consumes", list: consumes)
    inner.add("exposes", list: exposes)
    document.add("capability", value: inner.value)
    return document.value
  }

  private mutating func info() -> DocumentValue? {
    let info = capability.info
    guard !info.label.isEmpty || !info.description.isEmpty else { return nil }
    var result = DocumentBuilder()
    result.add("label", info.label)
    result.add("description", info.description)
    result.add("tags", list: info.tags.map { .text($0) })
    result.add("created", accepted(info.created, by: .date))
    result.add("modified", accepted(info.modified, by: .date))
    result.add("stakeholders", list: info.stakeholders.map { stakeholder($0) })
    return result.value
  }

  private mutating func stakeholder(_ person: CapabilityInfo.Stakeholder) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("role", person.role)
    result.add("fullName", person.fullName)
    result.add("email", accepted(person.email, by: .email))
    return result.value
  }

  /// The text, if the official schema takes it.
  private mutating func accepted(_ text: String?, by pattern: TextPattern) -> String? {
    guard let text, !pattern.matches(text) else { return text }
    let start = SourceMark(file: capability.source, line: 1, column: 1)
    lose("\(PrintableText.quoted(text)), which is not \(pattern.description)", at: start)
    return nil
  }

  private mutating func bind(_ binding: Binding) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("namespace", binding.namespace)
    result.add("description", binding.summary)
    result.add("location", accepted(binding.location, by: .location))
    result.add(
      "keys",
      value: .object(
        binding.keys.map { .init(name: names.name(of: $0.variable), value: .text($0.source)) }))
    return result.value
  }

  /// A template with its variables as they are declared in what is written.
  func text(_ template: MustacheTemplate) -> String {
    let renamed = template.renamed { expression in
      guard !capability.bindingKeys(for: expression).isEmpty else { return expression }
      return TemplateExpression(
        qualifier: expression.qualifier, name: names.name(of: expression.name))
    }
    return renamed.source
  }

  mutating func lose(_ message: String, at mark: SourceMark) {
    losses.append(
      CapabilityDiagnostic(
        mark: mark, severity: .warning, code: "normalise.left-out", message: message))
  }

  /// The operation that a call names, if it can be written.
  func target(_ call: OperationCall) -> ConsumedOperation? {
    capability.operation(call).flatMap { $0.2.method.isOfficial ? $0.2 : nil }
  }
}
