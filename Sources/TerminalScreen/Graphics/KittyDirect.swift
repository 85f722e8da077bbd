internal import Pictures

/// kitty's graphics placed at the cursor, for Konsole: uploaded once, then placed by a short command.
struct KittyDirect: GraphicsAdapter {
  let kind = GraphicsKind.konsole
  let storesPictures = true
  let fillsCells = false

  func strips(of image: PixelImage, in frame: PictureFrame) throws(ImageError) -> EncodedStrips {
    try KittyContent.strips(of: image, in: frame)
  }

  func upload(_ picture: FittedPicture, as id: PictureID) -> [[UInt8]] {
    guard let strip = picture.strips.first else { return [] }
    return KittyCommand.transmission("a=t,f=100,i=\(id.number)", strip.content)
  }

  func draw(_ strip: Int, of picture: FittedPicture, as id: PictureID?, at point: Point) -> [UInt8]
  {
    guard let id else { return [] }
    let size = "c=\(picture.size.columns),r=\(picture.size.rows)"
    return KittyCommand.sequence("a=p,i=\(id.number),p=\(placement(point)),\(size),C=1,q=2")
  }

  func undraw(as id: PictureID?, at point: Point) -> [UInt8] {
    guard let id else { return [] }
    return KittyCommand.sequence("a=d,d=i,i=\(id.number),p=\(placement(point)),q=2")
  }

  /// One number for each place, so that a picture can be in several.
  private func placement(_ point: Point) -> Int { point.row << 12 | (point.column + 1) }
}
