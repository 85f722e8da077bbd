internal import Pictures

/// A picture made ready for a box of cells and for one way of showing it. Made by `PictureFitter`,
/// off the main actor; placed with `CellBuffer.place`.
public struct FittedPicture: Sendable {
  /// What it shows, as which grid, in which way: what is sent once.
  public let key: PictureKey
  /// What stands for the picture until its pixels are there, and where they cannot be.
  public let symbols: CellBuffer
  /// The way it was made for.
  let kind: GraphicsKind
  /// The size of its pixels; empty without any.
  let pixels: PixelSize
  /// What is sent, in strips from top to bottom; empty where symbols are all there is.
  let strips: [PictureStrip]

  /// The rows and columns it takes.
  public var size: GridSize { symbols.size }
  /// The memory that it takes here.
  public var byteCount: Int {
    strips.reduce(symbols.size.rows * symbols.size.columns * MemoryLayout<Cell>.stride) {
      $0 + $1.content.count
    }
  }
  /// The memory that it takes in a terminal that stores it.
  var decodedByteCount: Int { 4 * pixels.pixelCount }

  /// A picture of symbols alone.
  init(symbols: CellBuffer, kind: GraphicsKind) {
    self.init(
      symbols: symbols, kind: kind, pixels: PixelSize(width: 0, height: 0), strips: [],
      content: Self.hash(symbols))
  }

  /// A picture of pixels.
  init(symbols: CellBuffer, kind: GraphicsKind, pixels: PixelSize, strips: [PictureStrip]) {
    self.init(
      symbols: symbols, kind: kind, pixels: pixels, strips: strips, content: Self.hash(strips))
  }

  private init(
    symbols: CellBuffer, kind: GraphicsKind, pixels: PixelSize, strips: [PictureStrip],
    content: Int
  ) {
    key = PictureKey(content: content, size: symbols.size, kind: kind)
    self.symbols = symbols
    self.kind = kind
    self.pixels = pixels
    self.strips = strips
  }

  private static func hash(_ strips: [PictureStrip]) -> Int {
    var hasher = Hasher()
    for strip in strips {
      strip.content.withUnsafeBytes { hasher.combine(bytes: $0) }
      hasher.combine(strip.rows)
    }
    return hasher.finalize()
  }

  private static func hash(_ symbols: CellBuffer) -> Int {
    var hasher = Hasher()
    hasher.combine(symbols.cells)
    return hasher.finalize()
  }
}

extension FittedPicture: Equatable {
  /// Whether both show the same in the same way.
  public static func == (left: FittedPicture, right: FittedPicture) -> Bool {
    left.key == right.key
  }
}

/// Names a picture within this run: a hash of its content, and what it was made for.
public struct PictureKey: Hashable, Sendable {
  let content: Int
  let size: GridSize
  let kind: GraphicsKind
}

/// The part of a picture that is drawn by one sequence.
struct PictureStrip: Sendable {
  /// The rows of the picture it covers.
  let rows: Range<Int>
  /// What its sequence carries: base64, or sixels.
  let content: [UInt8]
}
