internal import CSymbols
public import Pictures

/// Draws pictures as characters, for terminals that cannot show pixels.
///
/// Each cell is a grid of samples. Of all symbols it gets the one whose shape divides its samples into
/// the two most uniform parts, and each part gets its mean colour. Where colours are few, what a cell is
/// off is made up for by its neighbours. The same picture always gives the same cells.
///
/// Drawing takes some milliseconds for a large box: call it off the main actor.
public struct SymbolCells: Sendable {
  private let depth: ColorDepth
  private let symbols: SymbolSet
  private let cell: CellGeometry
  private let background: (red: UInt8, green: UInt8, blue: UInt8)?

  /// A way of drawing.
  ///
  /// - Parameters:
  ///   - depth: the colours that the cells may use; 256 colours keep to 16–255, which no user
  ///     redefines. Without colour the cells have the terminal's own.
  ///   - symbols: the characters that the cells may use; blocks show most at every colour depth.
  ///   - cell: the size of a cell in pixels, for the aspect.
  ///   - background: what lies behind the picture. If given, transparent pixels show this colour
  ///     (without colour: nothing), and a light one makes colourless drawings dark on light; if nil,
  ///     they show the terminal's background, which is taken to be dark.
  public init(
    depth: ColorDepth, symbols: SymbolSet = .blocks, cell: CellGeometry = .assumed,
    background: (UInt8, UInt8, UInt8)? = nil
  ) {
    self.depth = depth
    self.symbols = symbols
    self.cell = cell
    self.background = background
  }

  /// The cells that show the picture, aspect kept, as large as fits in `box`. The result has the
  /// size that was drawn, one of `gridSize(for:in:cell:)`; every cell is one column wide.
  public func draw(_ image: PixelImage, in box: GridSize) -> CellBuffer {
    draw(image, over: Self.gridSize(for: image.size, in: box, cell: cell))
  }

  /// The cells that show the picture over the whole of the grid, whatever its aspect.
  public func draw(_ image: PixelImage, over size: GridSize) -> CellBuffer {
    if depth == .mono, symbols == .ascii {
      return InkRamp(isDarkOnLight: isDarkOnLight).draw(image, size: size)
    }
    return drawByShape(image, size: size)
  }
}

extension SymbolCells {
  /// The largest grid that is drawn, about a 4K screen of tiny cells: a bound on memory and time,
  /// whatever a terminal says its size is.
  static let largestBox = GridSize(rows: 512, columns: 1024)

  /// The samples that are looked at of each cell.
  static let sampleSize = PixelSize(width: Int(SYMBOL_SIDE), height: Int(SYMBOL_SIDE))

  /// The largest grid of cells in `box` that has the picture's aspect, rounded to whole cells and
  /// at least one each way; empty when the picture or the box is.
  public static func gridSize(
    for image: PixelSize, in box: GridSize, cell: CellGeometry
  ) -> GridSize {
    let rows = min(box.rows, largestBox.rows)
    let columns = min(box.columns, largestBox.columns)
    guard image.width > 0, image.height > 0, rows > 0, columns > 0 else {
      return GridSize(rows: 0, columns: 0)
    }
    let aspect = Double(image.width) / Double(image.height)
    let cellAspect = Double(cell.pixelWidth) / Double(cell.pixelHeight)
    let fittingColumns = (Double(rows) * aspect / cellAspect).rounded()
    let fittingRows = (Double(columns) * cellAspect / aspect).rounded()
    return GridSize(
      rows: Int(max(1, min(Double(rows), fittingRows))),
      columns: Int(max(1, min(Double(columns), fittingColumns))))
  }
}

extension SymbolCells {
  private func drawByShape(_ image: PixelImage, size: GridSize) -> CellBuffer {
    var buffer = CellBuffer(size: size)
    guard size.rows > 0, size.columns > 0 else { return buffer }
    let samples = image.scaled(
      to: PixelSize(
        width: size.columns * Self.sampleSize.width, height: size.rows * Self.sampleSize.height))
    let shapes = symbols.shapes(isColorless: depth == .mono)
    let cells = matched(samples, shapes, size)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let cell = cells[row * size.columns + column]
        buffer[row, column] = drawn(cell, as: shapes.scalars[Int(cell.symbol)])
      }
    }
    return buffer
  }

  private func matched(
    _ samples: PixelImage, _ shapes: SymbolShapes, _ size: GridSize
  ) -> [symbol_cell] {
    samples.pixels.withUnsafeBufferPointer { pixels in
      shapes.masks.withUnsafeBufferPointer { masks in
        let drawing = symbol_drawing(
          rgba: pixels.baseAddress, columns: UInt32(size.columns), rows: UInt32(size.rows),
          masks: masks.baseAddress, count: UInt32(masks.count),
          grains: UInt32(shapes.grainCount), is_opaque: background != nil,
          behind: background ?? (0, 0, 0), is_dark_on_light: isDarkOnLight)
        let count = size.rows * size.columns
        return [symbol_cell](unsafeUninitializedCapacity: count) { cells, initialized in
          match(drawing, cells.baseAddress)
          initialized = count
        }
      }
    }
  }

  private func match(_ drawing: symbol_drawing, _ cells: UnsafeMutablePointer<symbol_cell>?) {
    withUnsafePointer(to: drawing) { drawing in
      guard let palette else { return symbols_draw(drawing, cells) }
      let isDone = symbols_draw_diffused(drawing, palette, cells)
      precondition(isDone, "out of memory, as for any other array")
    }
  }

  /// The colours that there are; nil if all are.
  private var palette: symbol_palette? {
    switch depth {
    case .truecolor: nil
    case .palette256: SYMBOL_COLORS_FIXED
    case .ansi16: SYMBOL_COLORS_NAMED
    case .mono: SYMBOL_COLORS_INK
    }
  }

  private var isDarkOnLight: Bool {
    guard let background else { return false }
    return 2 * Int(background.red) + 5 * Int(background.green) + Int(background.blue) > 8 * 128
  }

  /// The cell for a symbol. One colour all over becomes a space: fewer colour pairs, fewer bytes,
  /// and no seams where a font's full block is not quite full.
  private func drawn(_ cell: symbol_cell, as scalar: Unicode.Scalar) -> Cell {
    guard depth != .mono else { return Cell(scalar, width: 1) }
    let foreground = cell.clear_foreground ? .terminal : color(cell.foreground)
    let background = cell.clear_background ? .terminal : color(cell.background)
    if scalar == " " || foreground == background {
      return .blank(style: Style(background: background))
    }
    guard foreground == .terminal else {
      return Cell(scalar, width: 1, style: Style(foreground: foreground, background: background))
    }
    // The symbol is a hole: only reversed can a character have the terminal's background.
    let style = Style(foreground: background, attributes: .reverse)
    return Cell(scalar, width: 1, style: style)
  }

  private func color(_ value: (UInt8, UInt8, UInt8)) -> Color {
    depth == .truecolor ? .rgb(value.0, value.1, value.2) : .palette(value.0)
  }
}
