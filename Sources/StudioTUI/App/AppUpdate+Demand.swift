import StudioCore
import TerminalScreen

extension AppState {
  /// What the screen shows a place for and does not have yet. Called after each batch; asks for
  /// each thing once.
  mutating func demand() -> [Effect] {
    let layout = layout
    wrapPrompt(layout.prompt)
    history.window.show(rows: layout.historyList.rows)
    return historyDemand() + drawingDemand() + estimateDemand() + draftDemand()
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
    return history.window.reads(rows: layout.historyList.rows).map { .readHistory($0) }
  }

  /// The drawing that belongs on the screen now, if there is a picture and room for it.
  var wantedDrawing: DrawingRequest? {
    let box: Rect
    let path: String?
    switch place {
    case .studio: (box, path) = (layout.picture, preview.imagePath)
    case .history: (box, path) = (layout.historyPicture, historyImagePath)
    case .viewer: (box, path) = (layout.viewerPicture(details: viewer.showsDetails), viewedPath)
    }
    guard let path, box.rows > 0, box.columns > 1 else { return nil }
    return DrawingRequest(path: path, box: box.size)
  }

  /// While a person moves through the history nothing is drawn but what is there already.
  private mutating func drawingDemand() -> [Effect] {
    let before = drawingWait.wanted
    let wanted = wantedDrawing
    drawingWait.note(wanted, wanted.flatMap { drawings[$0] })
    guard let wanted else { return [] }
    if drawings[wanted] == nil, wanted != before {
      drawingWait.isOver = place != .history || before?.box != wanted.box
      if !drawingWait.isOver { return [.wake(.drawing, after: DrawingWait.stillness)] }
    }
    guard drawings[wanted] != nil || drawingWait.isOver, drawings.want(wanted) else { return [] }
    let alarm = Effect.wake(.drawing, after: DrawingWait.patience)
    return [.draw(wanted)] + (drawingWait.standIn == nil ? [] : [alarm])
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
    guard let request = request(), request.destination.isComplete else { return [] }
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
