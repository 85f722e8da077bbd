import ArgumentParser
import StudioCore

/// `easel show`: everything about one generation.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one generation: its pictures, price and record.")

  @Argument(help: "The generation's id.")
  var id: String

  @Flag(help: "One JSON object.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let id = try GenerationID.typed(id)
    let generation = try await store.settledStudio().generation(id)
    if json {
      try Output.print(JSONLine(generation.contract))
    } else {
      try GenerationSheet(generation).print()
    }
  }
}
