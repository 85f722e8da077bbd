import TerminalScreen

/// Every command by its name, with the key that does the same.
struct PaletteDialog {
  let state: AppState
  let list: FilterList

  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Point? {
    let rows = state.commands(for: list)
    let inside = DialogFrame(
      title: "Commands",
      size: GridSize(
        rows: min(18, layout.body.rows - 4), columns: min(64, layout.body.columns - 6)),
      theme: state.theme
    ).draw(into: &buffer, layout)
    return FilterListView(
      theme: state.theme, filter: list.filter, placeholder: "type to find a command",
      count: rows.count, selected: list.selected, empty: "No command is called that."
    ).draw(into: &buffer, rect: inside) { index, buffer, rect in
      draw(rows[index], into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }.cursor
  }

  private func draw(_ command: Command, into buffer: inout CellBuffer, rect: Rect) {
    let key = CommandKeys(state.keymap).first(for: command) ?? ""
    StyledLine(key, .key).draw(into: &buffer, rect: rect, theme: state.theme, alignment: .right)
    let isOff = state.reasonAgainst(command) != nil
    StyledLine(command.title, isOff ? .disabled : .text).draw(
      into: &buffer, rect: rect.splitLeft(rect.columns - 12).left, theme: state.theme)
  }
}

/// The keys of commands, wherever they are bound.
struct CommandKeys {
  private let keymap: Keymap

  init(_ keymap: Keymap) { self.keymap = keymap }

  /// All chords, each once, those of the most particular context first.
  func all(for command: Command) -> [String] {
    var keys: [String] = []
    for context in KeyContext.allCases {
      for chord in keymap.chords(for: command, in: [context]) {
        let key = chord.description
        if !keys.contains(key) { keys.append(key) }
      }
    }
    return keys
  }

  func first(for command: Command) -> String? { all(for: command).first }
}
