/// A usable capability and what its parser had to remark.
public struct ParsedCapability: Sendable, Equatable {
  /// The document's meaning.
  public let capability: Capability
  /// Everything that was found, in document order. None of it prevents use; what the official schema
  /// refuses is of severity `error` all the same.
  public let diagnostics: [CapabilityDiagnostic]
}
