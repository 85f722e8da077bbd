import TerminalScreen

@testable import StudioTUI

/// A theme in which every role has a colour of its own, and a letter for each: what the screens in
/// `Screens/` show below their text.
enum RoleLetters {
  static let themeName = "roles"

  private static let letters: [Role: Character] = [
    .text: ".", .dim: "d", .accent: "a", .title: "t", .titleFocused: "T", .border: "b",
    .borderFocused: "B", .selection: "S", .selectionDim: "s", .key: "k", .keyLabel: "l",
    .success: "+", .warning: "!", .failure: "x", .unknown: "?", .running: "r", .waiting: "w",
    .cancelled: "c", .editor: "e", .placeholder: "p", .label: "n", .value: "v", .disabled: "z",
    .dialog: "o", .dialogBorder: "O", .brand: "E", .topBar: "h", .statusBar: "f",
    .meter: "M", .meterTrack: "_", .scrollMark: "^",
  ]

  static let themeFile: (name: String, text: String) = (
    "roles.yaml",
    "name: roles\nroles:\n"
      + Role.allCases.enumerated().map { "  \($1.name): \(100 + $0)\n" }.joined()
  )

  /// The letter of the role that the text's colour belongs to; `#` for a picture.
  static func letter(_ style: Style) -> Character {
    guard case .palette(let number) = style.foreground,
      Role.allCases.indices.contains(Int(number) - 100)
    else { return "#" }
    return letters[Role.allCases[Int(number) - 100]] ?? "#"
  }

  /// Where there is no colour: reversed, underlined, bold.
  static func attribute(_ style: Style) -> Character {
    if style.attributes.contains(.reverse) { return "R" }
    if style.attributes.contains(.underline) { return "U" }
    return style.attributes.contains(.bold) ? "B" : "."
  }
}
