/// Which terminal it is, and its version.
struct TerminalIdentity: Hashable, Sendable {
  /// The terminals that are treated in a way of their own.
  enum Brand: String, CaseIterable, Sendable {
    case kitty, ghostty, rio, wezterm, iterm2, vscode, mintty, warp, konsole, foot, contour, vte
    case alacritty, xterm, mlterm, tmux, screen, windowsTerminal, appleTerminal
  }

  var brand: Brand
  /// Its numbers, most significant first; empty when it does not tell.
  var version: [Int] = []

  /// Whether it is of this brand, and at least of this version.
  func isAtLeast(_ brand: Brand, _ version: [Int] = []) -> Bool {
    guard self.brand == brand else { return false }
    for (index, number) in version.enumerated() {
      let own = index < self.version.count ? self.version[index] : 0
      if own != number { return own > number }
    }
    return true
  }
}

extension TerminalIdentity {
  private static let names: [(prefix: String, brand: Brand)] = [
    ("kitty", .kitty), ("ghostty", .ghostty), ("rio", .rio), ("wezterm", .wezterm),
    ("iterm2", .iterm2), ("xterm.js", .vscode), ("mintty", .mintty), ("warp", .warp),
    ("konsole", .konsole), ("foot", .foot), ("contour", .contour), ("vte", .vte),
    ("alacritty", .alacritty), ("xterm", .xterm), ("mlterm", .mlterm), ("tmux", .tmux),
    ("screen", .screen),
  ]

  /// Reads the answer to XTVERSION: `kitty(0.41.1)`, `tmux 3.3a`, `WezTerm 20240203-110809`.
  init?(answer: String) {
    let text = answer.lowercased()
    guard let name = Self.names.first(where: { text.hasPrefix($0.prefix) }) else { return nil }
    brand = name.brand
    let rest = text.dropFirst(name.prefix.count).drop { !$0.isASCIIDigit }
    version = rest.prefix { $0.isASCIIDigit || $0 == "." }.split(separator: ".")
      .compactMap { Int($0) }
  }

  /// What the environment tells, which is not always about the terminal at hand: programs inherit it
  /// in a tmux that another terminal has attached.
  init?(environment: TerminalEnvironment) {
    let programs: [String: Brand] = [
      "iTerm.app": .iterm2, "WezTerm": .wezterm, "vscode": .vscode, "mintty": .mintty,
      "WarpTerminal": .warp, "ghostty": .ghostty, "rio": .rio, "Apple_Terminal": .appleTerminal,
    ]
    if let brand = environment["TERM_PROGRAM"].flatMap({ programs[$0] }) {
      self.brand = brand
    } else if environment["LC_TERMINAL"] == "iTerm2" {
      brand = .iterm2
    } else if environment["KONSOLE_VERSION"] != nil {
      brand = .konsole
    } else if environment["WT_SESSION"] != nil {
      brand = .windowsTerminal
    } else {
      return nil
    }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
