import StudioCore
import TerminalScreen

/// Where everything is on a screen of a given size; used for drawing, for the mouse, and to know
/// what size a picture is wanted in.
struct AppLayout: Sendable, Equatable {
  enum Form: Sendable {
    /// Prompt, settings and jobs at the left, the preview beside them.
    case wide
    /// The preview below.
    case stacked
    /// One pane at a time.
    case single
    /// Too small for anything.
    case tiny
  }

  let form: Form
  let screen: Rect
  let header: Rect
  /// The last row: messages, else the keys that matter.
  let footer: Rect
  let body: Rect
  /// The rows of the body that no message of several lines lies over: where dialogs stand.
  let free: Rect

  // The insides of the studio's panes; of those that are not on the screen, empty.
  private(set) var tabs = Rect.nowhere
  private(set) var leftFrame = Rect.nowhere
  private(set) var previewFrame = Rect.nowhere
  private(set) var prompt = Rect.nowhere
  private(set) var settings = Rect.nowhere
  private(set) var jobs = Rect.nowhere
  private(set) var preview = Rect.nowhere

  // The history.
  private(set) var historyFrame = Rect.nowhere
  private(set) var historyFilter = Rect.nowhere
  private(set) var historyList = Rect.nowhere
  private(set) var historyDetailFrame = Rect.nowhere
  private(set) var historyDetail = Rect.nowhere

  static let smallest = GridSize(rows: 6, columns: 24)

  /// - Parameter messageRows: How many rows the last line takes at the moment.
  init(size: GridSize, settingCount: Int, focus: Pane, messageRows: Int = 1) {
    screen = Rect(origin: Point(row: 0, column: 0), size: size)
    form = Self.form(size)
    let (top, rest) = screen.splitTop(1)
    header = top
    (footer, body) = rest.splitBottom(1)
    free = body.splitBottom(min(body.rows, messageRows - 1)).rest
    switch form {
    case .wide: placeWide(settingCount)
    case .stacked: placeStacked(settingCount)
    case .single: placeSingle(focus)
    case .tiny: break
    }
    placeHistory()
  }

  private static func form(_ size: GridSize) -> Form {
    if size.rows < smallest.rows || size.columns < smallest.columns { return .tiny }
    if size.columns >= 100, size.rows >= 16 { return .wide }
    return size.columns >= 60 && size.rows >= 20 ? .stacked : .single
  }

  private mutating func placeWide(_ settingCount: Int) {
    let left = max(46, min(72, body.columns * 43 / 100))
    (leftFrame, previewFrame) = body.splitLeft(left)
    let rows = leftFrame.rows - 4
    let settingRows = min(settingCount + 1, max(2, rows - 6))
    let promptRows = max(2, min(12, (rows - settingRows) * 2 / 5))
    let inside = leftFrame.inset(rows: 1, columns: 2)
    prompt = inside.splitTop(promptRows).top
    settings = inside.below(prompt, rows: settingRows)
    jobs = inside.below(settings, rows: rows - promptRows - settingRows)
    preview = previewFrame.inset(rows: 1, columns: 2)
  }

  private mutating func placeStacked(_ settingCount: Int) {
    leftFrame = body
    let rows = body.rows - 4
    let promptRows = rows >= 26 ? 4 : 3
    let middleRows = min(settingCount + 1, max(4, rows / 3))
    let inside = body.inset(rows: 1, columns: 2)
    prompt = inside.splitTop(promptRows).top
    let middle = inside.below(prompt, rows: middleRows)
    let split = middle.columns * 48 / 100
    settings = middle.splitLeft(split - 1).left
    jobs = middle.splitRight(middle.columns - split - 2).right
    preview = inside.below(middle, rows: rows - promptRows - middleRows)
  }

  private mutating func placeSingle(_ focus: Pane) {
    let (top, rest) = body.splitTop(1)
    tabs = top
    let pane = rest.splitTop(rest.rows >= 11 ? 1 : 0).rest.inset(rows: 0, columns: 1)
    switch focus {
    case .prompt: prompt = pane
    case .settings: settings = pane
    case .jobs: jobs = pane
    case .preview: preview = pane
    }
  }

  private mutating func placeHistory() {
    switch form {
    case .wide:
      (historyFrame, historyDetailFrame) = body.splitLeft(max(46, body.columns * 47 / 100))
    case .stacked where body.rows >= 18:
      (historyDetailFrame, historyFrame) = body.splitBottom(max(10, body.rows / 2))
    case .stacked, .single: historyFrame = body
    case .tiny: return
    }
    let inside =
      form == .single
      ? body.inset(rows: 0, columns: 1) : historyFrame.inset(rows: 1, columns: 2)
    (historyFilter, historyList) = inside.splitTop(1)
    historyDetail = historyDetailFrame.inset(rows: 1, columns: 2)
  }
}

extension AppLayout {
  /// Whether the words about a picture stand beside it: in a low, wide pane.
  func hasSideCaption(_ pane: Rect) -> Bool { pane.rows < 14 && pane.columns >= 50 }

  /// Where the picture of a pane goes; the rest is for its caption.
  func picture(in pane: Rect) -> Rect {
    if hasSideCaption(pane) {
      return pane.splitLeft(min(pane.columns * 55 / 100, pane.rows * 3)).left
    }
    return pane.splitBottom(pane.rows >= 8 ? 2 : min(1, pane.rows)).rest
  }

  /// Where the words about it go.
  func caption(in pane: Rect) -> Rect {
    guard hasSideCaption(pane) else { return pane.splitBottom(1).bottom }
    return pane.splitRight(pane.columns - picture(in: pane).columns - 3).right
  }

  var picture: Rect { picture(in: preview) }

  /// The picture beside the history: above the details.
  var historyPicture: Rect {
    if hasSideCaption(historyDetail) { return picture(in: historyDetail) }
    // What is known of it needs nine rows, where the pane is high enough for them.
    let rows = max(historyDetail.rows * 58 / 100, historyDetail.rows - 9)
    return historyDetail.splitTop(rows).top
  }

  /// What is known of the generation, below or beside its picture.
  var historyDetails: Rect {
    if hasSideCaption(historyDetail) { return caption(in: historyDetail) }
    return historyDetail.splitTop(historyPicture.rows + 1).rest
  }

  /// The text of the help page.
  var helpBody: Rect {
    form == .single ? free.inset(rows: 0, columns: 1) : free.inset(rows: 1, columns: 3)
  }

  /// The first row to show of a list, so that the selected one is as near the middle as can be.
  static func firstRow(showing selected: Int, of count: Int, in rows: Int) -> Int {
    max(0, min(count - rows, selected - rows / 2))
  }

  /// The settings without the estimate below them.
  var settingList: Rect { settings.splitBottom(settings.rows > 2 ? 1 : 0).rest }

  /// Where a pane is, with its lines.
  func pane(at point: Point) -> Pane? {
    let places: [(Pane, Rect)] = [
      (.prompt, prompt), (.settings, settings), (.jobs, jobs), (.preview, preview),
    ]
    return places.first { !$1.isEmpty && $1.grown.contains(point) }?.0
  }
}

extension Rect {
  /// With the free column at either side, into which the selection of a list and its mark go.
  var withMargins: Rect {
    isEmpty ? self : Rect(row: row, column: column - 1, rows: rows, columns: columns + 2)
  }

  static let nowhere = Rect(row: 0, column: 0, rows: 0, columns: 0)

  /// The rows after `other`'s line below it.
  fileprivate func below(_ other: Rect, rows: Int) -> Rect {
    Rect(row: other.maxRow + 1, column: column, rows: rows, columns: columns)
  }

  /// With the line above and the columns beside it.
  fileprivate var grown: Rect {
    Rect(row: row - 1, column: column - 2, rows: rows + 1, columns: columns + 4)
  }
}

extension AppState {
  /// Where everything is now.
  var layout: AppLayout {
    AppLayout(
      size: size, settingCount: settingRowCount, focus: focus,
      messageRows: shownMessage.map { FooterView.rows(of: $0, columns: size.columns) } ?? 1)
  }

  /// Without the cost of checking the request.
  private var settingRowCount: Int {
    guard let table else { return 6 }
    return table.rules.count + desk.parameters.all.count { table[$0.name] == nil }
  }
}
