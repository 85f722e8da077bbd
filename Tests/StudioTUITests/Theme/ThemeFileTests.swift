import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The theme file", .timeLimit(.minutes(3)))
struct ThemeFileTests {
  private func problems(_ text: String) -> [String] {
    do throws(UserFileError) {
      _ = try ThemeFile.read(text, file: "t.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test("roles take what they leave out from text, and roles left out from their parents")
  func inheritance() throws {
    let theme = try ThemeFile.read(
      """
      kind: light
      roles:
        accent: {fg: sea, bold: true}
        dim: bright-black
        selection: {bg: 33}
        text: {fg: ink, bg: "#fff", bold: true}
      palette: {ink: "#102030", sea: "#0000ff"}
      """, file: "folder/paper.yaml")
    let ink = Color.rgb(0x10, 0x20, 0x30)
    let white = Color.rgb(255, 255, 255)
    #expect(theme.name == "paper")
    #expect(theme.kind == .light)
    #expect(theme[.text] == Style(foreground: ink, background: white, attributes: .bold))
    #expect(
      theme[.accent] == Style(foreground: .rgb(0, 0, 255), background: white, attributes: .bold))
    #expect(theme[.titleFocused] == theme[.accent])
    #expect(theme[.dim] == Style(foreground: .palette(8), background: white))
    #expect(theme[.border] == theme[.dim])
    #expect(theme[.selection] == Style(foreground: ink, background: .palette(33)))
    #expect(theme[.editor] == theme[.text])
    #expect(theme.style(.key, on: .selection).background == .palette(33))
  }

  @Test("names the place of everything that is wrong, and what was meant")
  func errors() {
    #expect(
      problems(
        """
        nmae: x
        kind: darkish
        palette: {ink: "#12"}
        roles:
          text: {fg: inkk, bgg: red, bold: yes}
          borders: red
          dim: [red]
        """) == [
          "t.yaml:3:16: unknown colour '#12'",
          "t.yaml:1:1: unknown field 'nmae'; did you mean 'name'?",
          "t.yaml:2:7: unknown kind 'darkish'; did you mean 'dark'?",
          "t.yaml:5:14: unknown colour 'inkk'",
          "t.yaml:5:20: unknown property 'bgg'; did you mean 'bg'?",
          "t.yaml:5:36: true or false is expected here",
          "t.yaml:6:3: unknown role 'borders'; did you mean 'border'?",
          "t.yaml:7:8: a single word or number is expected here",
        ])
    #expect(
      problems("palette: {ink: red}\nroles: {text: inkk}") == [
        "t.yaml:2:15: unknown colour 'inkk'; did you mean 'ink'?"
      ])
  }

  @Test("every role has a chain of parents that ends at text")
  func parents() {
    for role in Role.allCases {
      var place = role
      var steps = 0
      while let parent = place.parent, steps < 10 { (place, steps) = (parent, steps + 1) }
      #expect(place == .text)
    }
  }
}
