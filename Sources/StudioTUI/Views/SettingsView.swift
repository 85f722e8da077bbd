import StudioCore
import TerminalScreen

/// The settings: one row a parameter, and what the request will probably cost and take.
struct SettingsView {
  let state: AppState
  private static let labelColumns = 12

  /// Draws the rows; answers where the cursor belongs while a value is typed.
  func draw(into buffer: inout CellBuffer, rect: Rect) -> Point? {
    guard rect.rows > 0 else { return nil }
    let (bottom, list) = rect.splitBottom(rect.rows > 2 ? 1 : 0)
    estimate.draw(into: &buffer, rect: bottom, theme: state.theme)
    let rows = state.settingRows
    let selected = max(0, min(state.settings.selected, rows.count - 1))
    let first = AppLayout.firstRow(showing: selected, of: rows.count, in: list.rows)
    let isFocused = state.focus == .settings
    ListView(
      count: rows.count, selected: isFocused ? selected : -1, first: first, isFocused: isFocused
    ) { index, buffer, rect in
      draw(rows[index], into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }.draw(into: &buffer, rect: list.withMargins, theme: state.theme)
    guard isFocused, let typing = state.settings.typing else { return nil }
    return draw(typing, into: &buffer, row: list.row + selected - first, list)
  }

  private func draw(_ row: SettingRow, into buffer: inout CellBuffer, rect: Rect) {
    let isSet = row.value != nil
    let field = FieldRow(
      label: DisplayText(row.name.label), value: DisplayText(row.shown),
      reason: DisplayText(remark(on: row)),
      state: row.reason != nil ? .disabled : isWrong(row) ? .wrong : .normal,
      labelColumns: Self.labelColumns)
    field.draw(into: &buffer, rect: rect, theme: state.theme)
    guard !isSet, row.reason == nil else { return }
    let value = rect.splitLeft(Self.labelColumns).rest
    buffer.restyle(value) { $0 = state.theme[.dim] }
  }

  private func isWrong(_ row: SettingRow) -> Bool { row.problem?.severity == .error }

  private func remark(on row: SettingRow) -> String {
    if let reason = row.reason { return reason }
    if let problem = row.problem { return problem.message }
    return row.rule?.note.map { "· \($0)" } ?? ""
  }

  private func draw(
    _ typing: LineField, into buffer: inout CellBuffer, row: Int, _ list: Rect
  ) -> Point {
    let line = Rect(row: row, column: list.column, rows: 1, columns: list.columns)
    let field = line.splitLeft(Self.labelColumns).rest
    buffer.fill(field, style: state.theme[.editor])
    return LineFieldView(field: typing).draw(into: &buffer, rect: field, theme: state.theme)
  }

  /// `about $0.50 · usually 70 s here`; nothing where nothing can be sent.
  private var estimate: StyledLine {
    var line = StyledLine()
    guard state.standing.isConfigured, let answer = state.estimate.answer else { return line }
    switch (answer.cost.amount, answer.cost.basis) {
    case (.some(0), _): line.addFact("costs nothing", .dim)
    case (.some(let amount), .actual):
      line.addFact("\(Format.money(amount, currency: answer.cost.currency))", .dim)
    case (.some(let amount), _):
      line.addFact("about \(Format.money(amount, currency: answer.cost.currency))", .dim)
    case (nil, _): line.addFact("price unknown", .dim)
    }
    if let seconds = answer.typicalSeconds {
      line.addFact("usually \(Int(seconds.rounded())) s here", .dim)
    }
    return line
  }
}
