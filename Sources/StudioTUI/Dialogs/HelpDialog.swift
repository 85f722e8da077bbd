import TerminalScreen

/// The help page as lines: every command that this studio has, with its keys, and how pictures are
/// shown; first of all what is in the way of that.
struct HelpPage {
  let lines: [StyledLine]

  init(_ state: AppState) {
    let keys = CommandKeys(state.keymap)
    let width = state.layout.helpBody.columns
    let commands = CommandGroup.allCases.flatMap { group in
      let rows = group.commands.compactMap {
        HelpPage.line($0, keys.all(for: $0), columns: width)
      }
      return rows.isEmpty ? [] : [StyledLine(group.title)] + rows + [StyledLine()]
    }
    let pictures = GraphicsText(state.graphics)
    let remedy = pictures.remedy(state.keymap).map { DisplayText($0).wrapped(columns: width) } ?? []
    lines =
      remedy.map { StyledLine($0.string, .warning) } + (remedy.isEmpty ? [] : [StyledLine()])
      + commands + [StyledLine("Pictures"), StyledLine(pictures.summary, .keyLabel)]
      + pictures.missing.flatMap { DisplayText($0).wrapped(columns: width) }
      .map { StyledLine($0.string, .dim) }
  }

  private static func line(_ command: Command, _ keys: [String], columns: Int) -> StyledLine? {
    guard !keys.isEmpty else { return nil }
    let keyColumns = columns >= 60 ? 22 : 12
    var shown = DisplayText(keys[0])
    for key in keys.dropFirst().prefix(2) {
      let longer = shown + DisplayText("  \(key)")
      if longer.columns <= keyColumns - 2 { shown = longer }
    }
    var line = StyledLine()
    line.add(shown.aligned(columns: keyColumns - 2), .key)
    line.add("  ")
    line.add(columns >= 90 ? command.summary : command.title, .keyLabel)
    return line
  }
}

/// The help page in its window.
struct HelpDialog {
  let state: AppState
  let firstRow: Int

  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Point? {
    buffer.fill(layout.body, style: state.theme[.dialog])
    if state.place == .viewer { buffer.fill(layout.header, style: state.theme[.text]) }
    if layout.form != .single {
      buffer.frame(
        layout.free, style: state.theme[.dialogBorder], title: "Help",
        titleStyle: state.theme[.titleFocused])
    }
    let lines = HelpPage(state).lines
    let body = layout.helpBody
    for (index, line) in lines.dropFirst(firstRow).prefix(body.rows).enumerated() {
      line.draw(into: &buffer, rect: body.splitTop(index).rest, theme: state.theme)
    }
    return nil
  }
}
