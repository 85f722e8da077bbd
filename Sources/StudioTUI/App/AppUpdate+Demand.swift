import StudioCore
import TerminalScreen

extension AppState {
  /// What the screen shows a place for and does not have yet. Called after each batch; asks for
  /// each thing once.
  mutating func demand() -> [Effect] {
    let layout = layout
    wrapPrompt(layout.prompt)
    let grid = historyGrid
    history.window.show(rows: grid.rows, columns: grid.columns)
    return historyDemand() + drawingDemand() + estimateDemand() + draftDemand() + offerDemand()
  }

  /// Wraps the prompt to its pane and keeps the cursor's row in sight.
  private mutating func wrapPrompt(_ pane: Rect) {
    guard !pane.isEmpty else { return }
    desk.editor.columns = EditorView.textColumns(in: pane.columns)
    let rows = desk.editor.layout(columns: desk.editor.columns).rows.count
    desk.firstRow = ListView.first(
      showing: desk.editor.cursorPoint.row, of: rows, in: pane.rows, from: desk.firstRow)
  }

  /// The first page is read ahead, so that the history is there when it is opened.
  private mutating func historyDemand() -> [Effect] {
    let isShown = place == .history || (place == .viewer && viewer.origin == .history)
    guard isShown || history.window.total == nil else { return [] }
    return history.window.reads(rows: historyGrid.rows * historyGrid.columns).map {
      .readHistory($0)
    }
  }

  /// The drawings that belong on the screen now, as far as there are pictures and room for them; the
  /// most wanted comes first.
  var wantedDrawings: [DrawingRequest] {
    switch place {
    case .studio: [drawing(of: previewPath, in: layout.picture)].compactMap(\.self)
    case .history where history.isGallery: wantedThumbnails
    case .history: [drawing(of: historyImagePath, in: layout.historyPicture)].compactMap(\.self)
    case .viewer: viewerSlots.reversed().sorted { !$0.isHidden && $1.isHidden }.compactMap(request)
    }
  }

  /// The file that the preview shows: a picture or, while that is being made, what there is of it.
  private var previewPath: String? { preview.imagePath ?? partial?.path }

  /// The partial picture of the generation in the preview, while that is being made.
  var partial: JobProgress.Partial? {
    guard preview.image == nil, let generation = preview.generation else { return nil }
    return jobs.progress(of: generation.id)?.partial
  }

  /// The most wanted drawing.
  var wantedDrawing: DrawingRequest? { wantedDrawings.first }

  private func drawing(of path: String?, in box: Rect) -> DrawingRequest? {
    guard let path, box.rows > 0, box.columns > 1 else { return nil }
    return DrawingRequest(path: path, box: box.size, fitter: fitter)
  }

  /// While a person moves through the history nothing is drawn but what is there already.
  private mutating func drawingDemand() -> [Effect] {
    let before = drawingWait.wanted
    let requests = wantedDrawings
    let wanted = requests.first
    drawingWait.note(wanted, wanted.flatMap { drawings[$0] })
    if place == .history, history.isGallery { drawingWait.standIn = nil }
    guard let wanted else { return drawings.want([]).map { [.draw($0)] } ?? [] }
    if drawings[wanted] == nil, wanted != before {
      let isOther = before?.box == wanted.box && before?.path != wanted.path
      drawingWait.isOver = place != .history || history.isGallery || !isOther
      if !drawingWait.isOver { return [.wake(.drawing, after: DrawingWait.stillness)] }
    }
    guard drawings[wanted] != nil || drawingWait.isOver, let orders = drawings.want(requests)
    else { return [] }
    let alarm = Effect.wake(.drawing, after: DrawingWait.patience)
    return [.draw(orders)] + (orders.isEmpty || drawingWait.standIn == nil ? [] : [alarm])
  }

  mutating func drawingMomentPassed() -> [Effect] {
    if let wanted = drawingWait.wanted, drawings[wanted] == .pending {
      drawingWait.standIn = nil
    } else {
      drawingWait.isOver = true
    }
    return []
  }

  private mutating func estimateDemand() -> [Effect] {
    guard place == .studio, let request = request(), request.destination.isComplete else {
      return []
    }
    let question = EstimateLine.Question(request)
    guard question != estimate.asked else { return [] }
    if question.destination != estimate.asked?.destination { estimate.answer = nil }
    estimate.asked = question
    return [.estimate(request)]
  }

  private mutating func draftDemand() -> [Effect] {
    guard desk.isLoaded, !draftKeeping.isAlarmSet, draft != draftKeeping.saved else { return [] }
    draftKeeping.isAlarmSet = true
    return [.wake(.saveDraft, after: .seconds(1))]
  }
}
