import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The keymap file", .timeLimit(.minutes(3)))
struct KeymapFileTests {
  private func problems(_ text: String) -> [String] {
    do throws(UserFileError) {
      _ = try KeymapFile.read(text, file: "keymap.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test("lays its keys over the standard ones and puts them first")
  func overrides() throws {
    let keymap = try KeymapFile.read(
      """
      # mine
      editor:
        Ctrl-G: prompt.generate
        Enter: prompt.newline
        Alt-e: none
      global: {F5: palette.open}
      """, file: "keymap.yaml")
    let names = { (command: Command, contexts: [KeyContext]) in
      keymap.chords(for: command, in: contexts).map(\.description)
    }
    #expect(names(.promptGenerate, [.editor, .global]) == ["Ctrl-G"])
    #expect(names(.promptNewline, [.editor, .global]).first == "Enter")
    #expect(names(.promptEditor, [.editor, .global]) == [])
    #expect(names(.paletteOpen, [.global]).contains("F5"))
    #expect(names(.historyOpen, [.global]).first == "F3")
  }

  @Test("an empty file changes nothing")
  func empty() throws {
    #expect(try KeymapFile.read("", file: "k") == .standard)
    #expect(try KeymapFile.read("# nothing yet\n", file: "k") == .standard)
  }

  @Test("names the place of everything that is wrong, and what was meant")
  func errors() {
    #expect(
      problems(
        """
        editr:
          F5: quit
        editor:
          F5: prompt.genrate
          x: prompt.clear
          Hyper-F: prompt.clear
          F6: [a]
        list:
          Esc: view.back
          Escape: list.open
        global: 7
        """) == [
          "keymap.yaml:1:1: unknown context 'editr'; did you mean 'editor'?",
          "keymap.yaml:4:7: unknown command 'prompt.genrate'; did you mean 'prompt.generate'?",
          "keymap.yaml:5:3: x is text in 'editor' and cannot be a command there",
          "keymap.yaml:6:3: 'Hyper-F' is no key; keys look like Ctrl-G, Alt-Enter, F5, x",
          "keymap.yaml:7:7: a single word or number is expected here",
          "keymap.yaml:10:3: Esc is given twice in 'list'",
          "keymap.yaml:11:9: names with values are expected here (name: value)",
        ])
  }

  @Test("broken YAML is told with its place; nothing in it reaches the terminal raw")
  func syntax() {
    let broken = problems("editor:\n  F5: [quit\n")
    #expect(broken.count == 1)
    #expect(broken.first?.hasPrefix("keymap.yaml:3:1: not YAML: ") == true)
    let hostile = problems("editor:\n  \"\\e[31mF5\": quit\n")
    #expect(hostile.first?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    #expect(problems(String(repeating: "#", count: 300_000)).count == 1)
  }
}
