import ArgumentParser
import CapabilitySpecs
import Glibc
import StudioCore
import TerminalScreen

/// `easel capability normalise`: a document rewritten so that it is valid and needs no repair.
struct CapabilityNormaliseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalise",
    abstract: "Print a document as one that the official schema accepts and that means the same.",
    discussion: """
      The document goes to stdout; what the official format cannot say is left out and told on \
      stderr. Comments are not kept.
      """,
    aliases: ["normalize"])

  @Argument(help: ArgumentHelp("The document.", valueName: "file"))
  var file: String

  func run() throws {
    let document = try CapabilityDocuments().file(file)
    let normalised: CapabilityNormaliser
    do {
      normalised = try CapabilityNormaliser(document.parsed.capability)
    } catch {
      throw error.reported()
    }
    let unsupported = document.remarks.filter { $0.code.hasPrefix("semantic.unsupported") }
    for loss in unsupported + normalised.losses {
      Messages.say(DisplayText(loss.description))
    }
    try Self.write(normalised.yaml)
  }

  /// Byte for byte: the writer escapes whatever a terminal could act on.
  private static func write(_ yaml: String) throws(StudioError) {
    guard let number = StandardStream.write(yaml, to: STDOUT_FILENO), number != EPIPE else {
      return
    }
    throw StudioError(
      .inputOutput,
      "The document cannot be written to stdout: \(String(cString: strerror(number))).")
  }
}
