import Pictures
import TerminalScreen

/// How a picture is looked at on the whole screen: all of it, or a part in a scale.
struct PictureLook: Hashable, Sendable {
  /// The picture and the place for it, which all scales are about.
  struct Frame: Hashable, Sendable {
    var picture: PixelSize
    var box: GridSize
    var cell: CellGeometry

    /// The scale in which all of the picture is as large as there is room.
    var fittingScale: Double {
      let across = Double(box.columns * cell.pixelWidth) / Double(max(1, picture.width))
      let down = Double(box.rows * cell.pixelHeight) / Double(max(1, picture.height))
      return min(across, down)
    }
  }

  /// What is drawn: a part of the picture, nil for all of it, and the most cells it takes.
  struct View: Hashable, Sendable {
    var part: PixelRect?
    var box: GridSize
  }

  /// One step of the zoom.
  private static let step = 1.5
  private static let largestScale = 16.0

  /// Pixels of the screen for one of the picture; nil shows all of it, as large as there is room.
  private(set) var scale: Double?
  /// What is in the middle, as fractions of the picture's sides.
  private var middleX = 0.5
  private var middleY = 0.5

  /// One pixel of the screen for each of the picture.
  mutating func showActualPixels() { scale = 1 }

  mutating func zoomIn(_ frame: Frame) { zoom(by: Self.step, frame) }
  mutating func zoomOut(_ frame: Frame) { zoom(by: 1 / Self.step, frame) }

  /// No step passes over the whole picture or over actual pixels.
  private mutating func zoom(by factor: Double, _ frame: Frame) {
    let whole = frame.fittingScale
    let old = scale ?? whole
    let smallest = min(whole, 1)
    let wanted = min(max(old * factor, smallest), max(Self.largestScale, whole))
    let stops = [whole, 1].filter { ($0 - old) * ($0 - wanted) < 0 }
    let new = stops.min { abs($0 - old) < abs($1 - old) } ?? wanted
    scale = abs(new / whole - 1) < 0.001 ? nil : new
  }

  /// Moves what is seen by a quarter of it, as far as the picture goes.
  mutating func pan(x: Int, y: Int, _ frame: Frame) {
    guard let part = view(frame).part else { return }
    let picture = frame.picture
    middleX = Self.moved(part.x, part.size.width, x, in: picture.width)
    middleY = Self.moved(part.y, part.size.height, y, in: picture.height)
  }

  private static func moved(_ start: Int, _ length: Int, _ steps: Int, in side: Int) -> Double {
    let wanted = start + steps * max(1, length / 4)
    let new = min(max(0, wanted), side - length)
    return (Double(new) + Double(length) / 2) / Double(side)
  }

  /// Moves the picture by so many cells, as if it were dragged, as far as it goes.
  mutating func drag(columns: Int, rows: Int, _ frame: Frame) {
    guard let scale, let part = view(frame).part else { return }
    let (picture, cell) = (frame.picture, frame.cell)
    middleX = Self.dragged(
      middleX, by: Double(columns * cell.pixelWidth) / scale, part.size.width, in: picture.width)
    middleY = Self.dragged(
      middleY, by: Double(rows * cell.pixelHeight) / scale, part.size.height, in: picture.height)
  }

  private static func dragged(
    _ middle: Double, by pixels: Double, _ length: Int, in side: Int
  ) -> Double {
    let margin = Double(length) / 2 / Double(side)
    return min(max(margin, middle - pixels / Double(side)), 1 - margin)
  }

  func view(_ frame: Frame) -> View {
    guard let scale else { return View(part: nil, box: frame.box) }
    let (columns, width) = Self.seen(
      frame.picture.width, scale, room: frame.box.columns, cell: frame.cell.pixelWidth)
    let (rows, height) = Self.seen(
      frame.picture.height, scale, room: frame.box.rows, cell: frame.cell.pixelHeight)
    let part = PixelRect(
      x: Self.start(middleX, width, in: frame.picture.width),
      y: Self.start(middleY, height, in: frame.picture.height),
      size: PixelSize(width: width, height: height))
    return View(
      part: part.size == frame.picture ? nil : part, box: GridSize(rows: rows, columns: columns))
  }

  /// Along one side: the cells that are needed, as far as there is room, and the picture's pixels in
  /// them.
  private static func seen(
    _ side: Int, _ scale: Double, room: Int, cell: Int
  ) -> (cells: Int, pixels: Int) {
    let needed = Int((Double(side) * scale / Double(cell)).rounded())
    guard needed > room else { return (max(1, needed), side) }
    let pixels = Int((Double(room * cell) / scale).rounded())
    return (room, min(max(1, pixels), side))
  }

  private static func start(_ middle: Double, _ length: Int, in side: Int) -> Int {
    min(max(0, Int((middle * Double(side) - Double(length) / 2).rounded())), side - length)
  }
}
