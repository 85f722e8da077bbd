import ArgumentParser
import StudioCore
import StudioService
import TerminalScreen

/// `easel config`: how this machine is set up.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Tell how Easel is set up here.",
    subcommands: [ShowCommand.self, PathCommand.self])

  /// `easel config show`
  struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print the settings, and where each comes from.",
      discussion: """
        Settings are in config.yaml, in the folder that `easel config path` names; variables of \
        the environment come before it.
          resume: ask | yes | no     jobs that still waited when Easel ended
          retries: 0 to 20           how often what started nothing is sent again
          graphics: auto | kitty | … how pictures are shown (EASEL_GRAPHICS)
          transfer: full | economy   how much they may cost on the line (EASEL_TRANSFER)
        """)

    @OptionGroup var store: StoreOptions

    func run() throws {
      let settings = try SettingsTable(store.composition)
      var table = Table()
      for row in settings.rows { table.add(row) }
      for line in table.lines(width: nil) { try Output.print(line) }
      for words in store.composition.options.halfSet {
        Messages.say(DisplayText("warning: \(words)"))
      }
      guard !settings.mistakes.isEmpty else { return }
      for mistake in settings.mistakes { Messages.say(DisplayText(mistake)) }
      throw StudioError(
        .badConfiguration,
        "Settings that have mistakes are left out; no other command runs with them.",
        hint: "Correct them, or take them away.")
    }
  }

  /// `easel config path`
  struct PathCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "path", abstract: "Print the folders that Easel uses.")

    @OptionGroup var store: StoreOptions

    func run() throws {
      let directories = store.composition.directories
      var table = Table()
      table.add(["store", directories.store])
      table.add(["configuration", directories.configuration])
      table.add(["state", directories.state])
      table.add(["cache", directories.cache])
      for line in table.lines(width: nil) { try Output.print(line) }
    }
  }
}
