public import Pictures

/// Makes pictures ready for a terminal: cuts, scales and encodes them for the way in which it shows
/// pictures. A value: a change of the way gives a new one. Its work takes up to a few hundred
/// milliseconds for a large box and may be done on any thread.
public struct PictureFitter: Sendable, Hashable {
  /// The way in which pictures are shown.
  public let kind: GraphicsKind
  /// What they may cost.
  public let transfer: Transfer
  /// The size of a cell in pixels.
  public let cell: CellGeometry
  /// The colours of symbols.
  public let depth: ColorDepth
  /// Whether symbols may be more than ASCII.
  public let isUnicode: Bool

  /// A way of fitting.
  public init(
    kind: GraphicsKind, transfer: Transfer = .full, cell: CellGeometry = .assumed,
    depth: ColorDepth, isUnicode: Bool
  ) {
    self.kind = kind
    self.transfer = transfer
    self.cell = cell
    self.depth = depth
    self.isUnicode = isUnicode
  }

  /// Whether pictures are pixels in this way.
  public var showsPixels: Bool { kind.hasPixels }

  /// The most rows and columns that a picture may have in any way: there are no more marks.
  static let largestGrid = GridSize(
    rows: PlaceholderMarks.marks.count, columns: PlaceholderMarks.marks.count)

  /// Pixels of a cell that symbols look at, each way.
  private static let symbolSamples = (width: 8, height: 16)

  /// The size to decode a file to: more pixels than that are not used.
  public func pixelBox(for box: GridSize) -> PixelSize {
    let width =
      showsPixels ? max(cell.pixelWidth, Self.symbolSamples.width) : Self.symbolSamples.width
    let height =
      showsPixels ? max(cell.pixelHeight, Self.symbolSamples.height) : Self.symbolSamples.height
    return PixelSize(width: box.columns * width, height: box.rows * height)
  }

  /// The picture as symbols alone, for the time until `fit` has done its longer work.
  public func sketch(_ image: PixelImage, in box: GridSize) -> FittedPicture {
    FittedPicture(symbols: symbols(image, in: box), kind: kind)
  }

  /// The picture, as large as fits in the box with its aspect kept.
  public func fit(_ image: PixelImage, in box: GridSize) -> FittedPicture {
    fit(image, as: sketch(image, in: box))
  }

  /// The picture where its symbols are there already.
  public func fit(_ image: PixelImage, as sketch: FittedPicture) -> FittedPicture {
    let symbols = sketch.symbols
    let frame = PictureFrame(grid: symbols.size, cell: cell, transfer: transfer)
    guard let adapter, !symbols.bounds.isEmpty,
      let encoded = try? adapter.strips(of: image, in: frame)
    else { return sketch }
    return FittedPicture(
      symbols: symbols, kind: kind, pixels: encoded.pixels, strips: encoded.strips)
  }

  /// The adapter; nil where pictures are symbols or nothing.
  var adapter: (any GraphicsAdapter)? { kind.adapter }

  private func symbols(_ image: PixelImage, in box: GridSize) -> CellBuffer {
    let limited = GridSize(
      rows: min(box.rows, Self.largestGrid.rows),
      columns: min(box.columns, Self.largestGrid.columns))
    guard kind != .off else {
      return CellBuffer(size: SymbolCells.gridSize(for: image.size, in: limited, cell: cell))
    }
    let isPlain = kind == .ascii || !isUnicode
    return SymbolCells(depth: depth, symbols: isPlain ? .ascii : .blocks, cell: cell)
      .draw(image, in: limited)
  }
}

extension GraphicsKind {
  /// Whether it shows pixels, not characters.
  public var hasPixels: Bool { adapter != nil }

  /// What shows pixels in this way; nil where there are none.
  var adapter: (any GraphicsAdapter)? {
    switch self {
    case .kitty: KittyPlaceholders()
    case .iterm2: ITerm2Images()
    case .sixel: SixelImages()
    case .konsole: KittyDirect()
    case .symbols, .ascii, .off: nil
    }
  }
}
