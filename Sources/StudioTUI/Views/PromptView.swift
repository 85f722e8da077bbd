import StudioCore
import TerminalScreen

/// The prompt editor, with what is wrong with the prompt below it.
struct PromptView {
  let state: AppState

  func draw(into buffer: inout CellBuffer, rect: Rect) -> Point? {
    guard !rect.isEmpty else { return nil }
    let problem = problem
    let (bottom, rest) = rect.splitBottom(problem.map { rows(of: $0, in: rect) } ?? 0)
    if let problem {
      let role: Role = problem.severity == .error ? .failure : .warning
      buffer.paragraph(problem.message, in: bottom, style: state.theme[role])
    }
    let view = EditorView(
      editor: state.desk.editor,
      placeholder: DisplayText(placeholder, lineBreaks: .kept),
      firstRow: state.desk.firstRow)
    return view.draw(into: &buffer, rect: rest, theme: state.theme).cursor
  }

  /// Where one pane fills the screen, what the last line says already is not said twice.
  private var problem: RequestProblem? {
    let problem = state.problems.first { $0.field == .prompt || $0.field == .destination }
    let isSaid = state.layout.form == .single && problem?.message == state.message?.text
    return isSaid ? nil : problem
  }

  /// As many as it needs; one is left for the prompt.
  private func rows(of problem: RequestProblem, in rect: Rect) -> Int {
    min(DisplayText(problem.message).wrapped(columns: rect.columns).count, rect.rows - 1)
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
