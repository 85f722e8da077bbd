internal import TerminalScreen

/// The few keys that matter here, in one line: `Enter generate · Tab next pane · F1 help`.
struct KeyHints {
  /// A key and what it does, in a word or two.
  struct Hint: Hashable {
    let key: DisplayText
    let label: DisplayText

    fileprivate var columns: Int { key.columns + 1 + label.columns }
  }

  /// The most important first, help last. Those before the last are left out when there is no room.
  let hints: [Hint]

  /// Draws the first row of `rect`.
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    let line = rect.splitTop(1).top
    buffer.fill(line, style: theme[.statusBar])
    var place = line.origin
    func write(_ text: DisplayText, _ role: Role) {
      place.column += buffer.write(
        text, at: place, style: theme.style(role, on: .statusBar),
        columns: line.maxColumn - place.column, truncation: .ellipsis)
    }
    for (index, hint) in fitting(columns: line.columns).enumerated() {
      if index > 0 { write(" · ", .dim) }
      write(hint.key, .key)
      write(" ", .keyLabel)
      write(hint.label, .keyLabel)
    }
  }

  /// The hints that there is room for, in order; the first one even when it has to be cut.
  func fitting(columns: Int) -> [Hint] {
    var kept = hints
    while kept.count > 1, width(of: kept) > columns {
      kept.remove(at: kept.count > 2 ? kept.count - 2 : kept.count - 1)
    }
    return kept
  }

  private func width(of hints: [Hint]) -> Int {
    hints.reduce(-3) { $0 + 3 + $1.columns }
  }
}

extension KeyHints.Hint {
  /// The hint for a command as the keymap has it; nil when no key reaches it.
  init?(_ command: Command, _ label: DisplayText, keymap: Keymap, contexts: [KeyContext]) {
    guard let chord = keymap.chords(for: command, in: contexts).first else { return nil }
    self.init(key: DisplayText(chord.description), label: label)
  }
}
