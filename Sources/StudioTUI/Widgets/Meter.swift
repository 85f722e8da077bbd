internal import TerminalScreen

/// A bar for a fraction that is known; where none is, show the phase instead.
struct Meter {
  /// 0…1; other numbers count as the nearer end.
  let fraction: Double

  /// Draws the first row of `rect`. The bar is full only at 1.
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    let line = rect.splitTop(1).top
    let bounded = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let halves = Int(bounded * Double(line.columns * 2))
    for index in 0..<line.columns {
      buffer[line.row, line.column + index] = cell(halves: halves - 2 * index, theme)
    }
  }

  private func cell(halves: Int, _ theme: Theme) -> Cell {
    let done = theme[.meter]
    let track = theme[.meterTrack]
    switch halves {
    case 2...: return Cell("━", width: 1, style: done)
    case 1: return Cell("╸", width: 1, style: done)
    default: return Cell("─", width: 1, style: track)
    }
  }
}
