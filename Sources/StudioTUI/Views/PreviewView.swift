import StudioCore
import TerminalScreen

/// The title of the preview: the beginning of the prompt, and which of several pictures.
struct PreviewTitle {
  private let preview: Preview

  init(_ preview: Preview) { self.preview = preview }

  func text(columns: Int) -> String {
    guard let generation = preview.generation else { return "Picture" }
    let count = generation.images.count
    let place = count > 1 ? " · \(preview.imageIndex + 1) of \(count)" : ""
    let room = min(44, columns - place.count - 2)
    return DisplayText(generation.request.prompt).truncated(columns: max(4, room)).string + place
  }
}

/// The preview: a picture with its caption, or in words what there is instead.
struct PreviewView {
  let state: AppState
  let layout: AppLayout

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    guard !rect.isEmpty else { return }
    guard let generation = state.preview.generation else {
      return drawEmpty(into: &buffer, rect: rect)
    }
    guard let image = state.preview.image else {
      return drawUnfinished(generation, into: &buffer, rect: rect)
    }
    PictureView(state: state, request: state.wantedDrawing).draw(
      into: &buffer, rect: layout.picture(in: rect))
    let caption = layout.caption(in: rect)
    if layout.hasSideCaption(rect) {
      DetailsView(state: state, generation: generation, imageIndex: state.preview.imageIndex)
        .draw(into: &buffer, rect: caption)
    } else {
      PictureFacts(
        generation: generation, image: image, localTime: state.localTime, now: state.now
      ).line.draw(into: &buffer, rect: caption, theme: state.theme)
    }
  }

  /// A partial picture where there is one that can be shown, else how far it is in words.
  private func drawUnfinished(
    _ generation: Generation, into buffer: inout CellBuffer, rect: Rect
  ) {
    guard let partial = state.partial, let request = state.wantedDrawing, canShow(request) else {
      return GenerationCard(state: state, generation: generation).draw(into: &buffer, rect: rect)
    }
    PictureView(state: state, request: request).draw(
      into: &buffer, rect: layout.picture(in: rect))
    let job = state.jobs[generation.id] ?? generation
    let time = JobText(job, progress: nil, now: state.now).elapsed
    buffer.paragraph(
      "\(partial.caption(of: job)) · not kept · \(time)", in: layout.caption(in: rect),
      style: state.theme[.dim])
  }

  private func canShow(_ request: DrawingRequest) -> Bool {
    if case .failed = state.drawings[request] { false } else { true }
  }

  /// Nothing was ever made: how to begin.
  private func drawEmpty(into buffer: inout CellBuffer, rect: Rect) {
    let columns = min(rect.columns, 64)
    let lines =
      (["Your picture appears here.", ""] + beginning + state.notices.flatMap { ["", $0] })
      .flatMap { DisplayText($0).wrapped(columns: columns) }
    let area = rect.centered(GridSize(rows: lines.count, columns: rect.columns))
    for (index, line) in lines.enumerated() where index < area.rows {
      StyledLine(line.string, index == 0 ? .text : .dim).draw(
        into: &buffer, rect: area.splitTop(index).rest, theme: state.theme, alignment: .center)
    }
  }

  private var beginning: [String] {
    guard state.desk.destination?.isComplete != false else {
      return ["\(key(.pickerOpen)) chooses who makes it; then write what you want to see."]
    }
    return [
      "Write what you want to see, then press \(key(.promptGenerate)).",
      "\(key(.pickerOpen)) chooses who makes it, \(key(.helpOpen)) shows every key.",
    ]
  }

  private func key(_ command: Command) -> String {
    state.keymap.chords(for: command, in: [.editor, .global]).first?.description
      ?? "“\(command.title)”"
  }
}

extension JobProgress.Partial {
  /// `partial 2 of 3`
  fileprivate func caption(of job: Generation) -> String {
    let parameters = job.request.parameters
    let wished = parameters.partials * parameters.count
    return number <= wished ? "partial \(number) of \(wished)" : "partial \(number)"
  }
}

/// A wanted drawing in the middle of its place, or why it is not there.
struct PictureView {
  let state: AppState
  let request: DrawingRequest?
  /// Whether nothing is said while it is drawn.
  var isQuiet = false

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    guard let request else { return }
    switch state.drawings[request] {
    case .sketched(let picture), .ready(let picture): show(picture, into: &buffer, rect)
    case .failed(let reason): say(reason, .failure, into: &buffer, rect)
    case .pending, nil:
      if request == state.drawingWait.wanted, let before = state.drawingWait.standIn {
        show(before.picture, into: &buffer, rect)
      } else if !isQuiet {
        say("drawing…", .dim, into: &buffer, rect)
      }
    }
  }

  private func show(_ picture: FittedPicture, into buffer: inout CellBuffer, _ rect: Rect) {
    buffer.place(picture, at: rect.centered(picture.size).origin, clippedTo: rect)
  }

  private func say(_ text: String, _ role: Role, into buffer: inout CellBuffer, _ rect: Rect) {
    let lines = DisplayText(text).wrapped(columns: max(1, rect.columns - 4)).count
    let area = rect.inset(rows: 0, columns: 2)
    buffer.paragraph(
      text, in: area.centered(GridSize(rows: lines, columns: area.columns)),
      style: state.theme[role], alignment: .center)
  }
}
