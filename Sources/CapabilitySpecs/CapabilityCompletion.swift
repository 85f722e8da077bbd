/// Writes out what a document leaves to its reader: the parameters, bodies and arguments without which
/// its calls would not work. Every correction is reported as a repair, so that a completed capability
/// needs none.
struct CapabilityCompletion {
  private let original: Capability
  var repairs = DiagnosticList()

  /// The capability with everything written out.
  private(set) var capability: Capability

  init(of capability: Capability) {
    original = capability
    self.capability = capability
    let consumes = capability.consumes.map { completed($0) }
    self.capability = capability.with(consumes: consumes, exposes: capability.exposes)
    let exposes = capability.exposes.map { completed($0) }
    self.capability = capability.with(consumes: consumes, exposes: exposes)
  }

  mutating func report(_ repair: Repair, _ message: String, at mark: SourceMark) {
    repairs.repair(repair, message, at: mark)
  }

  /// The variable's name alone where one bind declares it.
  mutating func unqualified(
    _ template: MustacheTemplate, at mark: SourceMark
  ) -> MustacheTemplate {
    guard template.expressions.contains(where: { $0.qualifier != nil }) else { return template }
    return template.renamed { expression in
      guard expression.qualifier != nil, original.bindingKeys(for: expression).count == 1 else {
        return expression
      }
      let bare = TemplateExpression(name: expression.name)
      guard original.bindingKeys(for: bare).count == 1 else { return expression }
      report(
        .qualifiedVariable,
        "\(PrintableText.quoted("{{\(expression)}}")) names a bind, which other engines read as "
          + "nothing; it is looked up as \(PrintableText.quoted("{{\(bare)}}"))",
        at: mark)
      return bare
    }
  }
}

extension Capability {
  /// The same capability with every repair written out: callers are named by their interface's
  /// namespace, bodies, path variables and `api-version` are declared and handed over. Meaning and
  /// marks stay; a capability that needs no repair stays as it is.
  public var completed: Capability { CapabilityCompletion(of: self).capability }

  func with(consumes: [ConsumedService], exposes: [ExposedInterface]) -> Capability {
    Capability(
      dialect: dialect, info: info, binds: binds, consumes: consumes, exposes: exposes,
      source: source)
  }
}
