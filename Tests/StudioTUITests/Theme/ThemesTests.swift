import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The built-in themes", .timeLimit(.minutes(3)))
struct ThemesTests {
  @Test("all can be read and are called as their files", arguments: BuiltInTheme.allCases)
  func read(builtIn: BuiltInTheme) throws {
    let theme = try ThemeFile.read(builtIn.text, file: "other.yaml")
    #expect(theme.name == builtIn.rawValue)
    #expect(theme == builtIn.theme)
    #expect(theme.summary.hasSuffix("."))
  }

  /// Drawn as lines, not as letters.
  private static let lines: Set<Role> = [
    .border, .borderFocused, .meter, .meterTrack, .scrollMark, .dialogBorder,
  ]

  @Test(
    "text has a contrast of 4.5 to 1 on every known background, lines of 2 to 1",
    arguments: BuiltInTheme.allCases)
  func contrast(builtIn: BuiltInTheme) {
    let theme = builtIn.theme
    for role in Role.allCases {
      let style = theme[role]
      guard let front = luminance(style.foreground),
        let back = luminance(style.background) ?? assumedBackground(theme)
      else { continue }
      let ratio = (max(front, back) + 0.05) / (min(front, back) + 0.05)
      #expect(
        ratio >= (Self.lines.contains(role) ? 2 : 4.5), "\(theme.name) \(role.name) \(ratio)")
    }
  }

  @Test(
    "focus and selection are plain to see at every colour depth",
    arguments: BuiltInTheme.allCases, ColorDepth.allCases)
  func focus(builtIn: BuiltInTheme, depth: ColorDepth) {
    let theme = builtIn.theme.reduced(to: depth)
    let pairs: [(Role, Role)] = [
      (.selection, .text), (.selectionDim, .text), (.selection, .selectionDim),
      (.titleFocused, .title), (.borderFocused, .border),
    ]
    for (one, other) in pairs { #expect(theme[one] != theme[other], "\(one) \(other)") }
    for role in Role.allCases {
      let style = theme[role]
      #expect(style.foreground != style.background || style.foreground == .terminal, "\(role)")
    }
  }

  @Test(
    "with 256 colours the selection can be read",
    arguments: BuiltInTheme.allCases)
  func fixedPalette(builtIn: BuiltInTheme) {
    let theme = builtIn.theme.reduced(to: .palette256)
    for role in [Role.selection, .selectionDim] {
      guard let front = luminance(theme[role].foreground),
        let back = luminance(theme[role].background)
      else { continue }
      let ratio = (max(front, back) + 0.05) / (min(front, back) + 0.05)
      #expect(ratio >= 4.5, "\(theme.name) \(role.name) \(ratio)")
    }
  }

  @Test(
    "of the fixed palette the colour is taken that looks the same, not the one nearest in numbers",
    arguments: [
      ("#f3e6d0", 254), ("#f8e7cb", 223), ("#8f96a3", 246), ("#e3a857", 179), ("#2f7230", 22),
      ("#3b3226", 236), ("#000000", 16), ("#ffffff", 231),
    ])
  func fixed(text: String, number: Int) {
    #expect(Color(parsing: text)?.nearestFixedByEye() == .palette(UInt8(number)))
  }

  @Test("with 8 colours nothing is bright black, which many terminals show as black")
  func namedColors() {
    for builtIn in BuiltInTheme.allCases {
      let theme = builtIn.theme.reduced(to: .ansi16)
      for role in Role.allCases {
        #expect(theme[role].foreground != .palette(8), "\(builtIn) \(role)")
        #expect(
          theme[role].foreground != .palette(0) || theme[.text].background == .palette(7),
          "\(builtIn) \(role)")
      }
    }
    let dark = BuiltInTheme.easelDark.theme.reduced(to: .ansi16)
    #expect(dark[.dim].foreground == .terminal)
    #expect(dark[.success].foreground == .palette(2))
    #expect(dark[.accent].foreground == .palette(3))
    #expect(dark[.failure].foreground == .palette(1))
  }

  @Test("without colour nothing but attributes is left", arguments: BuiltInTheme.allCases)
  func mono(builtIn: BuiltInTheme) {
    let theme = builtIn.theme.reduced(to: .mono)
    for role in Role.allCases {
      #expect(theme[role].foreground == .terminal)
      #expect(theme[role].background == .terminal)
      #expect(!theme[role].attributes.contains(.dim))
    }
    #expect(theme[.selection].attributes.contains(.reverse))
  }

  @Test("the user's files come last, take the place of built-in ones, and cannot break the rest")
  func users() {
    let themes = Themes(files: [
      ("harbour.yaml", "roles: {text: \"#ffffff\"}"), ("nord.yaml", "description: mine"),
      ("bad.yaml", "roles: {txet: red}"),
    ])
    #expect(themes.names == BuiltInTheme.allCases.map(\.rawValue) + ["harbour"])
    #expect(themes.named("nord")?.summary == "mine")
    #expect(themes.named("bad") == nil)
    #expect(
      themes.problems.map(\.description) == [
        "bad.yaml:1:9: unknown role 'txet'; did you mean 'text'?"
      ])
    #expect(themes.theme(after: "harbour").name == "easel-dark")
    #expect(themes.theme(after: "easel-dark", by: -1).name == "harbour")
    #expect(themes.theme(after: "no such").name == "easel-light")
    #expect(themes.standard.name == "easel-dark")
    #expect(themes.all.map(\.name) == themes.names)
  }

  /// A usual background where the theme leaves it to the terminal.
  private func assumedBackground(_ theme: Theme) -> Double? {
    theme.kind == .dark ? luminance(.rgb(0x1E, 0x1E, 0x22)) : nil
  }

  /// WCAG 2 relative luminance; nil for colours that the terminal chooses.
  private func luminance(_ color: Color) -> Double? {
    guard let (red, green, blue) = components(color) else { return nil }
    func linear(_ value: UInt8) -> Double {
      let part = Double(value) / 255
      return part <= 0.03928 ? part / 12.92 : power((part + 0.055) / 1.055)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Red, green and blue, those of xterm's fixed palette too.
  private func components(_ color: Color) -> (UInt8, UInt8, UInt8)? {
    switch color {
    case .rgb(let red, let green, let blue): return (red, green, blue)
    case .palette(let number) where number >= 232:
      let level = 8 + (number - 232) * 10
      return (level, level, level)
    case .palette(let number) where number >= 16:
      let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
      let index = Int(number) - 16
      return (levels[index / 36], levels[index / 6 % 6], levels[index % 6])
    default: return nil
    }
  }

  /// `base` to the power of 2.4, as the fifth root of its twelfth power by Newton's steps.
  private func power(_ base: Double) -> Double {
    let squared = base * base
    let target = squared * squared * squared * squared * squared * squared
    var root = base * base
    for _ in 0..<60 {
      let fourth = root * root * root * root
      root -= (fourth * root - target) / (5 * fourth)
    }
    return root
  }
}
