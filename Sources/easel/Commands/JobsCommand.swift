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
    if !left.here.isEmpty { Messages.say(Self.words(left.here)) }
    if !left.elsewhere.isEmpty { Messages.say(Self.words(elsewhere: left.elsewhere)) }
  }

  private static func words(_ left: [Generation]) -> DisplayText {
    let (jobs, them) = left.count == 1 ? ("1 job waits", "it") : ("\(left.count) jobs wait", "them")
    return DisplayText(
      "\(jobs) and nobody works on \(them): the Easel that took \(them) on has ended, and no picture "
        + "was begun. `easel` asks whether to send \(them), `easel cancel` ends \(them).")
  }

  private static func words(elsewhere left: [Generation]) -> DisplayText {
    let jobs = left.count == 1 ? "1 job that waits was" : "\(left.count) jobs that wait were"
    let hosts = Set(left.compactMap(\.worker?.host)).sorted().joined(separator: ", ")
    return DisplayText(
      "\(jobs) asked for on \(hosts), and may be under way there. If no Easel runs there any more: "
        + "`easel` sends it when told so, `easel cancel` ends it.")
  }
}
