internal import Pictures

/// Sixel graphics. The terminal stores nothing; strips that end with both a row of cells and a band
/// of sixels keep each sequence short, so that frames get in between.
struct SixelImages: GraphicsAdapter {
  let kind = GraphicsKind.sixel
  let storesPictures = false
  let fillsCells = false

  /// About how many pixels one sequence carries.
  private static let stripPixels = 32_768

  /// The aspect is exact; pixels that the last row of cells has too many stay blank.
  func strips(of image: PixelImage, in frame: PictureFrame) throws(ImageError) -> EncodedStrips {
    let size = Self.size(of: image, in: frame)
    let indexed = IndexedImage(
      image.scaled(to: size), colors: frame.transfer == .full ? 256 : 96,
      isDiffused: frame.transfer == .full)
    var encoder = SixelEncoder(indexed)
    let height = frame.cell.pixelHeight
    let filled = (size.height + height - 1) / height
    let strips = frame.strips(ofRows: Self.rows(in: frame)).filter { $0.lowerBound < filled }
      .map { rows in
        let pixels = rows.lowerBound * height..<min(rows.upperBound * height, size.height)
        // Rows of cells that the aspect leaves empty belong to the last strip.
        let covered =
          rows.lowerBound..<(rows.upperBound < filled ? rows.upperBound : frame.grid.rows)
        return PictureStrip(rows: covered, content: encoder.sequence(rows: pixels))
      }
    return EncodedStrips(pixels: size, strips: strips)
  }

  /// The largest size of the picture's aspect whose last band does not reach below its cells.
  private static func size(of image: PixelImage, in frame: PictureFrame) -> PixelSize {
    let band = SixelEncoder.bandHeight
    let bands = max(1, frame.pixels.height / band)
    let box = PixelSize(width: frame.pixels.width, height: bands * band)
    var size = image.size.fitted(into: box, enlarging: true)
    size.height = max(band, (size.height + band / 2) / band * band)
    return size
  }

  /// The rows of one strip.
  private static func rows(in frame: PictureFrame) -> Int {
    let height = frame.cell.pixelHeight
    let unit = [1, 2, 3].first { $0 * height % SixelEncoder.bandHeight == 0 } ?? 6
    return max(1, stripPixels / max(1, frame.pixels.width * height * unit)) * unit
  }

  func draw(_ strip: Int, of picture: FittedPicture, as id: PictureID?, at point: Point) -> [UInt8]
  { picture.strips[strip].content }
}
