import ArgumentParser
import StudioCore
import StudioService

/// Where generations are kept.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the store, instead of EASEL_STORE or the usual one.", valueName: "folder"))
  var store: String?

  var composition: Composition { Composition(store: store) }

  /// The studio, with the records made true that dead processes left. When this returns, the index
  /// is complete.
  func settledStudio() async throws -> any Studio {
    let studio = try composition.studio()
    await studio.settle()
    return studio
  }
}

extension GenerationID {
  /// The id that somebody typed. What is no id names no generation.
  static func typed(_ text: String) throws(StudioError) -> GenerationID {
    guard let id = GenerationID(rawValue: text) else {
      throw StudioError(
        .notFound, "There is no generation “\(text)”.",
        hint: "Ids look like 20261121T091500Z-7f3a9c1e; `easel history --json` lists them.")
    }
    return id
  }
}
