import Testing

@testable import TerminalScreen

@Suite("Key chords have one name each", .timeLimit(.minutes(3)))
struct KeyChordTests {
  @Test(
    "A chord's text reads back as the same chord",
    arguments: [
      "Ctrl-Enter", "Alt-Enter", "F3", "Shift-Tab", "?", "Ctrl-J", "Space", "Ctrl-Space", "Esc",
      "-", "Ctrl--", "Alt-G", "Alt-g", "PageDown", "Ctrl-Alt-Shift-Up", "é", "/", "G", "Shift-F12",
    ])
  func roundTrip(_ text: String) throws {
    #expect(try #require(KeyChord(parsing: text)).description == text)
  }

  @Test("Letter case matters for bare characters only")
  func letterCase() {
    #expect(KeyChord(parsing: "ctrl-j") == KeyChord(parsing: "Ctrl-J"))
    #expect(KeyChord(parsing: "pgdn") == KeyChord(.pageDown))
    #expect(KeyChord(parsing: "Shift-g") == KeyChord(.character("G")))
    #expect(KeyChord(parsing: "g") != KeyChord(parsing: "G"))
  }

  @Test(
    "Text that names no key is refused",
    arguments: ["", "Ctrl-", "Hyper-x", "F0", "F25", "ab", "\u{1B}", "Shift-1", "Fx"])
  func refused(_ text: String) {
    #expect(KeyChord(parsing: text) == nil)
  }
}
