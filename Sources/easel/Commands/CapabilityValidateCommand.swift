import StudioCore
import ArgumentParser
import CapabilitySpecs
import TerminalScreen

/// `easel capability validate`: what the official schema says to documents, and what Easel does.
struct CapabilityValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check documents against the official schema, and for what they mean.",
    discussion: """
      One finding a line: file:line:column severity code message. Codes that begin with schema. \
      are what the official schema refuses; such a document may be usable all the same. A \
      repair tells what Easel corrects to make it work, a note what it does where the document \
      says nothing.

      Exit status: 0 when there is no error, 65 when there is one, be it the official schema's \
      or one that prevents use. With --strict repairs and warnings count too.
      """)

  @Argument(help: ArgumentHelp("The documents.", valueName: "file"))
  var files: [String]

  @Flag(help: "One JSON object a line, for each file.")
  var json = false

  @Flag(help: "Let repairs and warnings count as errors.")
  var strict = false

  func run() throws {
    var isFaultless = true
    for file in files {
      let findings = Self.findings(of: file)
      try json ? Output.print(json: Self.json(findings, of: file)) : print(findings, of: file)
      isFaultless = isFaultless && !findings.contains(where: counts)
    }
    guard isFaultless else { throw ExitCode(ExitStatus.invalidRequest.rawValue) }
  }

  private static func findings(of file: String) -> [CapabilityDiagnostic] {
    do {
      return try CapabilityCatalog.load(path: file).diagnostics
    } catch {
      return error.diagnostics
    }
  }

  private func counts(_ finding: CapabilityDiagnostic) -> Bool {
    switch finding.severity {
    case .error: true
    case .repair, .warning: strict
    case .note: false
    }
  }

  private func print(_ findings: [CapabilityDiagnostic], of file: String) throws {
    for finding in findings { try Output.print(DisplayText(finding.description)) }
    Messages.say(DisplayText("\(file): \(Self.verdict(findings))"))
  }

  private static func verdict(_ findings: [CapabilityDiagnostic]) -> String {
    let official = findings.count(where: \.isOfficial)
    let repairs = findings.count { $0.severity == .repair }
    return [
      findings.contains(where: \.preventsUse) ? "cannot be used" : "can be used",
      official == 0 ? nil : "\(official) official error\(official == 1 ? "" : "s")",
      repairs == 0 ? nil : "\(repairs) repair\(repairs == 1 ? "" : "s")",
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private static func json(_ findings: [CapabilityDiagnostic], of file: String) -> JSONValue {
    [
      "version": .number(CapabilityDocument.version),
      "file": .string(file),
      "usable": .bool(!findings.contains(where: \.preventsUse)),
      "official": .bool(!findings.contains(where: \.isOfficial)),
      "findings": .array(findings.map { CapabilityWords.json($0) }),
    ]
  }
}
