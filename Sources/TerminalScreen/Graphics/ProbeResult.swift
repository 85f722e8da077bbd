internal import Pictures

/// What is known of a terminal.
struct ProbeResult: Hashable, Sendable {
  /// What the terminal itself has told: inside tmux, the one outside.
  var facts: TerminalFacts
  /// How it is reached.
  var passthrough: Passthrough
  /// Whether another multiplexer than tmux is in between.
  var isInScreen: Bool
  /// Whether the terminal was asked at all: consoles are not.
  var isAsked: Bool
  /// Whether answers have had their time.
  var hasWaited: Bool
  /// The size of a cell; nil when nobody told.
  var cell: CellGeometry?
  /// The size of the text area in pixels.
  var area: PixelSize?
  /// Whether 24-bit colours are shown.
  var hasTruecolor: Bool
  /// Whether mode 2026 is known.
  var hasSynchronizedUpdate: Bool
  /// The line that a person has to run so that pictures can be shown; nil when there is none.
  var remedy: String?
}

extension ProbeResult {
  /// Whether the terminal is reached through tmux.
  var isInTmux: Bool { passthrough.depth > 0 }

  /// The best way to show pictures: the first rule that holds.
  func best(isUnicode: Bool) -> GraphicsKind {
    guard isUnicode else { return .ascii }
    return Self.rules.first { $0.holds(self) }?.kind ?? .symbols
  }

  private struct Rule: Sendable {
    let kind: GraphicsKind
    let holds: @Sendable (ProbeResult) -> Bool
  }

  private static let rules: [Rule] = [
    // Cells that hold pixels; a terminal without placeholders would show boxes instead.
    Rule(kind: .kitty) { $0.facts.answersKitty && $0.facts.hasPlaceholders && !$0.isInScreen },
    // Raw pixels land where the cursor of the terminal outside happens to be: never in tmux.
    Rule(kind: .iterm2) { $0.facts.takesITerm2 && !$0.isInTmux && !$0.isInScreen },
    // tmux claims sixels whatever the terminal outside has, and loses them.
    Rule(kind: .sixel) { $0.facts.hasSixel && !$0.facts.drawsSixelsBadly && !$0.isInTmux },
    Rule(kind: .konsole) { $0.facts.placesAtCursor && !$0.isInTmux && !$0.isInScreen },
  ]
}

extension TerminalFacts {
  var hasPlaceholders: Bool {
    guard !namesPlaceholders, let identity else { return namesPlaceholders }
    return identity.isAtLeast(.kitty, [0, 28]) || identity.isAtLeast(.ghostty)
      || identity.isAtLeast(.rio, [0, 3, 9])
  }

  var takesITerm2: Bool {
    let brands: [TerminalIdentity.Brand] = [.iterm2, .wezterm, .vscode, .mintty, .warp]
    return hasITerm2Files || identity.map { brands.contains($0.brand) } == true
  }

  /// Terminals of other brands may take files without a word.
  var lacksITerm2: Bool {
    let brands: [TerminalIdentity.Brand] = [
      .kitty, .ghostty, .foot, .xterm, .vte, .alacritty, .windowsTerminal, .appleTerminal,
    ]
    return identity.map { brands.contains($0.brand) } == true
  }

  /// Konsole leaves them behind where the background is the default one.
  fileprivate var drawsSixelsBadly: Bool { identity?.brand == .konsole }

  /// A terminal of another brand that takes kitty's query may know no placement at all.
  var placesAtCursor: Bool {
    answersKitty && (identity?.brand == .konsole || identity?.brand == .kitty)
  }

  /// Whether the terminal is known to show 24-bit colours.
  var isTruecolorBrand: Bool {
    let brands: [TerminalIdentity.Brand] = [
      .kitty, .ghostty, .rio, .wezterm, .iterm2, .vscode, .mintty, .warp, .konsole, .foot, .contour,
      .alacritty, .windowsTerminal,
    ]
    guard let identity else { return false }
    return brands.contains(identity.brand) || identity.isAtLeast(.vte, [3600])
  }
}
