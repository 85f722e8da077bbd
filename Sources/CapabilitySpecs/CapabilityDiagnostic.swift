/// One finding about a capability document, with the place it is about.
///
/// The part of `code` before the dot is the family. Findings of the family `schema` are what the
/// official alpha2 schema refuses, no more and no less; all others are of this program.
public struct CapabilityDiagnostic: Sendable, Equatable, CustomStringConvertible {
  /// How bad a finding is.
  public enum Severity: String, Sendable, CaseIterable {
    /// The document is wrong: the official schema refuses it, or nobody can tell what it means.
    case error
    /// The document does not work as it is written and is understood in the way it was meant.
    case repair
    /// The document is used as it is; the finding says what is ignored or doubtful.
    case warning
    /// The document leaves something open; the finding says what becomes of it.
    case note
  }

  /// Where.
  public let mark: SourceMark
  /// How bad.
  public let severity: Severity
  /// A stable word for programs, such as `schema.unknown-key`.
  public let code: String
  /// One sentence for people, printable.
  public let message: String
  /// Whether the document cannot be used because of this. Many documents that the official schema
  /// refuses can be.
  public let preventsUse: Bool

  /// A finding; `message` must already be printable.
  ///
  /// - Parameter preventsUse: nil for what is usual: errors do.
  public init(
    mark: SourceMark, severity: Severity, code: String, message: String, preventsUse: Bool? = nil
  ) {
    self.mark = mark
    self.severity = severity
    self.code = code
    self.message = message
    self.preventsUse = preventsUse ?? (severity == .error)
  }

  /// The part of the code before the dot: `schema`, `semantic`, `repair`, `lint` …
  public var family: Substring { code.prefix { $0 != "." } }

  /// Whether it is the official schema that refuses the document here.
  public var isOfficial: Bool { family == "schema" }

  /// `file:line:column severity code message`.
  public var description: String { "\(mark) \(severity.rawValue) \(code) \(message)" }
}
