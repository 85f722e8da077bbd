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
      let settings = try store.composition.settings()
      var table = Table()
      table.add(["resume", settings.resume.value.rawValue, settings.resume.source])
      table.add(["retries", "\(settings.retries.value)", settings.retries.source])
      table.add(["graphics", settings.graphics.value.rawValue, settings.graphics.source])
      table.add([
        "transfer", settings.transfer.value?.rawValue ?? "auto", settings.transfer.source,
      ])
      for line in table.lines(width: nil) { try Output.print(line) }
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
