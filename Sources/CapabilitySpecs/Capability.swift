/// A capability document of the Naftiko 1.0.0-alpha2 dialect: which services it consumes and how it
/// exposes them. A value: nothing here opens a port, sends a request or reads an environment.
public struct Capability: Sendable, Equatable {
  /// The value of the document's `naftiko` key: `1.0.0-alpha2` or `1.0.0-alpha1`.
  public let dialect: String
  /// Who the document is about.
  public let info: CapabilityInfo
  /// Variables that come from outside, root ones first.
  public let binds: [Binding]
  /// The services that are called.
  public let consumes: [ConsumedService]
  /// The doors through which others call them; empty in a document that only shares consumers.
  public let exposes: [ExposedInterface]
  /// The document's file name, as it was given to the parser.
  public let source: String
}
