import TerminalScreen

extension AppState {
  /// The wheel scrolls what has the keys; a click takes the keys to a pane and selects its row.
  mutating func take(_ event: MouseEvent) -> [Effect] {
    switch event.action {
    case .wheelUp: return scroll(.listUp, at: event.point)
    case .wheelDown: return scroll(.listDown, at: event.point)
    case .press where event.button == .left:
      message = nil
      return dialogs.isEmpty ? click(event.point) : []
    case .drag where event.button == .left: dragPicture(to: event.point)
    case .press, .release, .drag: viewer.dragPoint = nil
    }
    return []
  }

  private mutating func scroll(_ command: Command, at point: Point) -> [Effect] {
    if !dialogs.isEmpty { return performInDialog(command) }
    guard place == .studio else { return perform(place == .viewer ? imageStep(command) : command) }
    let pane = layout.pane(at: point)
    switch pane {
    case .jobs: return performInJobs(command)
    case .settings where settings.typing == nil: return performInSettings(command)
    case .preview: return performInPreview(command)
    default: return []
    }
  }

  private func imageStep(_ command: Command) -> Command {
    command == .listDown ? .imageNext : .imagePrevious
  }

  private mutating func click(_ point: Point) -> [Effect] {
    let layout = layout
    if place == .history, history.isGallery {
      if let number = galleryLayout.number(at: point) {
        moveInHistory(by: history.window.top + number - history.window.selected)
      }
      return []
    }
    if place == .history {
      guard layout.historyList.contains(point) else { return [] }
      let row = history.window.top + point.row - layout.historyList.row
      moveInHistory(by: row - history.window.selected)
      return []
    }
    viewer.dragPoint = place == .viewer ? point : nil
    guard place == .studio else { return [] }
    if layout.header.contains(point) { return openPicker() }
    guard let pane = layout.pane(at: point) else { return [] }
    goToStudio(pane)
    switch pane {
    case .prompt: clickPrompt(point, layout.prompt)
    case .settings where layout.settingList.contains(point):
      let first = AppLayout.firstRow(
        showing: settings.selected, of: settingRows.count, in: layout.settingList.rows)
      selectSetting(first + point.row - layout.settings.row)
    case .jobs where layout.jobs.contains(point):
      let first = AppLayout.firstRow(
        showing: jobs.selectedRow, of: jobs.rows.count, in: layout.jobs.rows)
      selectJob(first + point.row - layout.jobs.row)
    case .settings, .jobs, .preview: break
    }
    return []
  }

  private mutating func clickPrompt(_ point: Point, _ rect: Rect) {
    guard rect.contains(point) else { return }
    desk.editor.moveCursor(
      to: Point(row: point.row - rect.row + desk.firstRow, column: point.column - rect.column))
  }
}
