import ArgumentParser
import Glibc
import Pictures
import StudioCore
import StudioService
import TerminalScreen

/// `easel show`: everything about one generation.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one generation: its pictures, price and record.",
    discussion: """
      In a terminal the pictures are drawn: as pixels where it shows them, else as symbols, and as \
      plain ASCII where it knows no sequences (TERM=dumb).

      To a file or another program go the paths of the pictures, one a line. Where there are none, \
      stderr says why, and the exit status is that of the generation: 75 while it is being made.
      """)

  @Argument(help: "The generation's id.")
  var id: String

  @Flag(help: "One JSON object.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let id = try GenerationID.typed(id)
    let studio = try store.composition.studio()
    let (generation, left) = try await settled(id, in: studio)
    if json {
      try Output.print(json: generation.contract)
    } else if Output.isTerminal {
      let sheet = GenerationSheet(generation, left: left)
      try sheet.print()
      LeftJobsText(left).say()
      try drawPictures(of: generation, below: sheet)
    } else if generation.images.isEmpty {
      LeftJobsText(left).say()
      throw noPicture(of: generation, left)
    } else {
      try printPaths(of: generation)
    }
  }

  /// What has ended is shown from its record alone; a job may be that of a dead process.
  private func settled(
    _ id: GenerationID, in studio: LocalStudio
  ) async throws -> (Generation, LeftJobs) {
    let generation = try await studio.generation(id)
    guard generation.state.isJob else { return (generation, LeftJobs()) }
    let left = (try? await studio.leftJobs()) ?? LeftJobs()
    return (try await studio.generation(id), left.among([generation]))
  }

  /// Why there is no path to print, with the status that `easel generate` would have ended with.
  private func noPicture(of generation: Generation, _ left: LeftJobs) -> any Error {
    guard !generation.state.isJob else {
      return StudioError(
        .busy, "There is no picture yet: \(Figures.phase(generation, among: left)).",
        hint: "`easel jobs` shows how far it is.")
    }
    Messages.report(
      generation.error
        ?? StudioError(.notFound, "It has no picture: it is \(generation.state.rawValue)."))
    return ExitCode(ExitStatus(generation).rawValue)
  }

  private func printPaths(of generation: Generation) throws {
    let paths = generation.images.map { generation.path(of: $0) }
    let gone = paths.filter { access($0, R_OK) != 0 }
    for path in paths where !gone.contains(path) { try Output.print(path: path) }
    guard let first = gone.first else { return }
    throw StudioError(
      .inputOutput, "\(first) is gone, or cannot be read.",
      hint: "easel verify tells what is wrong in the store.")
  }

  /// Below the sheet, and small enough for it to stay in sight. One that cannot be drawn is named.
  private func drawPictures(of generation: Generation, below sheet: GenerationSheet) throws {
    guard !generation.images.isEmpty else { return }
    let settings = try store.composition.settings()
    let choice = settings.graphics.value
    guard choice != .off,
      let terminal = InlineTerminal(choice: choice, transfer: settings.transfer.value)
    else { return }
    if let refusal = terminal.refusal, let wanted = choice.forced {
      Messages.say(
        DisplayText(
          "easel: no \(wanted.title) here: \(refusal.reason); "
            + "pictures are shown as \(terminal.fitter.kind.title)"))
    }
    for image in generation.images {
      do {
        let path = generation.path(of: image)
        let lines = sheet.height(columns: terminal.size.columns)
        StandardStream.write(try terminal.bytes(forFileAt: path, below: lines))
      } catch {
        Messages.say(DisplayText("warning: \(image.file) is not drawn: \(error.message)"))
      }
    }
  }
}

extension StandardStream {
  /// Writes what a terminal takes to stdout.
  fileprivate static func write(_ bytes: [UInt8]) {
    _ = write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO)
  }
}
