import TerminalScreen

/// Where the parts of the viewer are.
struct ViewerLayout: Sendable {
  /// The places of one picture, or of two beside each other.
  private(set) var pictures: [Rect]
  /// The line about each; empty where nothing is told.
  private(set) var captions: [Rect]
  /// Everything about the picture.
  private(set) var panel = Rect.nowhere

  /// The footer's row is left free where something is told.
  init(_ screen: Rect, details: ViewerPane.Details, count: Int) {
    var area = details == .none ? screen : screen.splitBottom(1).rest
    if details == .panel { (panel, area) = Self.panel(in: area) }
    let places = count == 2 ? Self.halves(of: area) : [area]
    let rows = details == .none ? 0 : 1
    pictures = places.map { $0.splitBottom(rows).rest }
    captions = places.map { $0.splitBottom(rows).bottom.inset(rows: 0, columns: 1) }
  }

  private static func panel(in area: Rect) -> (Rect, Rect) {
    if area.columns >= 80 { return area.splitRight(min(48, area.columns * 2 / 5)) }
    return area.splitBottom(min(11, area.rows / 2))
  }

  /// With a free column or none between them, so that both are as large as can be: a cell is about
  /// twice as high as wide.
  private static func halves(of area: Rect) -> [Rect] {
    guard area.columns >= 2 * area.rows else {
      let (top, bottom) = area.splitTop(area.rows / 2)
      return [top, bottom]
    }
    let width = (area.columns - 1) / 2
    return [area.splitLeft(width).left, area.splitRight(width).right]
  }
}
