import ArgumentParser
import StudioService
import StudioTUI

/// `easel themes`: built-in ones and the user's own.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the themes, built-in ones and your own.")

  func run() throws {
    let folder = Composition(store: nil).directories.configuration
    var table = Table()
    for theme in try UserFiles(folder: folder).themes().all {
      table.add([theme.name, theme.kind.rawValue, theme.summary])
    }
    try table.print()
  }
}
