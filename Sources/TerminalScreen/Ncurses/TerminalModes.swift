/// The terminal's modes that the screen asks for: pasted text in brackets, focus, mouse, the kitty
/// keyboard protocol.
struct TerminalModes {
  private let isCapable: Bool
  private let wantsMouse: Bool
  private var isKeyboardPushed = false

  /// Consoles and hardware terminals are left alone: some print what they do not know.
  init(term: String, mouse: Bool) {
    isCapable = Self.isCapable(term)
    wantsMouse = mouse
  }

  /// Whether a terminal of this name ignores what it does not know.
  static func isCapable(_ term: String) -> Bool {
    !["linux", "vt", "ansi", "sun", "cons", "pc"].contains { term.hasPrefix($0) }
  }

  private var numbers: [Int] { [2004, 1004] + (wantsMouse ? [1000, 1002, 1006] : []) }

  /// What asks for them; the query at the end is answered by terminals that know the protocol.
  var opening: [UInt8] {
    guard isCapable else { return [] }
    return Array((numbers.map { "\u{1B}[?\($0)h" }.joined() + "\u{1B}[?u").utf8)
  }

  /// What takes them back, in reverse; they are off then.
  mutating func closing() -> [UInt8] {
    guard isCapable else { return [] }
    let pop = isKeyboardPushed ? "\u{1B}[<u" : ""
    isKeyboardPushed = false
    return Array((pop + numbers.reversed().map { "\u{1B}[?\($0)l" }.joined()).utf8)
  }

  /// What to send when the keyboard query was answered: keys that bytes cannot tell apart become
  /// distinct (Ctrl-Enter from Enter).
  mutating func keyboardAnswered() -> [UInt8] {
    guard isCapable, !isKeyboardPushed else { return [] }
    isKeyboardPushed = true
    return Array("\u{1B}[>1u".utf8)
  }
}
