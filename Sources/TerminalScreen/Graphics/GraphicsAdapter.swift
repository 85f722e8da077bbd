internal import Pictures

/// One protocol for pixels in a terminal.
///
/// A picture is drawn in strips. A terminal that stores pictures gets them by `upload`, between
/// frames, and shows them by `cell` or by `draw`; one that does not gets each strip by `draw`, over
/// blank cells, in the same write as the frame that blanks them.
protocol GraphicsAdapter: Sendable {
  /// Which protocol it is.
  var kind: GraphicsKind { get }
  /// Whether the terminal keeps pictures: then `upload` comes before anything else.
  var storesPictures: Bool { get }
  /// Whether stored pictures show through cells of their own: then `draw` is never called.
  var fillsCells: Bool { get }

  /// The picture cut and encoded for a grid of cells: content and size in pixels. Takes its time.
  func strips(of image: PixelImage, in frame: PictureFrame) throws(ImageError) -> EncodedStrips

  /// The sequences that store a picture, each complete in itself.
  func upload(_ picture: FittedPicture, as id: PictureID) -> [[UInt8]]

  /// The sequence that draws a strip with the cursor at its top left cell.
  func draw(_ strip: Int, of picture: FittedPicture, as id: PictureID?, at point: Point) -> [UInt8]

  /// The sequence that takes the pixels of a drawn strip away; empty where blank cells do that.
  func undraw(as id: PictureID?, at point: Point) -> [UInt8]
}

extension GraphicsAdapter {
  func upload(_ picture: FittedPicture, as id: PictureID) -> [[UInt8]] { [] }
  func undraw(as id: PictureID?, at point: Point) -> [UInt8] { [] }
}

/// What a picture has to be encoded for.
struct PictureFrame: Sendable {
  /// The cells it takes.
  var grid: GridSize
  /// The size of one.
  var cell: CellGeometry
  /// How much it may cost.
  var transfer: Transfer

  /// All of its pixels.
  var pixels: PixelSize {
    PixelSize(width: grid.columns * cell.pixelWidth, height: grid.rows * cell.pixelHeight)
  }

  /// Strips of so many rows, the last one shorter.
  func strips(ofRows count: Int) -> [Range<Int>] {
    stride(from: 0, to: grid.rows, by: max(1, count)).map { $0..<min($0 + count, grid.rows) }
  }
}

/// A picture as it is sent.
struct EncodedStrips: Sendable {
  var pixels: PixelSize
  var strips: [PictureStrip]
}
