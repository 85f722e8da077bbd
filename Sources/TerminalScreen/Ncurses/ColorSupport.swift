/// Decides how many colours a terminal shows.
enum ColorSupport {
  /// The depth from what the environment tells and the number of colours in the terminfo entry.
  ///
  /// - `NO_COLOR`, set to anything but nothing, wins: attributes only (no-color.org).
  /// - 24 bits when `COLORTERM` says so, for `…-direct` entries, and for terminals known to. tmux
  ///   takes 24-bit colours from its panes always, and turns them into near ones where the terminal
  ///   outside has no more than 256.
  /// - In screen 256 colours: it does not take more.
  static func depth(in environment: TerminalEnvironment, terminfoColors: Int) -> ColorDepth {
    if environment["NO_COLOR"]?.isEmpty == false { return .mono }
    let claimed = claimedDepth(terminfoColors)
    if isScreen(environment) { return min(claimed, .palette256) }
    if environment.term == "linux" || claimed == .mono { return min(claimed, .ansi16) }
    return isTruecolor(environment) ? .truecolor : min(claimed, .palette256)
  }

  /// Whether the terminal may turn out to show 24-bit colours, whatever its entry says.
  static func mayBeTruecolor(in environment: TerminalEnvironment, terminfoColors: Int) -> Bool {
    environment["NO_COLOR"] == nil && claimedDepth(terminfoColors) > .mono
      && !isScreen(environment) && environment["TERM_PROGRAM"] != "Apple_Terminal"
      && TerminalModes.isCapable(environment.term)
  }

  private static func claimedDepth(_ colors: Int) -> ColorDepth {
    switch colors {
    case ..<8: .mono
    case ..<256: .ansi16
    case ...256: .palette256
    default: .truecolor
    }
  }

  private static func isScreen(_ environment: TerminalEnvironment) -> Bool {
    environment["STY"] != nil
      || (environment.term.hasPrefix("screen") && environment["TMUX"] == nil)
  }

  private static func isTruecolor(_ environment: TerminalEnvironment) -> Bool {
    let term = environment.term
    if environment["TERM_PROGRAM"] == "Apple_Terminal" { return false }
    return ["truecolor", "24bit"].contains(environment["COLORTERM"]) || term.hasSuffix("-direct")
      || knownNames.contains { term.hasPrefix($0) }
      || knownPrograms.contains(environment["TERM_PROGRAM"] ?? "")
      || environment["WT_SESSION"] != nil || environment["KONSOLE_VERSION"] != nil
      || Int(environment["VTE_VERSION"] ?? "").map { $0 >= 3600 } == true
  }

  private static let knownNames = [
    "xterm-kitty", "xterm-ghostty", "ghostty", "alacritty", "foot", "wezterm", "contour", "iterm2",
  ]
  private static let knownPrograms = ["iTerm.app", "WezTerm", "vscode", "ghostty", "mintty", "rio"]
}
