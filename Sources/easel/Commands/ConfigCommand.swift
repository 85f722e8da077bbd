import ArgumentParser
import StudioService

/// `easel config`: how this machine is set up.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Tell where things are kept.",
    subcommands: [PathCommand.self])

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
