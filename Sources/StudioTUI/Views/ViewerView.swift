import StudioCore
import TerminalScreen

/// One picture on the whole screen, with a line about it unless only the picture is wanted.
struct ViewerView {
  let state: AppState
  let layout: AppLayout

  func draw(into buffer: inout CellBuffer) {
    let showsDetails = state.viewer.showsDetails
    PictureView(state: state).draw(
      into: &buffer, rect: layout.viewerPicture(details: showsDetails))
    guard showsDetails, let generation = state.viewedGeneration else { return }
    let row = layout.screen.splitBottom(2).bottom.splitTop(1).top.inset(rows: 0, columns: 1)
    caption(generation).draw(into: &buffer, rect: row, theme: state.theme)
  }

  private func caption(_ generation: Generation) -> StyledLine {
    let index =
      state.viewer.origin == .history ? state.history.imageIndex : state.preview.imageIndex
    var line = StyledLine(
      DisplayText(generation.request.prompt).truncated(columns: max(12, state.size.columns / 3))
        .string)
    if generation.images.count > 1 {
      line.addFact("\(index + 1) of \(generation.images.count)", .dim)
    }
    guard generation.images.indices.contains(index) else { return line }
    let facts = PictureFacts(
      generation: generation, image: generation.images[index], localTime: state.localTime,
      now: state.now)
    for fact in facts.facts { line.addFact(fact, .dim) }
    return line
  }
}
