public import Pictures

/// Makes pictures ready for a terminal: decodes, cuts, scales and encodes them for the way in which it shows
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

  /// Decodes the file at `path`, or a part of it, to no more pixels than the box has use for. Blocks
  /// while it works.
  /// - Throws: any `ImageError` but `encodingFailed`.
  public func decode(
    path: String, part: PixelRect? = nil, for box: GridSize
  ) throws(ImageError) -> DecodedPicture {
    var whole = PixelSize(width: 1, height: 1)
    let image = try ImageDecoder.decode(path: path, part: part) { size in
      whole = size
      return decodedSize(of: size, in: box)
    }
    return DecodedPicture(image: image, size: whole)
  }

  private func decodedSize(of picture: PixelSize, in box: GridSize) -> PixelSize {
    let samples = SymbolCells.sampleSize
    guard showsPixels else {
      let grid = grid(of: picture, in: box)
      return PixelSize(width: grid.columns * samples.width, height: grid.rows * samples.height)
    }
    return picture.fitted(
      into: PixelSize(
        width: box.columns * max(cell.pixelWidth, samples.width),
        height: box.rows * max(cell.pixelHeight, samples.height)))
  }

  /// The picture as symbols alone, for the time until `fit` has done its longer work.
  public func sketch(_ picture: DecodedPicture, in box: GridSize) -> FittedPicture {
    let grid = grid(of: picture.size, in: box)
    guard kind != .off else {
      return FittedPicture(symbols: CellBuffer(size: grid), kind: kind)
    }
    let isPlain = kind == .ascii || !isUnicode
    let symbols = SymbolCells(depth: depth, symbols: isPlain ? .ascii : .blocks, cell: cell)
    return FittedPicture(symbols: symbols.draw(picture.image, over: grid), kind: kind)
  }

  /// The image as symbols alone, its aspect kept.
  public func sketch(_ image: PixelImage, in box: GridSize) -> FittedPicture {
    sketch(DecodedPicture(image: image, size: image.size), in: box)
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

  private func grid(of picture: PixelSize, in box: GridSize) -> GridSize {
    let limited = GridSize(
      rows: min(box.rows, Self.largestGrid.rows),
      columns: min(box.columns, Self.largestGrid.columns))
    return SymbolCells.gridSize(for: picture, in: limited, cell: cell)
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
