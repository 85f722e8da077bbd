/// The size of one character cell in pixels: what a picture's aspect is kept by.
public struct CellGeometry: Sendable, Hashable {
  /// Pixels across one cell, at least 1.
  public var pixelWidth: Int
  /// Pixels down one cell, at least 1.
  public var pixelHeight: Int

  /// A cell of the given size; sizes under one pixel count as one.
  public init(pixelWidth: Int, pixelHeight: Int) {
    self.pixelWidth = max(1, pixelWidth)
    self.pixelHeight = max(1, pixelHeight)
  }

  /// What most fonts come to (half as wide as high), for terminals that do not tell.
  public static let assumed = CellGeometry(pixelWidth: 10, pixelHeight: 20)
}
