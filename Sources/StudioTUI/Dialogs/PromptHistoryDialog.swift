import TerminalScreen

/// The prompts of the past; the chosen one goes into the editor, undoably.
struct PromptHistoryDialog {
  let state: AppState
  let list: FilterList

  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Point? {
    let rows = state.prompts(for: list)
    let inside = DialogFrame(
      title: "Earlier prompts",
      size: GridSize(
        rows: min(18, layout.body.rows - 4), columns: min(92, layout.body.columns - 6)),
      theme: state.theme
    ).draw(into: &buffer, layout)
    return FilterListView(
      theme: state.theme, filter: list.filter, placeholder: "type to search", count: rows.count,
      selected: list.selected,
      empty: state.promptHistory.isEmpty
        ? "What you generate is remembered here." : "No prompt matches."
    ).draw(into: &buffer, rect: inside) { index, buffer, rect in
      StyledLine(rows[index]).draw(
        into: &buffer, rect: rect.inset(rows: 0, columns: 1), theme: state.theme)
    }.cursor
  }
}
