import Glibc
import StudioCore
import TerminalScreen

/// Generations, one a line.
struct GenerationList {
  /// From this width on there is room for ids beside the prompts.
  private static let widthForIDs = 100

  /// The same, whatever it is printed to.
  private static let promptColumns = 200

  private let generations: [Generation]
  private let left: LeftJobs
  private let showsIDs: Bool

  /// - Parameters:
  ///   - left: those that nobody works on.
  ///   - showsIDs: also on a narrow terminal.
  init(_ generations: [Generation], left: LeftJobs, showsIDs: Bool = false) {
    self.generations = generations
    self.left = left
    let width = Table.terminalWidth(STDOUT_FILENO) ?? .max
    self.showsIDs = showsIDs || width >= Self.widthForIDs
  }

  func print(asJSON: Bool) throws {
    guard !asJSON else {
      for generation in generations { try Output.print(json: generation.contract) }
      return
    }
    var table = Table()
    for generation in generations { table.add(cells(generation)) }
    try table.print()
  }

  private func cells(_ generation: Generation) -> [String] {
    (showsIDs ? [generation.id.rawValue] : []) + [
      Figures.shortDate(generation.createdAt),
      "\(Figures.mark(generation.state)) \(words(generation))",
      generation.request.destination.modelOrDeployment ?? "–", Figures.size(generation),
      Self.line(generation.request.prompt),
    ]
  }

  /// A prompt in one line that a log or a pipe can bear too: it may have a megabyte.
  private static func line(_ prompt: String) -> String {
    // What is not shown at all (marks, joiners) makes a few hundred columns of some thousand scalars.
    DisplayText(String(prompt.unicodeScalars.prefix(4000))).truncated(columns: promptColumns).string
  }

  private func words(_ generation: Generation) -> String {
    generation.state == .waiting
      ? Figures.phase(generation, among: left) : generation.state.rawValue
  }
}
