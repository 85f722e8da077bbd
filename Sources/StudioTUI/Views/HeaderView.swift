import StudioCore
import TerminalScreen

/// The top line: where requests go, and what is going on.
struct HeaderView {
  let state: AppState

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    buffer.fill(rect, style: state.theme[.topBar])
    let inside = rect.inset(rows: 0, columns: 1)
    let counts = fittingCounts(inside.columns)
    counts.draw(into: &buffer, rect: inside, theme: state.theme, alignment: .right)
    let room = inside.splitLeft(inside.columns - counts.columns - (counts.isEmpty ? 0 : 2)).left
    fittingTitle(room.columns).draw(into: &buffer, rect: room, theme: state.theme)
  }

  /// The name and the destination; its first parts are left out where there is no room.
  private func fittingTitle(_ columns: Int) -> StyledLine {
    var path = (state.desk.destination?.path ?? [])[...]
    if state.desk.destination?.isComplete == false { path.append("choose a model (F2)") }
    while title(path).columns > columns, path.count > 1 { path = path.dropFirst() }
    return title(path)
  }

  /// What speaks against the destination; nothing before it is known which one it is.
  private var mark: (text: String, role: Role)? {
    state.desk.destination == nil ? nil : state.standing.mark
  }

  private func title(_ path: ArraySlice<String>) -> StyledLine {
    var line = StyledLine("easel", .brand)
    for (index, part) in path.enumerated() {
      line.add(index == 0 ? "   " : " › ", .dim)
      line.add(part, index == path.count - 1 ? .text : .dim)
    }
    if let mark {
      line.add(" · ", .dim)
      line.add(mark.text, mark.role)
    }
    return line
  }

  /// Running, waiting, spent; from the right as much as leaves half of the line for the title.
  private func fittingCounts(_ columns: Int) -> StyledLine {
    let full = counts(withSpending: true)
    let line = full.columns <= columns / 2 ? full : counts(withSpending: false)
    return line.columns <= columns / 2 ? line : StyledLine()
  }

  private func counts(withSpending: Bool) -> StyledLine {
    var line = StyledLine()
    let (running, waiting) = (state.jobs.running, state.jobs.waiting)
    if running > 0 { line.addFact("\(running) running", .running) }
    if waiting > 0 { line.addFact("\(waiting) waiting", .waiting) }
    if withSpending, state.spending.amount > 0 {
      let about = state.spending.isActual ? "" : "about "
      line.addFact("\(about)\(Format.money(state.spending.amount)) today", .dim)
    }
    return line
  }
}
