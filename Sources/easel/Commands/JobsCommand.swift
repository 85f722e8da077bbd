import ArgumentParser
import StudioCore
import TerminalScreen

/// `easel jobs`: what is not finished, of every process that uses the store.
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List what is being made, oldest first.")

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let jobs = try await store.settledStudio().jobs()
    try GenerationList(jobs, showsIDs: true).print(asJSON: json)
    if jobs.isEmpty, !json { Messages.say("Nothing is being made.") }
  }
}
