import ArgumentParser
import StudioCore
import TerminalScreen

/// `easel cancel`: stops a job, whoever owns it.
struct CancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Stop a job, whichever process works on it.",
    discussion: "If its request has left, it may still be billed; the answer says so.")

  /// How long the owner is waited for.
  private static let patience = Duration.seconds(5)

  @Argument(help: "The job's id.")
  var id: String

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let id = try GenerationID.typed(id)
    let studio = try await store.settledStudio()
    try await studio.cancel(id)
    let generation = try await ended(id, studio)
    if let error = generation.error {
      Messages.say(
        DisplayText([error.message, error.hint].compactMap { $0 }.joined(separator: " ")))
    } else if generation.state.isJob {
      Messages.say("Asked; its process has not answered yet. See `easel jobs`.")
    } else {
      Messages.say(DisplayText("It has ended: \(generation.state.rawValue)."))
    }
  }

  /// The generation when it is no job any more, or when patience is at its end.
  private func ended(_ id: GenerationID, _ studio: any Studio) async throws -> Generation {
    let end = ContinuousClock.now + Self.patience
    while true {
      let generation = try await studio.generation(id)
      if !generation.state.isJob || ContinuousClock.now > end { return generation }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
