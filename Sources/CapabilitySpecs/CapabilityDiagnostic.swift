/// One finding about a capability document, with the place it is about.
public struct CapabilityDiagnostic: Sendable, Equatable, CustomStringConvertible {
  /// Whether the document can be used in spite of the finding.
  public enum Severity: String, Sendable {
    /// The document cannot be used.
    case error
    /// The document is used; the finding says what was tolerated, ignored or corrected.
    case warning
  }

  /// Where.
  public let mark: SourceMark
  /// How bad.
  public let severity: Severity
  /// A stable word for programs, such as `schema.unknown-key`; the part before the dot is the family.
  public let code: String
  /// One sentence for people, printable.
  public let message: String

  /// A finding; `message` must already be printable.
  public init(mark: SourceMark, severity: Severity, code: String, message: String) {
    self.mark = mark
    self.severity = severity
    self.code = code
    self.message = message
  }

  /// `file:line:column severity code message`.
  public var description: String { "\(mark) \(severity.rawValue) \(code) \(message)" }
}
