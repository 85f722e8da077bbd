import ArgumentParser

/// `easel`: the root of the command line. Without a subcommand it opens the screen.
struct EaselCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "easel",
    abstract: "An image studio for the terminal.",
    discussion: """
      Without a subcommand the studio opens on the whole screen; `easel help screen` tells its \
      options. Results go to stdout, progress and messages to stderr.

      Exit status: 0 done, 3 not found, 4 refused by the provider's content policy, 5 outcome \
      unknown (may have been billed), 64 bad usage, 65 invalid request, 69 provider unreachable \
      or failed, 73 cannot create, 74 input or output error, 75 try later, 77 credentials, 78 \
      bad configuration, 130 interrupted.
      """,
    version: "0.1.0",
    subcommands: [
      ScreenCommand.self, GenerateCommand.self, HistoryCommand.self, ShowCommand.self,
      JobsCommand.self, CancelCommand.self, VerifyCommand.self, ProvidersCommand.self,
      ServeCommand.self,
      MCPCommand.self, CapabilityCommand.self, SimulateCommand.self, ConfigCommand.self,
      ThemesCommand.self,
      KeysCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self)
}
