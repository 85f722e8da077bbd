/// What the header of an image file states, without decoding a pixel.
public struct ImageInfo: Sendable, Equatable {
  /// The kind of file.
  public var signature: ImageSignature
  /// The stated size; both sides are at least 1. Nothing has checked it against the pixel data.
  public var size: PixelSize

  /// A header's statement.
  public init(signature: ImageSignature, size: PixelSize) {
    self.signature = signature
    self.size = size
  }
}
