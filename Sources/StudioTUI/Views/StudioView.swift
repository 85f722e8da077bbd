import TerminalScreen

/// The studio: prompt, settings, jobs and preview, beside each other, stacked, or one at a time.
struct StudioView {
  let state: AppState
  let layout: AppLayout

  /// Draws the panes; answers where the cursor belongs.
  func draw(into buffer: inout CellBuffer) -> Point? {
    drawFrames(into: &buffer)
    let cursor = PromptView(state: state).draw(into: &buffer, rect: layout.prompt)
    let typing = SettingsView(state: state).draw(into: &buffer, rect: layout.settings)
    JobsView(state: state).draw(into: &buffer, rect: layout.jobs)
    PreviewView(state: state, layout: layout).draw(into: &buffer, rect: layout.preview)
    guard state.focus == .prompt else { return typing }
    return state.isEditing ? cursor : nil
  }

  private func drawFrames(into buffer: inout CellBuffer) {
    switch layout.form {
    case .wide:
      draw([.prompt, .settings, .jobs], in: layout.leftFrame, into: &buffer)
      draw([.preview], in: layout.previewFrame, into: &buffer)
    case .stacked:
      draw([.prompt, .settings, .preview], in: layout.leftFrame, into: &buffer)
      drawMiddleLine(into: &buffer)
    case .single: drawTabs(into: &buffer)
    case .tiny: break
    }
  }

  private func draw(_ panes: [Pane], in rect: Rect, into buffer: inout CellBuffer) {
    let frame = FrameView(
      panes: panes.map { pane in
        FrameView.Pane(
          title: DisplayText(title(of: pane)), rows: inside(pane).rows,
          isFocused: state.focus == pane)
      })
    frame.draw(into: &buffer, rect: rect, theme: state.theme)
  }

  private func inside(_ pane: Pane) -> Rect {
    switch pane {
    case .prompt: layout.prompt
    case .settings: layout.settings
    case .jobs: layout.jobs
    case .preview: layout.preview
    }
  }

  private func title(of pane: Pane) -> String {
    switch pane {
    case .prompt: "Prompt"
    case .settings: "Settings"
    case .jobs: "Jobs"
    case .preview:
      PreviewTitle(state.preview).text(columns: layout.preview.columns - 2)
    }
  }

  /// The line between settings and jobs when they stand side by side.
  private func drawMiddleLine(into buffer: inout CellBuffer) {
    let style = state.theme[.border]
    let column = layout.jobs.column - 2
    let (top, bottom) = (layout.jobs.row - 1, layout.jobs.maxRow)
    buffer[top, column] = Cell("┬", width: 1, style: style)
    // The preview's title may reach this far.
    if buffer[bottom, column].base == "─" {
      buffer[bottom, column] = Cell("┴", width: 1, style: style)
    }
    for row in layout.jobs.row..<bottom { buffer[row, column] = Cell("│", width: 1, style: style) }
    if state.focus == .jobs { emphasizeJobs(from: column, in: &buffer) }
    let role: Role = state.focus == .jobs ? .titleFocused : .title
    buffer.write(" Jobs ", at: Point(row: top, column: column + 1), style: state.theme[role])
  }

  /// The lines around the jobs, when these have the keyboard.
  private func emphasizeJobs(from column: Int, in buffer: inout CellBuffer) {
    let style = state.theme[.borderFocused]
    let box = Rect(
      row: layout.jobs.row - 1, column: column, rows: layout.jobs.rows + 2,
      columns: layout.leftFrame.maxColumn - column)
    let sides = [
      box.splitTop(1).top, box.splitBottom(1).bottom, box.splitLeft(1).left,
      box.splitRight(1).right,
    ]
    for side in sides { buffer.restyle(side) { $0 = style } }
    drawPreviewTitleAgain(below: box, into: &buffer)
  }

  /// The title of the preview may reach into the lines that were just restyled.
  private func drawPreviewTitleAgain(below box: Rect, into buffer: inout CellBuffer) {
    let title = DisplayText(title(of: .preview))
    buffer.write(
      title, at: Point(row: box.maxRow - 1, column: layout.leftFrame.column + 2),
      style: state.theme[.title], columns: layout.preview.columns - 2)
  }

  private func drawTabs(into buffer: inout CellBuffer) {
    var line = StyledLine()
    for pane in Pane.allCases {
      if !line.isEmpty { line.add("  ") }
      line.add(shortTitle(of: pane), pane == state.focus ? .titleFocused : .dim)
    }
    line.draw(
      into: &buffer, rect: layout.tabs.inset(rows: 0, columns: 1), theme: state.theme)
  }

  private func shortTitle(of pane: Pane) -> String {
    switch pane {
    case .preview: "Picture"
    case .jobs where !state.jobs.rows.isEmpty: "Jobs \(state.jobs.rows.count)"
    default: title(of: pane)
    }
  }
}
