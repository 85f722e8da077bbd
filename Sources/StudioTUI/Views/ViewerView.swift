import StudioCore
import TerminalScreen

/// Pictures on the whole screen, with what is told about them.
struct ViewerView {
  let state: AppState

  func draw(into buffer: inout CellBuffer) {
    for slot in state.viewerSlots where !slot.isHidden {
      if let request = state.request(for: slot) {
        PictureView(state: state, request: request).draw(into: &buffer, rect: slot.place)
      }
      if !slot.caption.isEmpty {
        caption(slot).draw(into: &buffer, rect: slot.caption, theme: state.theme)
      }
    }
    drawPanel(into: &buffer)
  }

  private func drawPanel(into buffer: inout CellBuffer) {
    let panel = state.viewerLayout.panel
    let seen = state.viewerSlots.last { !$0.isHidden }
    guard !panel.isEmpty, let seen else { return }
    let inside = FrameView(
      panes: [.init(title: DisplayText(title(of: seen)), rows: max(0, panel.rows - 2))]
    ).draw(into: &buffer, rect: panel, theme: state.theme)
    guard let inside = inside.first, !inside.isEmpty else { return }
    DetailsView(
      state: state, generation: seen.picture.generation, imageIndex: seen.picture.imageIndex
    ).draw(into: &buffer, rect: inside)
  }

  private func title(of slot: AppState.ViewerSlot) -> String {
    slot.label.map { "Details of \($0)" } ?? "Details"
  }

  private func caption(_ slot: AppState.ViewerSlot) -> StyledLine {
    let (generation, index) = (slot.picture.generation, slot.picture.imageIndex)
    var line = StyledLine()
    if let label = slot.label { line.add("\(label) ", .accent) }
    line.add(
      DisplayText(generation.request.prompt)
        .truncated(columns: max(12, slot.caption.columns / 3)).string)
    if let scale = state.viewer.look.scale { line.addFact(Self.percent(scale), .accent) }
    if generation.images.count > 1 {
      line.addFact("\(index + 1) of \(generation.images.count)", .dim)
    }
    let facts = PictureFacts(
      generation: generation, image: slot.picture.image, localTime: state.localTime,
      now: state.now)
    for fact in facts.facts { line.addFact(fact, .dim) }
    return line
  }

  private static func percent(_ scale: Double) -> String {
    scale == 1 ? "actual pixels" : "\(Int((scale * 100).rounded())) %"
  }
}
