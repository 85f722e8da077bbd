import StudioCore
import TerminalScreen

/// The history: a filter line, the rows that match, and the selected one beside them.
struct HistoryView {
  let state: AppState
  let layout: AppLayout

  private var window: HistoryWindow { state.history.window }

  /// Answers where the cursor belongs while the filter is typed.
  func draw(into buffer: inout CellBuffer) -> Point? {
    drawFrames(into: &buffer)
    let cursor = HistoryFilterView(state: state).draw(into: &buffer, rect: layout.historyFilter)
    drawList(into: &buffer)
    drawDetail(into: &buffer)
    return state.history.isFiltering ? cursor : nil
  }

  private func drawFrames(into buffer: inout CellBuffer) {
    guard layout.form != .single else { return }
    FrameView(panes: [
      .init(title: DisplayText(title), rows: layout.historyFrame.rows - 2, isFocused: true)
    ])
    .draw(into: &buffer, rect: layout.historyFrame, theme: state.theme)
    guard layout.historyDetail.rows > 0 else { return }
    FrameView(
      panes: [.init(title: DisplayText(detailTitle), rows: layout.historyDetail.rows)]
    ).draw(into: &buffer, rect: layout.historyDetailFrame, theme: state.theme)
  }

  private var title: String {
    guard let total = window.total else { return "History" }
    return "History · \(Format.count(total))"
  }

  private var detailTitle: String {
    guard let shown = window.selection else { return "Picture" }
    let count = shown.images.count
    let place = count > 1 ? " · \(state.history.imageIndex + 1) of \(count)" : ""
    let room = layout.historyDetail.columns - place.count - 4
    return DisplayText(shown.request.prompt).truncated(columns: max(4, min(44, room))).string
      + place
  }

  private func drawList(into buffer: inout CellBuffer) {
    let rect = layout.historyList
    if let note = HistoryNote(state) {
      return note.draw(into: &buffer, rect: rect, theme: state.theme)
    }
    ListView(
      count: window.total ?? 0, selected: window.selected, first: window.top, isFocused: true
    ) { index, buffer, rect in
      drawRow(index, into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }.draw(into: &buffer, rect: rect.withMargins, theme: state.theme)
  }

  private func drawRow(_ index: Int, into buffer: inout CellBuffer, rect: Rect) {
    guard let row = window.row(at: index) else {
      return StyledLine("…", .dim).draw(into: &buffer, rect: rect, theme: state.theme)
    }
    let (glyph, rest) = rect.splitLeft(2)
    let (date, afterDate) = rest.splitLeft(9)
    row.state.draw(into: &buffer, rect: glyph, theme: state.theme)
    StyledLine(state.localTime.short(row.createdAt, now: state.now), .dim).draw(
      into: &buffer, rect: date.splitLeft(8).left, theme: state.theme, alignment: .right)
    let words = drawTail(of: row, into: &buffer, rect: afterDate, room: rect.columns)
    row.prompt.draw(into: &buffer, rect: words, theme: state.theme)
  }

  /// Model and size at the end of a row, as far as there is room, in fixed columns. Answers what is
  /// left of the row.
  private func drawTail(
    of row: HistoryLine, into buffer: inout CellBuffer, rect: Rect, room: Int
  ) -> Rect {
    guard room >= 44 else { return rect }
    let (end, beforeSize) = rect.splitRight(11)
    row.size.draw(into: &buffer, rect: end, theme: state.theme, alignment: .right)
    let (middle, rest) = beforeSize.splitRight(room >= 68 ? 16 : 0)
    row.model.draw(into: &buffer, rect: middle, theme: state.theme)
    return rest.splitRight(1).rest
  }

  private func drawDetail(into buffer: inout CellBuffer) {
    guard let shown = window.selection, layout.historyDetail.rows > 0 else { return }
    guard state.historyImagePath != nil else {
      return GenerationCard(state: state, generation: shown).draw(
        into: &buffer, rect: layout.historyDetail)
    }
    PictureView(state: state, request: state.wantedDrawing).draw(
      into: &buffer, rect: layout.historyPicture)
    DetailsView(state: state, generation: shown, imageIndex: state.history.imageIndex).draw(
      into: &buffer, rect: layout.historyDetails)
  }
}
