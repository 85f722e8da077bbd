public import Pictures

/// Pixels, and the size whose aspect they are shown in: they may have been decoded to another one.
public struct DecodedPicture: Sendable {
  /// The pixels.
  public let image: PixelImage
  /// What the aspect is taken from; the size of the file, mostly.
  public let size: PixelSize

  /// An image that is shown as if it had this size.
  public init(image: PixelImage, size: PixelSize) {
    self.image = image
    self.size = size
  }
}
