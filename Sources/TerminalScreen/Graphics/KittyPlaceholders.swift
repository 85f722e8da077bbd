internal import Pictures

/// kitty's graphics as Unicode placeholders: uploaded once, then shown by ordinary cells, which
/// dialogs, scrolling and tmux treat as they treat any others.
struct KittyPlaceholders: GraphicsAdapter {
  let kind = GraphicsKind.kitty
  let storesPictures = true
  let fillsCells = true

  func strips(of image: PixelImage, in frame: PictureFrame) throws(ImageError) -> EncodedStrips {
    try KittyContent.strips(of: image, in: frame)
  }

  /// One command sends the picture and makes the virtual placement that its cells refer to.
  func upload(_ picture: FittedPicture, as id: PictureID) -> [[UInt8]] {
    guard let strip = picture.strips.first else { return [] }
    return KittyCommand.transmission(
      "a=T,U=1,f=100,i=\(id.number),p=1,c=\(picture.size.columns),r=\(picture.size.rows)",
      strip.content)
  }

  func draw(_ strip: Int, of picture: FittedPicture, as id: PictureID?, at point: Point) -> [UInt8]
  { [] }
}

/// What both of kitty's ways send: one PNG file.
enum KittyContent {
  /// The terminal keeps the aspect itself and enlarges by itself, so a picture that is smaller than
  /// its place goes as it is.
  static func strips(
    of image: PixelImage, in frame: PictureFrame
  ) throws(ImageError) -> EncodedStrips {
    let scaled = image.scaled(to: image.size.fitted(into: frame.pixels))
    let content = Base64.encoded(try png(scaled, frame.transfer))
    let strip = PictureStrip(rows: 0..<frame.grid.rows, content: content)
    return EncodedStrips(pixels: scaled.size, strips: [strip])
  }

  private static func png(_ image: PixelImage, _ transfer: Transfer) throws(ImageError) -> [UInt8] {
    if transfer == .economy,
      let png = IndexedImage(image, colors: 256, isDiffused: false).png(compression: 9)
    {
      return png
    }
    return try ImageEncoder.png(image, compression: 1)
  }
}
