import TerminalScreen

extension AppState {
  /// Pictures are shown in another way from now on: those on the screen are wanted anew. What the
  /// person chose is confirmed, or it is said why it cannot be; something in the way of pixels is told
  /// once.
  mutating func take(_ fitter: PictureFitter, _ status: GraphicsStatus) -> [Effect] {
    let before = graphics
    use(fitter, status)
    let text = GraphicsText(status)
    // Who chose symbols wants no pixels.
    let isWanted = status.choice.forced?.hasPixels ?? true
    if let remedy = status.remedy, remedy != toldRemedy, isWanted {
      toldRemedy = remedy
      if let remedy = text.remedy(keymap) { warnings.add(remedy) }
      if (before.choice, before.transfer) == (status.choice, status.transfer) { return [] }
    }
    if let refusal = text.refusal {
      let isNew = (before.choice, before.refusal) != (status.choice, status.refusal)
      return isNew ? remark(refusal) : []
    }
    if before.choice != status.choice {
      tell("Pictures: \(([text.summary] + text.missing).joined(separator: ". "))")
    } else if before.transfer != status.transfer {
      tell("Pictures: \(text.summary)" + (status.kind.hasPixels ? "" : ". \(text.transferLater)"))
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
    let isChosen = status.choice.forced == status.kind
    let way = status.kind.title + (isChosen ? ", as chosen" : ", the best here")
    return status.kind.hasPixels ? "\(way) · \(transfer)" : way
  }

  private var transfer: String { status.transfer == .full ? "every colour" : "few bytes" }

  /// What was chosen where it makes no difference yet: `Where pixels are shown: few bytes`.
  var transferLater: String { "Where pixels are shown: \(transfer)" }

  /// The ways that are not offered, those with the same reason in one sentence:
  /// `No sixel: the terminal has none`.
  var missing: [String] {
    GraphicsObstacle.allCases.compactMap { obstacle in
      let kinds = GraphicsKind.allCases.filter { status.obstacles[$0] == obstacle }
      guard !kinds.isEmpty else { return nil }
      return "No \(kinds.map(\.title).joined(separator: ", ")): \(obstacle.reason)"
    }
  }

  /// Why what the person chose is not in use; nil when it is.
  var refusal: String? {
    guard let refusal = status.refusal, let wanted = status.choice.forced else { return nil }
    return "No \(wanted.title) here: \(refusal.reason). Pictures: \(status.kind.title)."
  }

  /// What to do so that pixels can be shown; nil when nothing is in the way.
  func remedy(_ keymap: Keymap) -> String? {
    guard let remedy = status.remedy else { return nil }
    let key = keymap.chords(for: .redraw, in: [.global]).first.map { ", then press \($0)" } ?? ""
    return "Run `\(remedy)` for real pictures\(key)."
  }
}
