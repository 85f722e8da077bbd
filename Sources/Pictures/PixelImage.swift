internal import CPictures

/// A picture in memory: RGBA, 8 bits a channel, straight alpha, rows from the top, `width * 4` bytes
/// a row without padding.
public struct PixelImage: Sendable, Equatable {
  /// The longest side a picture may have; up to it the scaling sums are exact.
  public static let maximumSide = Int(PICTURE_MAXIMUM_SIDE)

  /// Pixels across, 1…`maximumSide`.
  public let width: Int
  /// Pixels down, 1…`maximumSide`.
  public let height: Int
  /// `width * height * 4` bytes.
  public var pixels: [UInt8] {
    didSet { precondition(pixels.count == width * height * 4, "a picture keeps its size") }
  }

  /// Takes the pixels as they are. Sides must be 1…`maximumSide`, and the count must match them.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    let sides = 1...Self.maximumSide
    precondition(sides.contains(width) && sides.contains(height), "sides are 1…\(sides.upperBound)")
    precondition(pixels.count == width * height * 4, "four bytes a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Width and height.
  public var size: PixelSize { PixelSize(width: width, height: height) }

  /// Whether every pixel is fully opaque.
  public var isOpaque: Bool {
    pixels.withUnsafeBufferPointer { picture_is_opaque($0.baseAddress, width * height) }
  }
}
