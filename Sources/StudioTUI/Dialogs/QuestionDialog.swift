import TerminalScreen

/// A question with its choices, one below the other; the selected one is taken by Enter.
struct QuestionDialog {
  let state: AppState
  let question: Question

  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Point? {
    let columns = min(60, layout.body.columns - 6)
    let text = question.lines.map { DisplayText($0).wrapped(columns: columns) }
    let rows = text.reduce(0) { $0 + $1.count } + question.choices.count + 1
    let inside = DialogFrame(
      title: question.title, size: GridSize(rows: rows, columns: columns), theme: state.theme
    ).draw(into: &buffer, layout)
    var rest = inside
    for line in text.joined() where rest.rows > question.choices.count {
      buffer.write(line, at: rest.origin, style: state.theme[.dialog], columns: rest.columns)
      rest = rest.splitTop(1).rest
    }
    let choices = inside.splitBottom(question.choices.count).bottom
    ListView(
      count: question.choices.count, selected: question.selected, first: 0, isFocused: true
    ) { index, buffer, rect in
      draw(index, into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }.draw(into: &buffer, rect: choices.withMargins, theme: state.theme)
    return nil
  }

  private func draw(_ index: Int, into buffer: inout CellBuffer, rect: Rect) {
    let mark = index == question.selected ? "▸ " : "  "
    StyledLine(mark + question.choices[index].label).draw(
      into: &buffer, rect: rect, theme: state.theme)
  }
}
