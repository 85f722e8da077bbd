import TerminalScreen

extension AppState {
  /// Pictures are shown in another way from now on: those on the screen are wanted anew. What the
  /// person chose is confirmed; something in the way of pixels is told once.
  mutating func take(_ fitter: PictureFitter, _ status: GraphicsStatus) -> [Effect] {
    let before = graphics
    use(fitter, status)
    if let remedy = status.remedy, remedy != toldRemedy {
      toldRemedy = remedy
      return remark(GraphicsText(status).remedy(keymap) ?? "")
    }
    if (before.choice, before.transfer) != (status.choice, status.transfer) {
      tell("Pictures: \(GraphicsText(status).summary)")
    }
    return []
  }
}

extension Transfer {
  /// The other one.
  var next: Transfer { self == .full ? .economy : .full }
}

/// How pictures are shown, in words.
struct GraphicsText {
  private let status: GraphicsStatus

  init(_ status: GraphicsStatus) { self.status = status }

  /// `sixel, as chosen · every colour`
  var summary: String {
    let way =
      Self.name(of: status.kind) + (status.choice == .auto ? ", the best here" : ", as chosen")
    guard status.kind.hasPixels else { return way }
    return "\(way) · \(status.transfer == .full ? "every colour" : "few bytes")"
  }

  /// What to do so that pixels can be shown; nil when nothing is in the way.
  func remedy(_ keymap: Keymap) -> String? {
    guard let remedy = status.remedy else { return nil }
    let key = keymap.chords(for: .redraw, in: [.global]).first.map { ", then press \($0)" } ?? ""
    return "For real pictures run `\(remedy)`\(key)."
  }

  private static func name(of kind: GraphicsKind) -> String {
    switch kind {
    case .kitty: "kitty graphics"
    case .iterm2: "iTerm2 images"
    case .sixel: "sixel"
    case .konsole: "kitty graphics at the cursor"
    case .symbols: "symbols"
    case .ascii: "ASCII characters"
    case .off: "none"
    }
  }
}
