/// The themes there are, in the order in which the program offers them: its own, then the user's. A
/// user's theme takes the place of a built-in one with the same name.
public struct Themes: Sendable {
  private let own: [Theme]
  /// What was wrong with users' files; those themes are missing.
  public let problems: [FileProblem]

  /// - Parameter files: File name and text of each file in the user's themes folder.
  public init(files: [(name: String, text: String)] = []) {
    var own: [Theme] = []
    var problems: [FileProblem] = []
    for file in files {
      do throws(UserFileError) {
        let theme = try ThemeFile.read(file.text, file: file.name)
        if !own.contains(where: { $0.name == theme.name }) { own.append(theme) }
      } catch {
        problems += error.problems
      }
    }
    self.own = own
    self.problems = problems
  }

  /// Their names, all different; never empty.
  public var names: [String] {
    let builtIn = BuiltInTheme.allCases.map(\.rawValue)
    return builtIn + own.map(\.name).filter { !builtIn.contains($0) }
  }

  /// All of them. Reading them takes a few milliseconds.
  public var all: [Theme] { names.compactMap(named) }

  /// The theme of this name.
  public func named(_ name: String) -> Theme? {
    own.first { $0.name == name } ?? BuiltInTheme(rawValue: name)?.theme
  }

  /// The theme so many steps after (or before) the one of this name, around the end.
  public func theme(after name: String, by step: Int = 1) -> Theme {
    let names = names
    let index = (names.firstIndex(of: name) ?? 0) + step
    return named(names[(index % names.count + names.count) % names.count]) ?? standard
  }

  /// What is used when nobody chose: `easel-dark`.
  public var standard: Theme { named(BuiltInTheme.easelDark.rawValue) ?? .mono }
}
