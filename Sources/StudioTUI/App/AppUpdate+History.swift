import TerminalScreen
import StudioCore

extension AppState {
  mutating func toggleHistory() -> [Effect] {
    place = place == .history ? .studio : .history
    return []
  }

  mutating func performInHistory(_ command: Command) -> [Effect] {
    if history.isFiltering { return performInFilter(command) }
    let grid = historyGrid
    let page = max(1, grid.rows - (history.isGallery ? 0 : 1)) * grid.columns
    switch command {
    case .listDown: moveInHistory(by: grid.columns)
    case .listUp: moveInHistory(by: -grid.columns)
    case .viewerRight: history.isGallery ? moveInHistory(by: 1) : stepImageInHistory(1)
    case .viewerLeft: history.isGallery ? moveInHistory(by: -1) : stepImageInHistory(-1)
    case .historyGallery: history.isGallery.toggle()
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

  // MARK: The gallery

  /// Rows and columns of the history that are on the screen.
  var historyGrid: GridSize {
    guard history.isGallery else {
      return GridSize(rows: layout.historyList.rows, columns: 1)
    }
    let gallery = galleryLayout
    return GridSize(rows: gallery.rows, columns: gallery.columns)
  }

  var galleryLayout: GalleryLayout { GalleryLayout(layout.body) }

  /// The thumbnails of the cells that are seen; the selected one is wanted most.
  var wantedThumbnails: [DrawingRequest] {
    let layout = galleryLayout
    let numbers = (0..<layout.count).sorted { first, second in
      abs(first + history.window.top - history.window.selected)
        < abs(second + history.window.top - history.window.selected)
    }
    return numbers.compactMap { number in
      history.window.generation(at: history.window.top + number)
        .flatMap { thumbnail(of: $0, in: layout.picture(number)) }
    }
  }

  /// The drawing of a generation's first picture as a thumbnail.
  func thumbnail(of generation: Generation, in box: Rect) -> DrawingRequest? {
    guard let picture = ViewedPicture(generation, 0), box.rows > 0, box.columns > 1 else {
      return nil
    }
    return DrawingRequest(
      path: picture.path, box: box.size, fitter: fitter, thumbnailOf: picture.image.sha256)
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
}
