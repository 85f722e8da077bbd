import Testing

@testable import CapabilitySpecs

@Suite("Fuzz: capability documents", .timeLimit(Fuzz.timeLimit))
struct CapabilityFuzzTests {
  private static let source = "fuzz.yaml"

  @Test("Any text is understood or refused, with findings that say where, and never more")
  func documents() throws {
    var fuzz = Fuzz("capability", usually: 250)
    fuzz.longest = 1500
    fuzz.words = [
      "&a ", "*a", "<<: *a", "? ", "- ", "  ", "\n", "\n- ", ": ", "|", ">", "''", "\"\"", "{", "}",
      "[",
      "]", "!!binary ", "!x ", "%YAML 1.2\n", "---\n", "...\n", "# ", "null", "~", "{{", "}}",
      "{{env.K}}",
      "{{{", "type: mcp", "type: rest", "call: a.b", "with:", "steps:", "name: x", "in: path",
      "value: $.a[0]", "path: /{{x}}", "binds:", "consumes:", "exposes:", "authentication:",
      "\u{FEFF}", "\u{85}", "\u{2028}", "\u{0}", "\u{1B}[31m", "\u{202E}", "\t", "é",
      "naftiko: 1.0.0-alpha2\n",
      "ikanos: 1\n", "\"\\u001b\"", "\"\\x1b\"", "[[[[[[[[", "{a: {a: {a: ",
    ]
    try fuzz.run { input, _ in
      let text = String(decoding: input, as: UTF8.self)
      switch Result(
        catching: { () throws(CapabilityError) in
          try CapabilityParser.parse(text, source: Self.source)
        })
      {
      case .success(let parsed): return try Self.check(parsed, text)
      case .failure(let error): return try Self.check(error, text)
      }
    }
  }

  private static func check(_ findings: [CapabilityDiagnostic], _ text: String) throws {
    try demand(findings.count <= DiagnosticList.limit + 1, "\(findings.count) findings")
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    for finding in findings {
      try demand(finding.mark.file == source, "another file: \(finding)")
      // The library counts more characters as line ends than Swift does by characters.
      try demand((1...lines + text.unicodeScalars.count).contains(finding.mark.line), "\(finding)")
      try demand(finding.mark.column >= 1, "\(finding)")
      try demand(
        finding.description.unicodeScalars.allSatisfy(PrintableText.isPrintable),
        "not printable: \(finding)")
      try demand(finding.code.contains("."), "a code without family: \(finding.code)")
      try demand(finding.message.utf8.count < 4000, "an endless finding")
    }
  }

  private static func check(_ error: CapabilityError, _ text: String) throws -> String {
    try check(error.diagnostics, text)
    try demand(error.diagnostics.contains(where: \.preventsUse), "refused without a reason")
    return error.diagnostics.prefix(3).map(\.code).joined(separator: " ")
  }

  private static func check(_ parsed: ParsedCapability, _ text: String) throws -> String {
    try check(parsed.diagnostics, text)
    try demand(!parsed.diagnostics.contains(where: \.preventsUse), "used in spite of an error")
    let again = try? CapabilityParser.parse(text, source: source)
    try demand(again == parsed, "read otherwise the second time")
    let plan = CapabilityPlan(parsed.capability)
    try checkNormalised(parsed.capability)
    return "\(plan.lines.count) " + parsed.diagnostics.prefix(3).map(\.code).joined(separator: " ")
  }

  /// What is written of a capability is accepted by the official schema, and stays as it is.
  private static func checkNormalised(_ capability: Capability) throws {
    guard let written = try? CapabilityNormaliser(capability) else { return }
    let copy: ParsedCapability
    do { copy = try CapabilityParser.parse(written.yaml, source: source) } catch {
      throw Broken("cannot read what was written: \(error)\n\(written.yaml)")
    }
    try demand(
      !copy.diagnostics.contains(where: \.isOfficial), "\(copy.diagnostics)\n\(written.yaml)")
    let again = try CapabilityNormaliser(copy.capability).yaml
    try demand(
      again == written.yaml, "written otherwise the second time:\n\(written.yaml)\n\(again)")
  }
}
