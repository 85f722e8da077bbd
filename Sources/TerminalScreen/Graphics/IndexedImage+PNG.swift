internal import Pictures

extension IndexedImage {
  /// The picture as a PNG file with a palette; nil when memory runs out.
  /// - Parameter compression: 0…9, as for zlib.
  func png(compression: Int) -> [UInt8]? {
    let picture = PalettePicture(
      size: PixelSize(width: width, height: height), indices: indices, colors: palette,
      hasTransparent: transparent != nil)
    return picture.flatMap { try? ImageEncoder.png($0, compression: compression) }
  }
}
