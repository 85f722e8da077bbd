import ArgumentParser
import StudioService
import StudioTUI
import TerminalScreen

/// `easel keys`: which key means what where, with the user's own keymap laid over.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "List the keys of the screen and the commands they mean.",
    discussion: "Contexts, keys and names are those of keymap.yaml.")

  func run() throws {
    let folder = Composition(store: nil).directories.configuration
    let keymap = try UserFiles(folder: folder).keymap()
    var table = Table()
    for context in KeyContext.allCases {
      for binding in keymap.bindings(in: context) {
        table.add([
          context.rawValue, binding.chord.description, binding.command.name, binding.command.title,
        ])
      }
    }
    try table.print()
  }
}
