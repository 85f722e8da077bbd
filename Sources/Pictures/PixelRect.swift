/// A part of a picture, in its pixels.
public struct PixelRect: Hashable, Sendable {
  /// Pixels before it from the left, and from the top.
  public var x: Int
  public var y: Int
  /// What it measures.
  public var size: PixelSize

  /// A part; nothing is checked here.
  public init(x: Int, y: Int, size: PixelSize) {
    self.x = x
    self.y = y
    self.size = size
  }

  /// All of a picture.
  public init(_ size: PixelSize) { self.init(x: 0, y: 0, size: size) }

  /// As much of it as lies in a picture of this size, at least one pixel.
  public func clamped(to picture: PixelSize) -> PixelRect {
    let x = min(max(x, 0), picture.width - 1)
    let y = min(max(y, 0), picture.height - 1)
    return PixelRect(
      x: x, y: y,
      size: PixelSize(
        width: min(max(size.width, 1), picture.width - x),
        height: min(max(size.height, 1), picture.height - y)))
  }
}
