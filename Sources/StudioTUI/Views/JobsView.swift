import StudioCore
import TerminalScreen

/// The jobs: phase, time and prompt of each. Every column keeps its width.
struct JobsView {
  let state: AppState

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    guard !rect.isEmpty else { return }
    let rows = state.jobs.rows
    guard !rows.isEmpty else { return drawEmpty(into: &buffer, rect: rect) }
    let selected = state.jobs.selectedRow
    let first = AppLayout.firstRow(showing: selected, of: rows.count, in: rect.rows)
    let isFocused = state.focus == .jobs
    ListView(
      count: rows.count, selected: isFocused ? selected : -1, first: first, isFocused: isFocused
    ) { index, buffer, rect in
      draw(rows[index], into: &buffer, rect: rect.inset(rows: 0, columns: 1))
    }.draw(into: &buffer, rect: rect.withMargins, theme: state.theme)
  }

  private func drawEmpty(into buffer: inout CellBuffer, rect: Rect) {
    buffer.paragraph(
      "No jobs. What you generate is listed here until it is done.", in: rect,
      style: state.theme[.placeholder])
  }

  private func draw(_ job: Generation, into buffer: inout CellBuffer, rect: Rect) {
    let text = JobText(job, progress: state.jobs.progress(of: job.id), now: state.now)
    let phaseColumns = rect.columns >= 40 ? 17 : 13
    let (glyph, rest) = rect.splitLeft(2)
    let (phase, afterPhase) = rest.splitLeft(phaseColumns)
    let (time, prompt) = afterPhase.splitLeft(6)
    StyledLine(job.state.glyph, job.state.role).draw(
      into: &buffer, rect: glyph, theme: state.theme)
    let isHeld = state.jobs.isHeld(job.id)
    if !isHeld, var countdown = text.countdown {
      countdown.add("  \(job.request.prompt)", .text)
      return countdown.draw(into: &buffer, rect: rest, theme: state.theme)
    }
    let words = isHeld ? StyledLine("on hold") : text.phase(columns: phaseColumns, role: .text)
    words.draw(
      into: &buffer, rect: phase, theme: state.theme)
    StyledLine(text.elapsed, .dim).draw(
      into: &buffer, rect: time.splitLeft(5).left, theme: state.theme, alignment: .right)
    StyledLine(job.request.prompt, job.state.isJob ? .text : .dim).draw(
      into: &buffer, rect: prompt.splitLeft(1).rest, theme: state.theme)
  }
}
