/// Why no screen can be opened; the description is one or two sentences for the user.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// There is no terminal at this path.
  case noTerminal(path: String)
  /// `TERM` is not set.
  case unnamedTerminal
  /// The terminal can only print lines.
  case incapableTerminal(name: String)
  /// The library cannot draw on it.
  case cannotStart(name: String)

  public var description: String {
    switch self {
    case .noTerminal(let path):
      "There is no terminal (\(DisplayText(path))) for the screen; use `easel generate` to work "
        + "without one."
    case .unnamedTerminal:
      "TERM is not set, so the screen cannot know its terminal; set it (for example "
        + "TERM=xterm-256color), or use `easel generate` to work without a screen."
    case .incapableTerminal(let name):
      "This terminal (TERM=\(DisplayText(name))) cannot show a screen; use `easel generate` to "
        + "work without one."
    case .cannotStart(let name):
      "The screen could not be started on this terminal (TERM=\(DisplayText(name)))."
    }
  }
}
