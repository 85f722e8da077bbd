import ArgumentParser
import StudioCore
import StudioService
import TerminalScreen

/// `easel history`: what was made, newest first.
struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List what was made, newest first.",
    discussion: """
      Words match the start of words of the prompt. Fields narrow it down: model:, provider:, \
      size:, seed:, after: and before: (yyyy-mm-dd), status:, tag:, is:favourite. Text with a \
      colon that is no field goes in double quotes, which the shell must leave: '"foo:bar"'.

      A prompt is cut to one line of 200 columns; with --json it is whole.
      """)

  @Argument(help: "Words and fields that all must match.")
  var query: [String] = []

  // Unconditional: a negative number is an argument that makes no sense, not an option.
  @Option(parsing: .unconditional, help: "At most so many.")
  var limit = 20

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1, not \(limit).") }
    if let remark = filter.remark { throw ValidationError("\(remark).") }
  }

  /// The shell has taken quotes away; a phrase in one argument stays words.
  private var filter: HistoryFilter { HistoryFilter(query.joined(separator: " ")) }

  func run() async throws {
    let studio = try store.composition.studio()
    // What cannot be asked is no reason to show nothing.
    let left = json ? LeftJobs() : (try? await studio.leftJobs()) ?? LeftJobs()
    if json { await studio.settle() }
    let page = try await studio.history(filter.query, offset: 0, limit: limit)
    try GenerationList(page.generations, left: left).print(asJSON: json)
    if !json {
      if page.generations.isEmpty { Messages.say(try await nothing(in: studio)) }
      LeftJobsText(left.among(page.generations)).say()
    }
    for words in [page.unreadableWords, page.unwrittenWords].compactMap(\.self) {
      Messages.say(DisplayText("warning: \(words)"))
    }
  }

  /// Why the list is empty.
  private func nothing(in studio: any Studio) async throws -> DisplayText {
    let all = try await studio.history(.all, offset: 0, limit: 1)
    guard all.total == 0, all.unreadable == 0 else { return "Nothing matches." }
    return DisplayText(
      "Nothing has been made yet: `easel generate \"a lighthouse in a storm\"` makes the first "
        + "picture.")
  }
}
