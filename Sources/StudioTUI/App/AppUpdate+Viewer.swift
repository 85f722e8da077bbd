import Pictures
import StudioCore
import TerminalScreen

extension AppState {
  /// Shows the picture on the whole screen, or says that there is none.
  mutating func openViewer() {
    guard place != .viewer else { return leaveViewer() }
    guard viewedPicture != nil else {
      return message = Message(kind: .remark, text: "There is no picture here yet.")
    }
    viewer.origin = place
    viewer.look = PictureLook()
    viewer.comparison = nil
    place = .viewer
  }

  private mutating func leaveViewer() { place = viewer.origin }

  /// The picture that the viewer shows, or would show.
  var viewedPicture: ViewedPicture? {
    (place == .viewer ? viewer.origin : place) == .history
      ? ViewedPicture(history.window.selection, history.imageIndex)
      : ViewedPicture(preview.generation, preview.imageIndex)
  }

  mutating func performInViewer(_ command: Command) -> [Effect] {
    switch command {
    case .imageNext: return stepViewer(1)
    case .imagePrevious: return stepViewer(-1)
    case .viewerLeft: return pan(x: -1, y: 0) ?? stepViewer(-1)
    case .viewerRight: return pan(x: 1, y: 0) ?? stepViewer(1)
    case .viewerUp: return pan(x: 0, y: -1) ?? []
    case .viewerDown: return pan(x: 0, y: 1) ?? []
    case .viewerZoomIn: zoom { $0.zoomIn($1) }
    case .viewerZoomOut: zoom { $0.zoomOut($1) }
    case .viewerActual: zoom { look, _ in look.showActualPixels() }
    case .viewerFit: viewer.look = PictureLook()
    case .viewerDetails: viewer.details = viewer.details.next
    case .historyCopyPath: return copyPath(viewedPicture?.path)
    case .viewerOpen: leaveViewer()
    case .back: stepBackInViewer()
    default: break
    }
    return []
  }

  /// Esc ends a comparison first.
  private mutating func stepBackInViewer() {
    guard viewer.comparison != nil else { return leaveViewer() }
    viewer.comparison = nil
  }

  private mutating func stepViewer(_ step: Int) -> [Effect] {
    if viewer.comparison == nil { viewer.look = PictureLook() }
    return viewer.origin == .history ? stepInHistory(step) : stepPreview(step)
  }

  private mutating func stepInHistory(_ step: Int) -> [Effect] {
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

  // MARK: Zoom

  private mutating func zoom(_ change: (inout PictureLook, PictureLook.Frame) -> Void) {
    guard let frame = viewerFrame else {
      return message = Message(
        kind: .remark, text: "The size of this picture is not known, so it is shown whole.")
    }
    change(&viewer.look, frame)
  }

  /// Moves what is seen; nil where the whole picture is.
  private mutating func pan(x: Int, y: Int) -> [Effect]? {
    guard let frame = viewerFrame, viewer.look.view(frame).part != nil else { return nil }
    viewer.look.pan(x: x, y: y, frame)
    return []
  }

  /// Moves the picture with the mouse that holds it.
  mutating func dragPicture(to point: Point) {
    guard let before = viewer.dragPoint, let frame = viewerFrame else { return }
    viewer.dragPoint = point
    viewer.look.drag(
      columns: point.column - before.column, rows: point.row - before.row, frame)
  }

  /// What the zoom is about: the picture that was chosen, in its place.
  private var viewerFrame: PictureLook.Frame? {
    guard let size = viewedPicture?.size, let place = viewerSlots.last?.place else { return nil }
    return PictureLook.Frame(picture: size, box: place.size, cell: fitter.cell)
  }

  // MARK: Comparing

  /// Marks the picture that is shown here, so that others can be compared with it.
  mutating func markPicture() -> [Effect] {
    guard let picture = viewedPicture else { return remark("There is no picture to mark here.") }
    if viewer.marked?.isSame(as: picture) == true {
      viewer.marked = nil
      viewer.comparison = nil
      tell("The mark is taken away.")
    } else {
      viewer.marked = picture
      let key = keymap.chords(for: .viewerCompare, in: contexts).first?.description ?? "Compare"
      tell("Marked. On another picture, \(key) compares the two.")
    }
    return []
  }

  /// Goes over to a way of comparing, or back to one picture where it is that way already.
  mutating func compare(_ command: Command) -> [Effect] {
    if place != .viewer { openViewer() }
    viewer.comparison =
      switch (command, viewer.comparison) {
      case (.viewerCompare, .beside): nil
      case (.viewerCompare, _): .beside
      case (_, .marked): .other
      default: .marked
      }
    return []
  }

  /// Why two pictures cannot be compared here; nil where they can.
  var reasonAgainstComparing: String? {
    guard let picture = viewedPicture else { return "There is no picture to compare here." }
    guard let marked = viewer.marked else {
      return "Mark a picture first (\(markKey)), then compare another one with it."
    }
    guard marked.isSame(as: picture), viewer.comparison == nil else { return nil }
    return "This picture is the marked one: go to the one to compare it with."
  }

  private var markKey: String {
    keymap.chords(for: .viewerMark, in: contexts).first?.description ?? "Mark"
  }

  // MARK: What is seen

  /// A picture of the viewer in its place.
  struct ViewerSlot: Sendable {
    var picture: ViewedPicture
    var place: Rect
    var caption: Rect
    /// Says which one it is, when two are compared.
    var label: String?
    /// Whether it is the other one's turn in the same place.
    var isHidden = false
  }

  var viewerLayout: ViewerLayout {
    ViewerLayout(
      Rect(origin: Point(row: 0, column: 0), size: size), details: viewer.details,
      count: viewer.comparison == .beside ? 2 : 1)
  }

  /// The pictures of the viewer; the chosen one comes last.
  var viewerSlots: [ViewerSlot] {
    guard let shown = viewedPicture else { return [] }
    let layout = viewerLayout
    guard let marked = viewer.marked, let comparison = viewer.comparison else {
      return [ViewerSlot(picture: shown, place: layout.pictures[0], caption: layout.captions[0])]
    }
    return [(marked, "A"), (shown, "B")].enumerated().map { index, slot in
      let place = comparison == .beside ? index : 0
      return ViewerSlot(
        picture: slot.0, place: layout.pictures[place], caption: layout.captions[place],
        label: slot.1,
        isHidden: index == 0 ? comparison == .other : comparison == .marked)
    }
  }

  /// The drawing for a place of the viewer.
  func request(for slot: ViewerSlot) -> DrawingRequest? {
    guard slot.place.rows > 0, slot.place.columns > 1 else { return nil }
    let view = slot.picture.size.map {
      viewer.look.view(.init(picture: $0, box: slot.place.size, cell: fitter.cell))
    }
    return DrawingRequest(
      path: slot.picture.path, box: view?.box ?? slot.place.size, fitter: fitter, part: view?.part)
  }
}
