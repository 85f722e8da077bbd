internal import Glibc

/// The environment variables that tell about the terminal.
struct TerminalEnvironment: Sendable {
  private static let names = [
    "TERM", "COLORTERM", "NO_COLOR", "TMUX", "STY", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION",
    "KONSOLE_VERSION", "TERMINFO", "TERMINFO_DIRS", "HOME", "LC_TERMINAL", "ZELLIJ",
    "SSH_CONNECTION", "SSH_TTY",
  ]

  private let values: [String: String]

  /// These variables instead of the process's.
  init(_ values: [String: String]) { self.values = values }

  /// Those of the process, now.
  static var current: TerminalEnvironment {
    TerminalEnvironment(
      Dictionary(
        uniqueKeysWithValues: names.compactMap { name in
          getenv(name).map { (name, String(cString: $0)) }
        }))
  }

  /// A variable; nil when it is unset or empty.
  subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The terminal's name, or an empty string.
  var term: String { self["TERM"] ?? "" }

  /// Whether the terminal knows no control sequence at all: it says so, or does not say what it is.
  var isDumb: Bool { ["", "dumb", "unknown", "emacs"].contains(term) }
}
