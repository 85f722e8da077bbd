/// A document that cannot be used. It holds everything that was found, never just the first problem.
public struct CapabilityError: Error, Sendable, Equatable, CustomStringConvertible {
  /// All findings, warnings included, in document order; at least one is an error.
  public let diagnostics: [CapabilityDiagnostic]

  /// An error made of these findings.
  public init(diagnostics: [CapabilityDiagnostic]) { self.diagnostics = diagnostics }

  /// One line for each finding.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
