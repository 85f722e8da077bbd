/// Reads capability documents.
public struct CapabilityParser {
  private init() {}

  /// The dialect that is understood in full.
  public static let dialect = "1.0.0-alpha2"
  /// A dialect whose keys mean the same as far as they are used; accepted with a warning.
  static let olderDialect = "1.0.0-alpha1"

  /// Reads one document.
  ///
  /// - Parameters:
  ///   - yaml: the document's text, at most 1 MiB.
  ///   - source: the file name for diagnostics and `Capability.source`.
  /// - Throws: everything that is wrong with the document, warnings included, if any of it is an error.
  public static func parse(
    _ yaml: String, source: String
  ) throws(CapabilityError) -> ParsedCapability {
    let root = try YAMLReader.read(yaml, file: source)
    var reader = CapabilityReader()
    try checkDialect(of: root, reporting: &reader.diagnostics)
    let capability = reader.capability(from: root, source: source)
    var checks = CapabilityChecks(of: capability, diagnostics: reader.diagnostics)
    checks.run()
    var diagnostics = checks.diagnostics
    diagnostics.merge(official: SchemaChecker.check(root))
    guard !diagnostics.preventsUse else { throw CapabilityError(diagnostics: diagnostics.sorted) }
    return ParsedCapability(capability: capability, diagnostics: diagnostics.sorted)
  }

  /// A document of another dialect is refused at once: its keys would only produce noise.
  private static func checkDialect(
    of root: DocumentNode, reporting diagnostics: inout DiagnosticList
  ) throws(CapabilityError) {
    guard case .mapping(let members) = root.content else {
      throw CapabilityError(
        "schema.type", "the document must be a mapping, not \(root.kind)", at: root.mark)
    }
    if let newer = members.first(where: { $0.key == "ikanos" }) {
      throw CapabilityError("dialect.newer", newerDialect(newer.value), at: newer.keyMark)
    }
    guard let version = members.first(where: { $0.key == "naftiko" }),
      case .scalar(let text, _) = version.value.content, !version.value.isNull
    else {
      throw CapabilityError(
        "dialect.missing", "the document needs 'naftiko: \(dialect)'", at: root.mark)
    }
    switch text {
    case dialect: break
    case olderDialect:
      diagnostics.warning(
        "dialect.older", "read as \(dialect), whose keys are the same", at: version.value.mark)
    default: throw CapabilityError("dialect.unknown", otherDialect(text), at: version.value.mark)
    }
  }

  private static func otherDialect(_ version: String) -> String {
    let isNewer = version.hasPrefix("1.0.0-alpha") || version.hasPrefix("1.0.0-beta")
    let advice = isNewer ? "; a newer dialect has \(renamedKeys)" : ""
    return "dialect \(PrintableText.quoted(version)) is not understood, \(dialect) is" + advice
  }

  private static func newerDialect(_ version: DocumentNode) -> String {
    guard case .scalar(let text, _) = version.content else { return newerDialect("") }
    return newerDialect(" " + PrintableText.quoted(text))
  }

  private static func newerDialect(_ version: String) -> String {
    "'ikanos'\(version) is a newer dialect, 'naftiko: \(dialect)' is understood; it has "
      + renamedKeys
  }

  private static let renamedKeys =
    "'ikanos' for 'naftiko', 'display' for 'label', 'flows' for 'functions', 'from' for 'location' "
    + "of imports, and maps instead of lists with 'name'"
}
