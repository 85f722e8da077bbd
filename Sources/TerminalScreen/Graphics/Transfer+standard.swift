extension Transfer {
  /// Economy over SSH, full otherwise.
  static func standard(in environment: TerminalEnvironment) -> Transfer {
    environment.isRemote ? .economy : .full
  }
}

extension TerminalEnvironment {
  /// Whether the terminal is at the other end of an SSH connection.
  var isRemote: Bool { self["SSH_CONNECTION"] != nil || self["SSH_TTY"] != nil }
}
