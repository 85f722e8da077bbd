public import Pictures

/// A picture as `PictureFitter` decodes it for a box: its pixels may be brought to another aspect than
/// it has itself.
public struct DecodedPicture: Sendable {
  /// The pixels.
  public let image: PixelImage
  /// The size of what was decoded, in pixels of its file.
  public let size: PixelSize

  /// An image that is shown as if it had this size.
  public init(image: PixelImage, size: PixelSize) {
    self.image = image
    self.size = size
  }
}
