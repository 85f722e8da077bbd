import ArgumentParser
import StudioCore
import StudioService
import TerminalScreen

/// `easel jobs`: what is not finished, of every process that uses the store.
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List what is being made, oldest first.")

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let studio = try store.composition.studio()
    let left = try await studio.leftJobs()
    let jobs = try await studio.jobs()
    try GenerationList(jobs, left: left, showsIDs: true).print(asJSON: json)
    guard !json else { return }
    if jobs.isEmpty { Messages.say("Nothing is being made.") }
    LeftJobsText(left).say()
  }
}
