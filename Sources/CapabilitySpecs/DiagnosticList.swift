/// Findings on their way to becoming a `ParsedCapability` or a `CapabilityError`.
struct DiagnosticList {
  private(set) var found: [CapabilityDiagnostic] = []

  /// More findings than a person reads: a hostile document must not make an endless report.
  static let limit = 200

  private var isFull: Bool { found.count >= Self.limit }

  /// Whether the document cannot be used.
  private(set) var preventsUse = false

  /// Something without which the document cannot be used.
  mutating func error(
    _ code: String, _ message: @autoclosure () -> String, at mark: SourceMark
  ) {
    guard !isFull || !preventsUse else { return }
    append(CapabilityDiagnostic(mark: mark, severity: .error, code: code, message: message()))
  }

  /// Something that the official schema refuses; `word` is the code after `schema.`.
  mutating func nonconformity(
    _ word: String, _ message: @autoclosure () -> String, at mark: SourceMark
  ) {
    guard !isFull else { return }
    append(
      CapabilityDiagnostic(
        mark: mark, severity: .error, code: "schema.\(word)", message: message(),
        preventsUse: false))
  }

  mutating func warning(
    _ code: String, _ message: @autoclosure () -> String, at mark: SourceMark
  ) {
    guard !isFull else { return }
    append(CapabilityDiagnostic(mark: mark, severity: .warning, code: code, message: message()))
  }

  /// A repair or a note.
  mutating func repair(
    _ repair: Repair, _ message: @autoclosure () -> String, at mark: SourceMark
  ) {
    guard !isFull else { return }
    append(
      CapabilityDiagnostic(
        mark: mark, severity: repair.isCorrection ? .repair : .note, code: repair.code,
        message: message()))
  }

  mutating func append(_ diagnostic: CapabilityDiagnostic) {
    // What prevents use always finds room, so that a flood of remarks cannot hide it.
    let isFirstObstacle = diagnostic.preventsUse && !preventsUse
    guard found.count < Self.limit || isFirstObstacle else { return }
    found.append(diagnostic)
    preventsUse = preventsUse || diagnostic.preventsUse
  }

  /// Takes the official schema's findings in. Where it and the reader stumble over the same thing, one
  /// finding is left: the official one, which then prevents use.
  mutating func merge(official: [CapabilityDiagnostic]) {
    let own = found
    found = []
    preventsUse = false
    for diagnostic in own where !official.contains(where: diagnostic.repeats) {
      append(diagnostic)
    }
    for diagnostic in official {
      append(own.contains { $0.repeats(diagnostic) } ? diagnostic.asObstacle : diagnostic)
    }
  }

  /// The findings in document order; findings of one place keep the order they were made in.
  var sorted: [CapabilityDiagnostic] {
    found.enumerated().sorted { left, right in
      let (a, b) = (left.element.mark, right.element.mark)
      return (a.line, a.column, left.offset) < (b.line, b.column, right.offset)
    }.map(\.element)
  }
}

extension CapabilityDiagnostic {
  /// Whether the official schema says the same of the same place.
  fileprivate func repeats(_ official: CapabilityDiagnostic) -> Bool {
    preventsUse && mark == official.mark && family == "semantic" && word == official.word
  }

  fileprivate var asObstacle: CapabilityDiagnostic {
    CapabilityDiagnostic(
      mark: mark, severity: severity, code: code, message: message, preventsUse: true)
  }

  /// The part of the code after the dot.
  private var word: Substring { code.drop { $0 != "." } }
}
