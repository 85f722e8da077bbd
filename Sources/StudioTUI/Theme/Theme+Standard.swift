internal import TerminalScreen

extension Theme {
  /// `themes/easel-dark.yaml` as values: the first frame needs it, and reading a file takes a
  /// millisecond. A test compares the two.
  static let standard: Theme = {
    let chalk = Color.rgb(0x8F, 0x96, 0xA3)
    let pencil = Color.rgb(0x5C, 0x63, 0x70)
    let amber = Color.rgb(0xE3, 0xA8, 0x57)
    let umber = Color.rgb(0x3B, 0x32, 0x26)
    let cream = Color.rgb(0xF3, 0xE6, 0xD0)
    let slate = Color.rgb(0x2C, 0x2F, 0x36)
    let mist = Color.rgb(0xD5, 0xD9, 0xE0)
    let leaf = Color.rgb(0x8F, 0xBF, 0x7F)
    let straw = Color.rgb(0xE0, 0xC4, 0x6C)
    let brick = Color.rgb(0xEF, 0x7D, 0x6E)
    let violet = Color.rgb(0xC3, 0x9A, 0xE8)
    return Theme(
      name: "easel-dark",
      summary: "The terminal's own dark background, quiet text, one amber accent.",
      kind: .dark,
      styles: [
        .dim: Style(foreground: chalk),
        .accent: Style(foreground: amber),
        .title: Style(foreground: chalk),
        .titleFocused: Style(foreground: amber, attributes: .bold),
        .border: Style(foreground: pencil),
        .borderFocused: Style(foreground: amber),
        .selection: Style(foreground: cream, background: umber, attributes: .bold),
        .selectionDim: Style(foreground: mist, background: slate),
        .key: Style(foreground: amber),
        .keyLabel: Style(foreground: chalk),
        .success: Style(foreground: leaf),
        .warning: Style(foreground: straw),
        .failure: Style(foreground: brick),
        .unknown: Style(foreground: violet, attributes: .bold),
        .running: Style(foreground: amber),
        .waiting: Style(foreground: chalk),
        .placeholder: Style(foreground: chalk, attributes: .italic),
        .dialogBorder: Style(foreground: amber),
        .brand: Style(foreground: amber, attributes: .bold),
        .meter: Style(foreground: amber),
        .meterTrack: Style(foreground: pencil),
        .scrollMark: Style(foreground: pencil),
      ])
  }()
}
