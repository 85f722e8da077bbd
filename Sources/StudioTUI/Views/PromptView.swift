import StudioCore
import TerminalScreen

/// The prompt editor, with what is wrong with the prompt below it.
struct PromptView {
  let state: AppState

  func draw(into buffer: inout CellBuffer, rect: Rect) -> Point? {
    guard !rect.isEmpty else { return nil }
    let problem = state.problems.first { $0.field == .prompt || $0.field == .destination }
    let (bottom, rest) = rect.splitBottom(problem == nil || rect.rows < 2 ? 0 : 1)
    if let problem {
      let role: Role = problem.severity == .error ? .failure : .warning
      StyledLine(problem.message, role).draw(into: &buffer, rect: bottom, theme: state.theme)
    }
    let view = EditorView(
      editor: state.desk.editor,
      placeholder: DisplayText(placeholder, lineBreaks: .kept),
      firstRow: state.desk.firstRow)
    return view.draw(into: &buffer, rect: rest, theme: state.theme).cursor
  }

  /// How to begin; where the prompt is all that is seen, also what an empty preview would say.
  private var placeholder: String {
    let key =
      state.keymap.chords(for: .promptGenerate, in: [.editor]).first?.description ?? "Enter"
    let isAlone = state.layout.form == .single && state.preview.generation == nil
    return (["Describe the picture, then press \(key)."] + (isAlone ? state.notices : []))
      .joined(separator: "\n\n")
  }
}
