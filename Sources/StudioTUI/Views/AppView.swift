import TerminalScreen

/// The whole screen, drawn from the state alone.
struct AppView {
  let state: AppState

  /// Draws everything and says where the terminal's cursor belongs, if anywhere.
  func draw(into buffer: inout CellBuffer) -> Point? {
    let layout = state.layout
    guard layout.form != .tiny else {
      drawTooSmall(into: &buffer)
      return nil
    }
    var cursor = drawPlace(layout, into: &buffer)
    for dialog in state.dialogs { cursor = draw(dialog, layout, into: &buffer) }
    if state.place != .viewer || state.viewer.details != .none || state.message != nil
      || !state.dialogs.isEmpty
    {
      FooterView(state: state).draw(into: &buffer, rect: layout.footer)
    }
    if !state.isUnicode { Glyphs.useASCII(in: &buffer) }
    return cursor
  }

  private func drawPlace(_ layout: AppLayout, into buffer: inout CellBuffer) -> Point? {
    switch state.place {
    case .viewer:
      ViewerView(state: state).draw(into: &buffer)
      return nil
    case .history:
      HeaderView(state: state).draw(into: &buffer, rect: layout.header)
      if state.history.isGallery {
        return GalleryView(state: state, layout: state.galleryLayout).draw(into: &buffer)
      }
      return HistoryView(state: state, layout: layout).draw(into: &buffer)
    case .studio:
      HeaderView(state: state).draw(into: &buffer, rect: layout.header)
      return StudioView(state: state, layout: layout).draw(into: &buffer)
    }
  }

  private func draw(
    _ dialog: Dialog, _ layout: AppLayout, into buffer: inout CellBuffer
  ) -> Point? {
    switch dialog {
    case .picker(let picker):
      PickerDialog(state: state, picker: picker).draw(into: &buffer, layout)
    case .palette(let list): PaletteDialog(state: state, list: list).draw(into: &buffer, layout)
    case .prompts(let list):
      PromptHistoryDialog(state: state, list: list).draw(into: &buffer, layout)
    case .help(let row): HelpDialog(state: state, firstRow: row).draw(into: &buffer, layout)
    case .question(let question):
      QuestionDialog(state: state, question: question).draw(into: &buffer, layout)
    }
  }

  private func drawTooSmall(into buffer: inout CellBuffer) {
    let least = AppLayout.smallest
    buffer.paragraph(
      "easel needs \(least.columns) by \(least.rows) characters; please make the window larger.",
      in: buffer.bounds, style: state.theme[.text])
    if !state.isUnicode { Glyphs.useASCII(in: &buffer) }
  }
}
