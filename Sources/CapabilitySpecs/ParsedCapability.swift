/// A usable capability and what its parser had to remark.
public struct ParsedCapability: Sendable, Equatable {
  /// The document's meaning.
  public let capability: Capability
  /// Warnings in document order; empty for a document that needs no tolerance.
  public let diagnostics: [CapabilityDiagnostic]
}
