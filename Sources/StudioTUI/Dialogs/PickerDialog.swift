import StudioCore
import TerminalScreen

/// The destinations: provider, place and name of each, whether it can be used, and why not.
struct PickerDialog {
  let state: AppState
  let picker: Picker

  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Point? {
    let rows = state.offers(for: picker)
    let inside = DialogFrame(
      title: "Destination", size: Self.size(layout.body), theme: state.theme
    ).draw(into: &buffer, layout)
    let selected = state.selectedRow(of: picker)
    let (detail, upper) = inside.splitBottom(inside.rows >= 8 ? 2 : 1)
    let drawn = FilterListView(
      theme: state.theme, filter: picker.list.filter,
      placeholder: "type to filter", count: rows.count, selected: selected,
      empty: state.isAskingOffers ? "asking the providers…" : "No destination matches."
    ).draw(into: &buffer, rect: upper) { index, buffer, rect in
      draw(rows[index], into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }
    guard rows.indices.contains(selected) else { return drawn.cursor }
    if let naming = picker.naming {
      return draw(naming, for: rows[selected], into: &buffer, rect: detail.splitBottom(1).bottom)
    }
    draw(detailsOf: rows[selected], into: &buffer, rect: detail.splitBottom(1).bottom)
    return drawn.cursor
  }

  static func size(_ body: Rect) -> GridSize {
    GridSize(rows: min(18, body.rows - 4), columns: min(92, body.columns - 8))
  }

  /// `✓ Azure OpenAI › contoso › gpt-image-2      gpt-image-2 2026-04-21`
  private func draw(_ offer: Offer, into buffer: inout CellBuffer, rect: Rect) {
    let mark = mark(offer)
    var path = offer.destination.path[...]
    while line(offer, path).columns > rect.columns, path.count > 1 { path = path.dropFirst() }
    let line = line(offer, path)
    let remark = StyledLine(remark(offer), mark.remark)
    let room = rect.columns - line.columns - 2
    line.draw(into: &buffer, rect: rect, theme: state.theme)
    guard room >= 8 else { return }
    remark.draw(
      into: &buffer, rect: rect.splitRight(min(room, remark.columns)).right, theme: state.theme)
  }

  private func line(_ offer: Offer, _ path: ArraySlice<String>) -> StyledLine {
    let mark = mark(offer)
    var line = StyledLine("\(mark.glyph) ", mark.role)
    for (index, part) in path.enumerated() {
      if index > 0 { line.add(" › ", .dim) }
      let isName = index == path.count - 1
      line.add(part, isUnavailable(offer) ? .disabled : isName ? .text : .dim)
    }
    if !offer.destination.isComplete, !isUnavailable(offer) { line.add(" › type a name", .dim) }
    return line
  }

  private func isUnavailable(_ offer: Offer) -> Bool {
    if case .unavailable = offer.readiness { true } else { false }
  }

  private func mark(_ offer: Offer) -> (glyph: String, role: Role, remark: Role) {
    switch offer.readiness {
    case .checking: (Glyphs.waiting, .waiting, .dim)
    case .ready: (Glyphs.saved, .success, .dim)
    case .untested: (Glyphs.waiting, .warning, .dim)
    case .unavailable: (Glyphs.failed, .failure, .disabled)
    }
  }

  private func remark(_ offer: Offer) -> String {
    switch offer.readiness {
    case .checking: "checking…"
    case .ready: offer.note ?? ""
    case .untested(let why): offer.note ?? why
    case .unavailable(let reason, _): reason
    }
  }

  /// The selected row in full: what the row had no room for.
  private func draw(detailsOf offer: Offer, into buffer: inout CellBuffer, rect: Rect) {
    var line = StyledLine()
    switch offer.readiness {
    case .checking: line.add("Whether it works is being found out; it can be chosen already.", .dim)
    case .ready: line.add("Ready.", .success)
    case .untested(let why): line.add(why.asSentence, .warning)
    case .unavailable(let reason, let hint):
      line.add(reason.asSentence, .failure)
      if let hint { line.add(" \(hint.asSentence)") }
    }
    line.draw(into: &buffer, rect: rect, theme: state.theme)
  }

  private func draw(
    _ naming: LineField, for offer: Offer, into buffer: inout CellBuffer, rect: Rect
  ) -> Point {
    let what = offer.destination.resource == nil ? "Model: " : "Deployment: "
    StyledLine(what, .accent).draw(into: &buffer, rect: rect, theme: state.theme)
    return LineFieldView(field: naming, placeholder: "its name, then Enter").draw(
      into: &buffer, rect: rect.splitLeft(what.count).rest, theme: state.theme)
  }
}
