import TerminalScreen

/// A question with its choices, one below the other; the selected one is taken by Enter.
struct QuestionDialog {
  let state: AppState
  let question: Question

  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Point? {
    let text = state.text(of: question)
    let columns = min(60, layout.body.columns - 6)
    let lines = text.lines.flatMap { DisplayText($0).wrapped(columns: columns) }
    let rows = lines.count + text.choices.count + 1
    let inside = DialogFrame(
      title: text.title, size: GridSize(rows: rows, columns: columns), theme: state.theme
    ).draw(into: &buffer, layout)
    var rest = inside
    for line in lines where rest.rows > text.choices.count {
      buffer.write(line, at: rest.origin, style: state.theme[.dialog], columns: rest.columns)
      rest = rest.splitTop(1).rest
    }
    let choices = inside.splitBottom(text.choices.count).bottom
    let selected = min(question.selected, text.choices.count - 1)
    ListView(
      count: text.choices.count, selected: selected, first: 0, isFocused: true
    ) { index, buffer, rect in
      let mark = index == selected ? "▸ " : "  "
      StyledLine(mark + text.choices[index].label).draw(
        into: &buffer, rect: rect.inset(rows: 0, columns: 1), theme: state.theme)
    }.draw(into: &buffer, rect: choices.withMargins, theme: state.theme)
    return nil
  }
}
