/// Which characters may stand for a picture. All of them are one column wide as glibc counts columns
/// and were in Unicode 3.2 already; none is a sextant, an octant or Braille.
public enum SymbolSet: String, Sendable, Hashable, CaseIterable {
  /// Halves, quadrants and eighths of a cell: the most detail. Box-drawing lines are left out: they
  /// scatter thin scratches over photographs.
  case blocks
  /// Upper and lower halves only: two clean, nearly square pixels a cell.
  case halves
  /// Printable ASCII, for terminals without UTF-8.
  case ascii
}

extension SymbolSet {
  /// The shapes of the set. With colours a shape does for its opposite, too, whose two colours are
  /// exchanged, and a blank for the full block; without colour each stands for itself.
  func shapes(isColorless: Bool) -> SymbolShapes {
    switch self {
    case .blocks:
      isColorless
        ? SymbolShapes(
          grains: [.full] + SymbolShape.quadrants + SymbolShape.oppositeQuadrants,
          edges: SymbolShape.eighths + SymbolShape.oppositeEighths)
        : SymbolShapes(grains: SymbolShape.quadrants, edges: SymbolShape.eighths)
    case .halves:
      SymbolShapes(
        grains: isColorless ? [.full, .lower(4), .upperHalf] : [.lower(4)], edges: [])
    case .ascii: SymbolShapes(grains: [], edges: SymbolShape.strokes)
    }
  }
}
