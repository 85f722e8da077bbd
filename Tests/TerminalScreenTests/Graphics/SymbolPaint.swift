import Pictures

@testable import TerminalScreen

/// What cells look like: paints their symbols back into samples, 8×8 a cell.
struct SymbolPaint {
  let cells: CellBuffer
  private let masks: [Unicode.Scalar: UInt64]

  init(_ cells: CellBuffer, symbols: SymbolSet = .blocks) {
    self.cells = cells
    let sets = [true, false].map { symbols.shapes(isColorless: $0) }
    masks = Dictionary(
      sets.flatMap { zip($0.scalars, $0.masks) }, uniquingKeysWith: { one, _ in one })
  }

  var width: Int { cells.size.columns * 8 }
  var height: Int { cells.size.rows * 8 }

  /// The colour of a sample; the terminal's own are white on black.
  func color(_ x: Int, _ y: Int) -> SIMD3<Int> {
    let cell = cells[y / 8, x / 8]
    let isCovered = (masks[cell.base] ?? 0) >> UInt64(y % 8 * 8 + x % 8) & 1 == 1
    return isCovered
      ? Self.components(cell.style.foreground) ?? SIMD3(repeating: 255)
      : Self.components(cell.style.background) ?? SIMD3(repeating: 0)
  }

  /// The mean colour of a rectangle of cells.
  func mean(rows: Range<Int>, columns: Range<Int>) -> SIMD3<Double> {
    meanColor(rows: rows, columns: columns, of: color)
  }

  private static func components(_ color: Color) -> SIMD3<Int>? {
    switch color {
    case .rgb(let red, let green, let blue): return SIMD3(Int(red), Int(green), Int(blue))
    case .palette(let number):
      let (red, green, blue) = Color.components(ofPalette: number)
      return SIMD3(Int(red), Int(green), Int(blue))
    case .terminal: return nil
    }
  }
}

/// The mean of the samples of a rectangle of cells, 8×8 each.
func meanColor(
  rows: Range<Int>, columns: Range<Int>, of color: (Int, Int) -> SIMD3<Int>
) -> SIMD3<Double> {
  var sum = SIMD3<Int>()
  for y in rows.lowerBound * 8..<rows.upperBound * 8 {
    for x in columns.lowerBound * 8..<columns.upperBound * 8 { sum &+= color(x, y) }
  }
  return SIMD3<Double>(sum) / Double(rows.count * columns.count * 64)
}
