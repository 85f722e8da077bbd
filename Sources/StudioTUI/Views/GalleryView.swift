import StudioCore
import TerminalScreen

/// The history as a grid of pictures.
struct GalleryView {
  let state: AppState
  let layout: GalleryLayout

  private var window: HistoryWindow { state.history.window }

  /// Answers where the cursor belongs while the filter is typed.
  func draw(into buffer: inout CellBuffer) -> Point? {
    let cursor = HistoryFilterView(state: state).draw(into: &buffer, rect: layout.filter)
    if let note = HistoryNote(state) {
      note.draw(into: &buffer, rect: layout.grid, theme: state.theme)
    } else {
      for number in 0..<layout.count where window.top + number < window.total ?? 0 {
        drawCell(number, into: &buffer)
      }
      drawFacts(into: &buffer)
    }
    return state.history.isFiltering ? cursor : nil
  }

  private func drawCell(_ number: Int, into buffer: inout CellBuffer) {
    let place = layout.place(number)
    let isSelected = window.top + number == window.selected
    if isSelected { buffer.frame(place, style: state.theme[.borderFocused]) }
    guard let generation = window.generation(at: window.top + number) else {
      return StyledLine("…", .dim).draw(
        into: &buffer, rect: place.centered(GridSize(rows: 1, columns: 1)), theme: state.theme)
    }
    if let request = state.thumbnail(of: generation, in: layout.picture(number)) {
      PictureView(state: state, request: request, isQuiet: true).draw(
        into: &buffer, rect: layout.picture(number))
    } else {
      drawState(of: generation, into: &buffer, rect: layout.picture(number))
    }
    title(of: generation, isSelected).draw(
      into: &buffer, rect: place.splitBottom(1).bottom.inset(rows: 0, columns: 1),
      theme: state.theme, alignment: .center)
  }

  /// What there is instead of a picture.
  private func drawState(
    of generation: Generation, into buffer: inout CellBuffer, rect: Rect
  ) {
    let line = StyledLine(
      "\(generation.state.glyph) \(generation.state.phase)", generation.state.role)
    line.draw(
      into: &buffer, rect: rect.centered(GridSize(rows: 1, columns: rect.columns)),
      theme: state.theme, alignment: .center)
  }

  /// The beginning of the prompt, and how many pictures there are.
  private func title(of generation: Generation, _ isSelected: Bool) -> StyledLine {
    let room = layout.place(0).columns - 2
    let mark = generation.isFavourite ? "★ " : ""
    let count = generation.images.count > 1 ? " ×\(generation.images.count)" : ""
    let text = DisplayText(String(generation.request.prompt.prefix(room + 1)))
      .truncated(columns: max(1, room - 2 - mark.count - count.count)).string
    var line = StyledLine()
    if isSelected { line.add(" ") }
    line.add(mark, .accent)
    line.add(text, isSelected ? .titleFocused : .dim)
    line.add(count, .accent)
    if isSelected { line.add(" ") }
    return line
  }

  /// The selected one, in a line.
  private func drawFacts(into buffer: inout CellBuffer) {
    let place = "\(Format.count(window.selected + 1)) of \(Format.count(window.total ?? 0))"
    let right = StyledLine(place, .dim)
    right.draw(into: &buffer, rect: layout.facts, theme: state.theme, alignment: .right)
    guard let generation = window.selection else { return }
    var line = StyledLine(
      DisplayText(generation.request.prompt).truncated(columns: max(12, layout.facts.columns / 2))
        .string)
    if let picture = ViewedPicture(generation, 0) {
      let facts = PictureFacts(
        generation: generation, image: picture.image, localTime: state.localTime, now: state.now)
      for fact in facts.facts { line.addFact(fact, .dim) }
    }
    line.draw(
      into: &buffer, rect: layout.facts.splitRight(right.columns + 2).rest, theme: state.theme)
  }
}
