import CChafa

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
  /// The tags of libchafa that make up the set.
  var included: ChafaSymbolTags {
    switch self {
    case .blocks:
      ChafaSymbolTags(CHAFA_SYMBOL_TAG_SPACE.rawValue | CHAFA_SYMBOL_TAG_BLOCK.rawValue)
    case .halves:
      ChafaSymbolTags(
        CHAFA_SYMBOL_TAG_SPACE.rawValue | CHAFA_SYMBOL_TAG_SOLID.rawValue
          | CHAFA_SYMBOL_TAG_VHALF.rawValue)
    case .ascii: CHAFA_SYMBOL_TAG_ASCII
    }
  }
}
