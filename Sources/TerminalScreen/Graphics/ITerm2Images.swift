internal import Pictures

/// iTerm2's inline images. The terminal stores nothing; strips of whole rows keep each sequence
/// short, so that frames get in between.
struct ITerm2Images: GraphicsAdapter {
  let kind = GraphicsKind.iterm2
  let storesPictures = false
  let fillsCells = false

  /// About how many pixels one sequence carries.
  private static let stripPixels = 32_768

  /// The strips fill their cells exactly, so that they meet.
  func strips(of image: PixelImage, in frame: PictureFrame) throws(ImageError) -> EncodedStrips {
    let size = frame.pixels
    let scaled = image.scaled(to: size)
    let rowPixels = size.width * frame.cell.pixelHeight
    let rows = max(1, Self.stripPixels / max(1, rowPixels))
    var strips: [PictureStrip] = []
    for range in frame.strips(ofRows: rows) {
      let part = scaled.rows(
        range.lowerBound * frame.cell.pixelHeight..<range.upperBound * frame.cell.pixelHeight)
      let file = try Self.file(part, frame.transfer)
      strips.append(PictureStrip(rows: range, content: Base64.encoded(file)))
    }
    return EncodedStrips(pixels: size, strips: strips)
  }

  private static func file(
    _ image: PixelImage, _ transfer: Transfer
  ) throws(ImageError) -> [UInt8] {
    transfer == .economy && image.isOpaque
      ? try ImageEncoder.jpeg(image, quality: 80) : try ImageEncoder.png(image, compression: 6)
  }

  func draw(_ strip: Int, of picture: FittedPicture, as id: PictureID?, at point: Point) -> [UInt8]
  {
    let strip = picture.strips[strip]
    let padding = strip.content.suffix(2).count { $0 == UInt8(ascii: "=") }
    let keys = [
      "inline=1", "size=\(strip.content.count / 4 * 3 - padding)",
      "width=\(picture.size.columns)", "height=\(strip.rows.count)", "preserveAspectRatio=0",
      "doNotMoveCursor=1",
    ]
    return Array("\u{1B}]1337;File=\(keys.joined(separator: ";")):".utf8) + strip.content + [0x07]
  }
}

extension PixelImage {
  /// The part of the picture that these pixel rows hold.
  func rows(_ range: Range<Int>) -> PixelImage {
    let bytes = pixels[range.lowerBound * width * 4..<range.upperBound * width * 4]
    return PixelImage(width: width, height: range.count, pixels: Array(bytes))
  }
}
