/// The questions asked of a terminal, in one write. What does not know one ignores it.
enum TerminalQueries {
  /// The numbers in kitty's queries that answers come back with; no picture has them.
  static let support: UInt32 = 11
  static let features: UInt32 = 12

  /// Everything. The first device attributes come last: every terminal answers them, and when it has,
  /// nothing else will follow.
  static let all: [UInt8] = Array(
    ([version, kitty, kittyFeatures, cellSize, areaSize, truecolor, iterm2, synchronized]
      .joined() + attributes).utf8)

  /// Those for tmux itself, which takes the text of an application's command (APC), such as kitty's
  /// questions, for the title of the pane (3.3a).
  static let multiplexer: [UInt8] = Array(
    ([version, cellSize, areaSize, truecolor, iterm2, synchronized].joined() + attributes).utf8)

  /// Those of which the answer makes a difference where they are asked through tmux.
  static let outside: [UInt8] = Array(
    [version, kitty, kittyFeatures, cellSize, attributes].joined().utf8)

  /// The size of a cell anew.
  static let geometry: [UInt8] = Array(
    (cellSize + areaSize + attributes).utf8)

  private static let version = "\u{1B}[>q"
  private static let kitty = "\u{1B}_Gi=\(support),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
  /// Terminals that know `e` answer with those of the keys that they support.
  private static let kittyFeatures =
    "\u{1B}_Gi=\(features),s=1,v=1,a=q,t=d,f=24,U=1,e=1;AAAA\u{1B}\\"
  private static let cellSize = "\u{1B}[16t"
  private static let areaSize = "\u{1B}[14t"
  /// Sets a colour, asks for it (DECRQSS), and takes it back with the cursor's state.
  private static let truecolor = "\u{1B}7\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}8"
  private static let iterm2 = "\u{1B}]1337;Capabilities\u{1B}\\"
  private static let synchronized = "\u{1B}[?2026$p"
  private static let attributes = "\u{1B}[c"
}
