/// Findings on their way to becoming a `ParsedCapability` or a `CapabilityError`.
struct DiagnosticList {
  private(set) var found: [CapabilityDiagnostic] = []

  /// More findings than a person reads: a hostile document must not make an endless report.
  static let limit = 200

  var hasErrors: Bool { found.contains { $0.severity == .error } }

  mutating func error(_ code: String, _ message: String, at mark: SourceMark) {
    append(CapabilityDiagnostic(mark: mark, severity: .error, code: code, message: message))
  }

  mutating func warning(_ code: String, _ message: String, at mark: SourceMark) {
    append(CapabilityDiagnostic(mark: mark, severity: .warning, code: code, message: message))
  }

  mutating func append(_ diagnostic: CapabilityDiagnostic) {
    // An error always finds room, so that a flood of warnings cannot hide it.
    guard found.count < Self.limit || (diagnostic.severity == .error && !hasErrors) else { return }
    found.append(diagnostic)
  }

  /// The findings in document order; findings of one place keep the order they were made in.
  var sorted: [CapabilityDiagnostic] {
    found.enumerated().sorted { left, right in
      let (a, b) = (left.element.mark, right.element.mark)
      return (a.line, a.column, left.offset) < (b.line, b.column, right.offset)
    }.map(\.element)
  }
}
