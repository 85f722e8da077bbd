import CChafa
public import Pictures

/// Draws pictures as characters, for terminals that cannot show pixels.
///
/// Drawing takes tens of milliseconds for a large box: call it off the main actor. Several calls may
/// run at once. The drawing library is set up by the first call, not before.
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
    let size = Self.gridSize(for: image.size, in: box, cell: cell)
    if depth == .mono, symbols == .ascii {
      return InkRamp(isDarkOnLight: isDarkOnLight).draw(image, size: size)
    }
    return drawByShape(image, size: size)
  }

  private func drawByShape(_ image: PixelImage, size: GridSize) -> CellBuffer {
    var buffer = CellBuffer(size: size)
    guard let canvas = ChafaCanvas(size: size, look: look) else { return buffer }
    canvas.draw(Self.reduced(image, for: size))
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        buffer[row, column] = drawn(canvas.symbol(row: row, column: column))
      }
    }
    return buffer
  }
}

extension SymbolCells {
  /// The largest grid that is drawn, about a 4K screen of tiny cells: a bound on memory and time,
  /// whatever a terminal says its size is.
  static let largestBox = GridSize(rows: 512, columns: 1024)

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
  /// How many pixels each way the drawing library looks at in one cell.
  private static let samples = Int(CHAFA_SYMBOL_WIDTH_PIXELS)

  /// The image, brought by area average to the size the library samples if it is much larger, which
  /// bounds the library's time; smaller differences the library scales faster itself.
  private static func reduced(_ image: PixelImage, for size: GridSize) -> PixelImage {
    let target = PixelSize(width: size.columns * samples, height: size.rows * samples)
    let isMuchLarger = image.width > 2 * target.width && image.height > 2 * target.height
    return isMuchLarger ? image.scaled(to: target) : image
  }

  private var look: ChafaCanvas.Look {
    var look = ChafaCanvas.Look(mode: mode, symbols: symbols.included)
    if let background {
      look.background =
        UInt32(background.red) << 16 | UInt32(background.green) << 8 | UInt32(background.blue)
      look.isOpaque = depth != .mono
    }
    if isDarkOnLight { look.foreground = 0 }
    return look
  }

  private var mode: ChafaCanvasMode {
    switch depth {
    case .truecolor: CHAFA_CANVAS_MODE_TRUECOLOR
    case .palette256: CHAFA_CANVAS_MODE_INDEXED_240
    case .ansi16: CHAFA_CANVAS_MODE_INDEXED_16
    case .mono: CHAFA_CANVAS_MODE_FGBG
    }
  }

  private var isDarkOnLight: Bool {
    guard let background else { return false }
    return 2 * Int(background.red) + 5 * Int(background.green) + Int(background.blue) > 8 * 128
  }

  /// The cell for a symbol. One colour all over becomes a space: fewer colour pairs, fewer bytes,
  /// and no seams where a font's full block is not quite full.
  private func drawn(_ symbol: ChafaCanvas.Symbol) -> Cell {
    guard depth != .mono else { return Cell(symbol.scalar, width: 1) }
    let foreground = color(symbol.foreground)
    let background = color(symbol.background)
    if symbol.scalar == " " || foreground == background {
      return .blank(style: Style(background: background))
    }
    if symbol.scalar == "\u{2588}" { return .blank(style: Style(background: foreground)) }
    guard foreground == .terminal else {
      return Cell(
        symbol.scalar, width: 1, style: Style(foreground: foreground, background: background))
    }
    // The symbol is a hole: only reversed can a character have the terminal's background.
    let style = Style(foreground: background, attributes: .reverse)
    return Cell(symbol.scalar, width: 1, style: style)
  }

  private func color(_ value: Int32) -> Color {
    guard value >= 0 else { return .terminal }
    guard depth == .truecolor else { return .palette(UInt8(truncatingIfNeeded: value)) }
    return .rgb(
      UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value))
  }
}
