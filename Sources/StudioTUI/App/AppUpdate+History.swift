import TerminalScreen
import StudioCore

extension AppState {
  mutating func toggleHistory() -> [Effect] {
    place = place == .history ? .studio : .history
    return []
  }

  mutating func performInHistory(_ command: Command) -> [Effect] {
    if history.isFiltering { return performInFilter(command) }
    let page = max(1, layout.historyList.rows - 1)
    switch command {
    case .listDown: moveInHistory(by: 1)
    case .listUp: moveInHistory(by: -1)
    case .listPageDown: moveInHistory(by: page)
    case .listPageUp: moveInHistory(by: -page)
    case .listFirst: moveInHistory(by: -(history.window.total ?? 0))
    case .listLast: moveInHistory(by: history.window.total ?? 0)
    case .listFilter: history.isFiltering = true
    case .imageNext: stepImageInHistory(1)
    case .imagePrevious: stepImageInHistory(-1)
    case .viewerOpen, .listOpen: openViewer()
    case .historyCopyPath: return copyPath(historyImagePath)
    case .back: leaveHistory()
    default: break
    }
    return []
  }

  /// Esc takes the filter away first, then leaves.
  private mutating func leaveHistory() {
    guard !history.filter.isEmpty else { return place = .studio }
    history.filter = LineField()
    search()
  }

  mutating func moveInHistory(by rows: Int) {
    history.window.move(by: rows)
    history.imageIndex = 0
  }

  private mutating func stepImageInHistory(_ step: Int) {
    let count = history.window.selection?.images.count ?? 0
    history.imageIndex = max(0, min(history.imageIndex + step, count - 1))
  }

  var historyImagePath: String? {
    guard let generation = history.window.selection,
      generation.images.indices.contains(history.imageIndex)
    else { return nil }
    return generation.path(of: generation.images[history.imageIndex])
  }

  private mutating func performInFilter(_ command: Command) -> [Effect] {
    switch command {
    case .listOpen: history.isFiltering = false
    case .back:
      history.isFiltering = false
      history.filter = LineField()
      search()
    case .listDown: moveInHistory(by: 1)
    case .listUp: moveInHistory(by: -1)
    default: if history.filter.perform(command) { search() }
    }
    return []
  }

  mutating func typeInFilter(_ text: String) -> [Effect] {
    history.filter.insert(text)
    search()
    return []
  }

  private mutating func search() {
    history.window.search(HistoryFilter(history.filter.text).query)
  }

  // MARK: The viewer

  /// Shows the picture on the whole screen, or says that there is none.
  mutating func openViewer() {
    guard place != .viewer else { return leaveViewer() }
    guard viewedPath != nil else {
      return message = Message(kind: .remark, text: "There is no picture here yet.")
    }
    viewer.origin = place
    place = .viewer
  }

  private mutating func leaveViewer() { place = viewer.origin }

  /// The file of the picture that the viewer shows, or would show.
  var viewedPath: String? {
    (place == .viewer ? viewer.origin : place) == .history ? historyImagePath : preview.imagePath
  }

  /// What the viewer shows a picture of.
  var viewedGeneration: Generation? {
    viewer.origin == .history ? history.window.selection : preview.generation
  }

  mutating func performInViewer(_ command: Command) -> [Effect] {
    switch command {
    case .imageNext: return stepViewer(1)
    case .imagePrevious: return stepViewer(-1)
    case .viewerDetails: viewer.showsDetails.toggle()
    case .historyCopyPath: return copyPath(viewedPath)
    case .viewerOpen, .back: leaveViewer()
    default: break
    }
    return []
  }

  private mutating func stepViewer(_ step: Int) -> [Effect] {
    guard viewer.origin == .history else { return stepPreview(step) }
    let images = history.window.selection?.images.count ?? 0
    let index = history.imageIndex + step
    if (0..<images).contains(index) {
      history.imageIndex = index
    } else {
      let row = history.window.selected
      moveInHistory(by: step)
      if row == history.window.selected { return remark("There are no more pictures this way.") }
      if step < 0 { history.imageIndex = max(0, (history.window.selection?.images.count ?? 1) - 1) }
    }
    return []
  }
}
