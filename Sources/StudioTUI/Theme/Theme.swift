public import TerminalScreen

/// Named styles: how each role looks.
public struct Theme: Sendable, Equatable {
  /// What a theme is made for.
  public enum Kind: String, CaseIterable, Sendable {
    /// A dark background.
    case dark
    /// A light background.
    case light
    /// No colour at all.
    case mono
  }

  /// The name in configuration: `easel-dark`.
  public let name: String
  /// One sentence for the list of themes.
  public let summary: String
  /// Which background it is made for.
  public let kind: Kind
  private let styles: [Style]

  /// A theme; a role that is not given takes its parent's style.
  public init(name: String, summary: String, kind: Kind, styles: [Role: Style]) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.styles = Role.allCases.map { Theme.style(of: $0, in: styles) }
  }

  private init(_ theme: Theme, _ change: (Role, Style) -> Style) {
    name = theme.name
    summary = theme.summary
    kind = theme.kind
    styles = zip(Role.allCases, theme.styles).map(change)
  }

  private static func style(of role: Role, in styles: [Role: Style]) -> Style {
    if let style = styles[role] { return style }
    return role.parent.map { Theme.style(of: $0, in: styles) } ?? .plain
  }

  /// The role's style.
  public subscript(role: Role) -> Style { styles[role.rawValue] }

  /// The role's style on another role's background: a key in a dialog.
  public func style(_ role: Role, on base: Role) -> Style {
    var style = self[role]
    style.background = self[base].background
    return style
  }

  /// The theme as a terminal with fewer colours can show it. Without any colour the built-in `mono`
  /// theme takes over: colours that merely vanish would hide the focus and the selection.
  public func reduced(to depth: ColorDepth) -> Theme {
    switch depth {
    case .truecolor: self
    case .palette256: Theme(self) { _, style in style.mapColors { $0.nearestFixedByEye() } }
    case .ansi16: Theme(self) { role, style in namedColors(of: role, style) }
    case .mono: kind == .mono ? self : .mono
    }
  }

  /// With 16 colours, or 8, neighbouring shades fall together: what has a background of its own is
  /// reversed instead, and what shows the focus becomes bold. Greys become the text's own colour, as
  /// “bright black” is black in many a terminal.
  private func namedColors(of role: Role, _ style: Style) -> Style {
    let base = namedText
    var named = Style(
      foreground: namedColor(style.foreground) ?? base.foreground, background: base.background,
      attributes: style.attributes)
    if style.background != self[.text].background {
      named.foreground = base.foreground
      named.attributes.insert(role == .selectionDim ? .underline : .reverse)
    }
    if named.foreground == base.background { named.foreground = base.foreground }
    if role == .titleFocused || role == .borderFocused { named.attributes.insert(.bold) }
    return named
  }

  /// Text and background; where the theme leaves them to the terminal, the terminal's.
  private var namedText: Style {
    if self[.text].background == .terminal { return .plain }
    return kind == .light
      ? Style(foreground: .palette(0), background: .palette(7))
      : Style(foreground: .palette(7), background: .palette(0))
  }

  /// Yellow and cyan cannot be read on white, nor blue on black.
  private func namedColor(_ color: Color) -> Color? {
    guard case .rgb = color else { return color == self[.text].foreground ? nil : color }
    switch (kind, color.namedHue) {
    case (.light, 3): return .palette(5)
    case (.light, 6): return .palette(4)
    case (.dark, 4): return .palette(6)
    case (_, let number): return number.map { .palette($0) }
    }
  }
}

extension Style {
  fileprivate func mapColors(_ change: (Color) -> Color) -> Style {
    Style(
      foreground: change(foreground), background: change(background), attributes: attributes)
  }
}
