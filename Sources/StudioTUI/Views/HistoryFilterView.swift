import StudioCore
import TerminalScreen

/// The line that filters the history, with what it did not understand.
struct HistoryFilterView {
  let state: AppState

  /// Answers where the cursor belongs.
  func draw(into buffer: inout CellBuffer, rect: Rect) -> Point {
    StyledLine("/", state.history.isFiltering ? .accent : .dim).draw(
      into: &buffer, rect: rect, theme: state.theme)
    let field = rect.splitLeft(2).rest
    let cursor = LineFieldView(
      field: state.history.filter,
      placeholder: "words  model:  size:  after:  status:  is:favourite"
    ).draw(into: &buffer, rect: field, theme: state.theme)
    drawRemark(into: &buffer, field)
    return cursor
  }

  /// What the filter did not understand, behind it; the rest of it is searched for all the same.
  private func drawRemark(into buffer: inout CellBuffer, _ field: Rect) {
    let room = field.splitLeft(DisplayText(state.history.filter.text).columns + 2).rest
    guard let remark = HistoryFilter(state.history.filter.text).remark(within: room.columns) else {
      return
    }
    StyledLine(remark, .dim).draw(
      into: &buffer, rect: room, theme: state.theme, alignment: .right)
  }
}

/// What stands in the place of the history when there is none to show.
struct HistoryNote {
  private let text: String
  private let role: Role

  /// Nil where there is something to show.
  init?(_ state: AppState) {
    let window = state.history.window
    if let error = window.error {
      text = [error.message, error.hint].compactMap { $0 }.joined(separator: " ")
      role = .failure
    } else if window.total == nil {
      (text, role) = ("reading…", .dim)
    } else if window.total == 0 {
      role = .placeholder
      text =
        state.history.filter.isEmpty
        ? "Every picture you make is kept and listed here. Esc goes back to write a prompt."
        : "Nothing matches. Esc takes the filter away."
    } else {
      return nil
    }
  }

  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    buffer.paragraph(text, in: rect.inset(rows: 1, columns: 0), style: theme[role])
  }
}
