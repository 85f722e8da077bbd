import ArgumentParser

/// `easel capability`: the documents that say what is served, and how.
struct CapabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capability",
    abstract: "Look at capability documents: list, explain, check, rewrite.",
    discussion: """
      Easel reads Naftiko documents of the dialect 1.0.0-alpha2. It understands many that the \
      official schema refuses; `validate` tells both apart.
      """,
    subcommands: [
      CapabilityListCommand.self, CapabilityShowCommand.self, CapabilityValidateCommand.self,
      CapabilityNormaliseCommand.self,
    ])
}
