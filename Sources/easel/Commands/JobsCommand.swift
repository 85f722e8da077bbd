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
    try GenerationList(jobs, showsIDs: true).print(asJSON: json)
    guard !json else { return }
    if jobs.isEmpty { Messages.say("Nothing is being made.") }
    if !left.isEmpty { Messages.say(Self.words(left)) }
  }

  private static func words(_ left: [Generation]) -> DisplayText {
    let jobs = left.count == 1 ? "1 job waits" : "\(left.count) jobs wait"
    return DisplayText(
      "\(jobs) and nobody works on it: the Easel that took it on has ended, and no picture was begun. "
        + "`easel` asks whether to send it, `easel cancel` ends it.")
  }
}
