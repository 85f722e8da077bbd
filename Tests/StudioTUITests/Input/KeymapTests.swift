import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The keymap", .timeLimit(.minutes(3)))
struct KeymapTests {
  private func chord(_ text: String) throws -> KeyChord {
    try #require(KeyChord(parsing: text), "\(text) is no key")
  }

  @Test("every standard key can be written in a file, and none means two things in one context")
  func conflicts() {
    for (context, lines) in Keymap.standardKeys {
      var seen: Set<KeyChord> = []
      for (command, chords) in lines {
        for chord in chords {
          #expect(KeyChord(parsing: chord.description) == chord)
          #expect(seen.insert(chord).inserted, "\(chord) twice in \(context), also \(command.name)")
          #expect(!context.takesText || !chord.isText, "\(chord) is text in \(context)")
        }
      }
    }
    let without = Set(KeyContext.allCases).subtracting(Keymap.standardKeys.map(\.0))
    #expect(without.isEmpty)
  }

  @Test("every command has a key, or is one of the few that only the palette offers")
  func reachable() {
    let bound = Set(KeyContext.allCases.flatMap { Keymap.standard.bindings(in: $0) }.map(\.command))
    let unbound = Command.allCases.filter { !bound.contains($0) }
    #expect(unbound == [.focusSettings, .focusJobs])
    let hidden = unbound.filter { !$0.isInPalette }
    #expect(hidden.isEmpty)
  }

  @Test("commands have a short title and a whole sentence")
  func wording() {
    for command in Command.allCases {
      #expect((1...24).contains(command.title.count), "\(command.name)")
      #expect(command.summary.hasSuffix("."), "\(command.name)")
      #expect(command.summary.count <= 90, "\(command.name)")
    }
    #expect(CommandGroup.allCases.flatMap(\.commands).count == Command.allCases.count)
  }

  @Test("the keys that the program promises mean what they should")
  func promised() throws {
    let expected: [(String, [KeyContext], Command?)] = [
      ("Enter", [.editor, .global], .promptGenerate), ("Ctrl-J", [.editor], .promptNewline),
      ("Alt-Enter", [.editor], .promptNewline), ("Ctrl-H", [.editor], .textDeleteBack),
      ("Ctrl-P", [.editor, .global], .textUp), ("Ctrl-R", [.editor], .promptHistory),
      ("Tab", [.editor, .global], .focusNext), ("F1", [.editor, .global], .helpOpen),
      ("F2", [.editor, .global], .pickerOpen), ("F3", [.editor, .global], .historyOpen),
      ("F4", [.editor, .global], .viewerOpen), ("F10", [.editor, .global], .quit),
      ("Ctrl-Q", [.editor, .global], .quit), ("Esc", [.editor, .global], .leaveEditor),
      ("q", [.editor, .global], nil), ("q", [.jobs, .list, .global], .quit),
      ("?", [.field, .global], nil), ("?", [.settings, .global], .helpOpen),
      ("p", [.jobs, .list, .global], .pickerOpen), ("h", [.settings, .global], .historyOpen),
      ("j", [.jobs, .list, .global], .listDown), ("G", [.history, .list, .global], .listLast),
      ("/", [.history, .list, .global], .listFilter), ("Ctrl-L", [.editor, .global], .redraw),
    ]
    for (text, contexts, command) in expected {
      let found = Keymap.standard.command(for: try chord(text), in: contexts)
      #expect(found == command, "\(text) in \(contexts)")
    }
  }

  @Test("help shows only keys that get through")
  func shadowed() throws {
    let (letter, function) = (try chord("x"), try chord("F10"))
    var keymap = Keymap()
    keymap.bind(letter, to: .quit, in: .global)
    keymap.bind(function, to: .quit, in: .global)
    keymap.bind(letter, to: .jobCancel, in: .jobs)
    #expect(keymap.chords(for: .quit, in: [.jobs, .global]) == [function])
    #expect(keymap.chords(for: .quit, in: [.editor, .global]) == [function])
    #expect(keymap.chords(for: .quit, in: [.list, .global]) == [letter, function])
    keymap.unbind(letter, in: .jobs)
    #expect(keymap.command(for: letter, in: [.jobs, .global]) == .quit)
  }
}
