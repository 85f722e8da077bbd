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
    let cursor = drawFilter(into: &buffer)
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

  private func drawFilter(into buffer: inout CellBuffer) -> Point {
    let rect = layout.historyFilter
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
    let filter = HistoryFilter(state.history.filter.text)
    guard let remark = filter.remark, let short = filter.shortRemark else { return }
    let room = field.splitLeft(DisplayText(state.history.filter.text).columns + 2).rest
    guard room.columns >= 8 else { return }
    StyledLine(remark.count <= room.columns ? remark : short, .dim).draw(
      into: &buffer, rect: room, theme: state.theme, alignment: .right)
  }

  private func drawList(into buffer: inout CellBuffer) {
    let rect = layout.historyList
    if let note {
      let area = rect.inset(rows: 1, columns: 0)
      buffer.paragraph(note.text, in: area, style: state.theme[note.role])
      return
    }
    ListView(
      count: window.total ?? 0, selected: window.selected, first: window.top, isFocused: true
    ) { index, buffer, rect in
      drawRow(index, into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }.draw(into: &buffer, rect: rect.withMargins, theme: state.theme)
  }

  /// What stands in the place of rows when there are none.
  private var note: (text: String, role: Role)? {
    if let error = window.error {
      return ([error.message, error.hint].compactMap { $0 }.joined(separator: " "), .failure)
    }
    guard let total = window.total else { return ("reading…", .dim) }
    guard total == 0 else { return nil }
    return state.history.filter.isEmpty
      ? (
        "Every picture you make is kept and listed here. Esc goes back to write a prompt.",
        .placeholder
      )
      : ("Nothing matches. Esc takes the filter away.", .placeholder)
  }

  private func drawRow(_ index: Int, into buffer: inout CellBuffer, rect: Rect) {
    guard let generation = window.generation(at: index) else {
      return StyledLine("…", .dim).draw(into: &buffer, rect: rect, theme: state.theme)
    }
    let (glyph, rest) = rect.splitLeft(2)
    let (date, afterDate) = rest.splitLeft(9)
    StyledLine(generation.state.glyph, generation.state.role).draw(
      into: &buffer, rect: glyph, theme: state.theme)
    StyledLine(state.localTime.short(generation.createdAt, now: state.now), .dim).draw(
      into: &buffer, rect: date.splitLeft(8).left, theme: state.theme, alignment: .right)
    let tail = tail(of: generation, columns: rect.columns)
    let (end, prompt) = afterDate.splitRight(tail.columns + (tail.isEmpty ? 0 : 1))
    var text = StyledLine()
    if generation.isFavourite { text.add("★ ", .accent) }
    // What is cut off need not be made safe first: prompts may be long, and rows are many.
    text.add(String(generation.request.prompt.prefix(prompt.columns + 1)))
    text.draw(into: &buffer, rect: prompt, theme: state.theme)
    tail.draw(into: &buffer, rect: end, theme: state.theme, alignment: .right)
  }

  /// Model and size at the end of a row, as far as there is room, in fixed columns.
  private func tail(of generation: Generation, columns: Int) -> StyledLine {
    var line = StyledLine()
    if columns >= 68 {
      let model = generation.request.destination.modelOrDeployment ?? ""
      line.add(DisplayText(model).aligned(columns: 16), .dim)
    }
    if columns >= 44 {
      let size = generation.images.first?.size.map(\.description) ?? ""
      line.add(DisplayText(size).aligned(.right, columns: 11), .dim)
    }
    return line
  }

  private func drawDetail(into buffer: inout CellBuffer) {
    guard let shown = window.selection, layout.historyDetail.rows > 0 else { return }
    guard state.historyImagePath != nil else {
      return GenerationCard(state: state, generation: shown).draw(
        into: &buffer, rect: layout.historyDetail)
    }
    PictureView(state: state).draw(into: &buffer, rect: layout.historyPicture)
    DetailsView(state: state, generation: shown, imageIndex: state.history.imageIndex).draw(
      into: &buffer, rect: layout.historyDetails)
  }
}
