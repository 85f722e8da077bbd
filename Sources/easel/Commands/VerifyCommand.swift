import ArgumentParser
import StudioCore
import StudioService
import Synchronization
import TerminalScreen

/// `easel verify`: everything in the store, against its records and checksums.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every picture and record of the store; --repair mends what can be.",
    discussion: """
      One line for each finding, and what to do about it. A picture, or what may be a part of one, \
      is never removed. What another easel is working on is left alone.

      Exit status: 0 when all is well, or was mended; 74 when something is left to do.
      """)

  @Flag(
    help: """
      Adopt pictures that no record names, take back rescued bytes, remove what holds nothing.
      """)
  var repair = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let verifier = StoreVerifier(store.composition.directories)
    let progress = Mutex(ProgressLine(isQuiet: json))
    let report = try await verifier.run(repairing: repair) { count in
      progress.withLock { $0.show(DisplayText("\(count) generations")) }
    }
    progress.withLock { $0.erase() }
    guard verifier.hasStore || store.store == nil else {
      throw StudioError(
        .notFound, "There is no store at \(store.composition.directories.store).",
        hint: "One is made with the first generation; --store and EASEL_STORE say where.")
    }
    try json ? Output.print(json: Self.line(report)) : show(report)
    if !report.open.isEmpty { throw ExitCode(ExitStatus.inputOutput.rawValue) }
  }

  private func show(_ report: StoreReport) throws {
    for finding in report.findings {
      let end = finding.isRepaired ? " Mended." : finding.hint.map { " \($0)" } ?? ""
      try Output.print(
        DisplayText("\(finding.kind.rawValue): \(finding.path): \(finding.message)\(end)"))
    }
    let use = report.inUse > 0 ? "; \(report.inUse) in use, left alone" : ""
    let mended = report.findings.count { $0.isRepaired }
    Messages.say(
      DisplayText(
        "\(Self.count(report.generations, "generation")), \(Self.count(report.pictures, "picture"))"
          + "\(use). "
          + (report.findings.isEmpty
            ? (report.generations > 0 ? "All is well." : "There is nothing yet.")
            : "\(mended) mended, \(report.open.count) left to do.")))
  }

  private static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  private static func line(_ report: StoreReport) -> JSONValue {
    [
      "version": 1,
      "generations": .number(report.generations),
      "pictures": .number(report.pictures),
      "inUse": .number(report.inUse),
      "open": .number(report.open.count),
      "findings": .array(report.findings.map(line)),
    ]
  }

  private static func line(_ finding: StoreFinding) -> JSONValue {
    [
      "kind": .string(finding.kind.rawValue),
      "id": .string(orNull: finding.id?.rawValue),
      "path": .string(finding.path),
      "message": .string(finding.message),
      "hint": .string(orNull: finding.hint),
      "repaired": .bool(finding.isRepaired),
    ]
  }
}
