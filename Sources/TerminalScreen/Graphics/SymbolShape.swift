/// Which parts of a cell a character covers, on a grid of 8×8 samples.
struct SymbolShape {
  let scalar: Unicode.Scalar
  /// Bit 8·y + x is set where the character is.
  let mask: UInt64

  /// A character that covers the samples in which something holds.
  init(_ scalar: Unicode.Scalar, where covers: (_ x: Int, _ y: Int) -> Bool) {
    self.scalar = scalar
    mask = (0..<64).reduce(0) { mask, bit in
      covers(bit % 8, bit / 8) ? mask | 1 << UInt64(bit) : mask
    }
  }
}

/// The shapes that a drawing may choose from, the blank first.
struct SymbolShapes {
  let scalars: [Unicode.Scalar]
  let masks: [UInt64]
  /// As many shapes after the blank may be scattered to mix two colours that are too few. The rest
  /// stand only where the picture has an edge: scattered they would be seen as lines.
  let grainCount: Int

  init(grains: [SymbolShape], edges: [SymbolShape]) {
    scalars = [" "] + (grains + edges).map(\.scalar)
    masks = [0] + (grains + edges).map(\.mask)
    grainCount = grains.count
  }
}

// MARK: - Block elements

extension SymbolShape {
  static let full = SymbolShape("\u{2588}") { _, _ in true }
  static let upperHalf = SymbolShape("\u{2580}") { _, y in y < 4 }

  /// The lower `eighths` of a cell, 1…7.
  static func lower(_ eighths: Int) -> SymbolShape {
    SymbolShape(scalar(0x2580 + eighths)) { _, y in y >= 8 - eighths }
  }

  /// The left `eighths` of a cell, 1…7.
  static func left(_ eighths: Int) -> SymbolShape {
    SymbolShape(scalar(0x2590 - eighths)) { x, _ in x < eighths }
  }

  static let eighths = (1...7).map(lower) + (1...7).map(left)
  /// Those of `eighths` whose opposite is a character.
  static let oppositeEighths = [
    upperHalf,
    SymbolShape("\u{2590}") { x, _ in x >= 4 },
    SymbolShape("\u{2594}") { _, y in y < 1 },
    SymbolShape("\u{2595}") { x, _ in x >= 7 },
  ]

  static let quadrants = [
    SymbolShape("\u{259E}") { x, y in (x < 4) != (y < 4) },
    SymbolShape("\u{2598}") { x, y in x < 4 && y < 4 },
    SymbolShape("\u{259D}") { x, y in x >= 4 && y < 4 },
    SymbolShape("\u{2596}") { x, y in x < 4 && y >= 4 },
    SymbolShape("\u{2597}") { x, y in x >= 4 && y >= 4 },
  ]
  /// What each of `quadrants` leaves free.
  static let oppositeQuadrants = [
    SymbolShape("\u{259A}") { x, y in (x < 4) == (y < 4) },
    SymbolShape("\u{259F}") { x, y in x >= 4 || y >= 4 },
    SymbolShape("\u{2599}") { x, y in x < 4 || y >= 4 },
    SymbolShape("\u{259C}") { x, y in x >= 4 || y < 4 },
    SymbolShape("\u{259B}") { x, y in x < 4 || y < 4 },
  ]

  private static func scalar(_ value: Int) -> Unicode.Scalar { Unicode.Scalar(value) ?? " " }
}
