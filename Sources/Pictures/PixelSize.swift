/// A width and a height in pixels.
public struct PixelSize: Hashable, Sendable, CustomStringConvertible {
  /// Pixels across.
  public var width: Int
  /// Pixels down.
  public var height: Int

  /// A size; nothing is checked here, since headers and users state impossible ones too.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// "1024×1024".
  public var description: String { "\(width)×\(height)" }

  /// The number of pixels, `Int.max` when it cannot be counted.
  public var pixelCount: Int {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    return overflow ? Int.max : count
  }

  /// The largest size of the same aspect inside `box`. Each side is at least 1. A picture smaller
  /// than the box keeps its size, unless `enlarging`.
  public func fitted(into box: PixelSize, enlarging: Bool = false) -> PixelSize {
    guard width > 0, height > 0 else { return PixelSize(width: 1, height: 1) }
    if !enlarging, width <= box.width, height <= box.height { return self }
    let boxWidth = max(box.width, 1)
    let boxHeight = max(box.height, 1)
    let scale = min(Double(boxWidth) / Double(width), Double(boxHeight) / Double(height))
    return PixelSize(
      width: min(max(Int((Double(width) * scale).rounded()), 1), boxWidth),
      height: min(max(Int((Double(height) * scale).rounded()), 1), boxHeight))
  }
}
