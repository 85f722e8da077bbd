extension PictureStage {
  /// Something that curses takes for a character: it erases to the end of a line over blanks, and
  /// with them over pixels.
  static let blank: Unicode.Scalar = "\u{A0}"

  /// Curses writes the unchanged cells between two changes again if they are fewer than these.
  private static let narrow = 16

  /// Draws strips, and takes away those that are no longer wanted.
  mutating func overlay(
    _ sightings: [Sighting], in buffer: CellBuffer, shown: CellBuffer?, _ allowance: Int,
    _ frame: inout Frame
  ) {
    let drawable = sightings.filter { isDrawable($0.picture.key) }
    let wanted = drawable.flatMap { sighting in
      sighting.wholeStrips(above: buffer.size.rows - 1).map { (sighting.picture, $0) }
    }
    let gone = overlays.subtracting(wanted.map(\.1))
    frame.before += remove(gone)
    let new = wanted.filter { !overlays.contains($0.1) }
    let drawn = draw(new, allowance)
    frame.grid = blanked(buffer)
    frame.after += wiped(frame.grid, of: buffer, shown) + drawn
    frame.after += mend(wanted, besides: new.map(\.1), in: frame.grid, shown)
    frame.after = StyleSequence.apart(frame.after)
  }

  private func isDrawable(_ key: PictureKey) -> Bool {
    adapter?.storesPictures == false || stored.contains(key)
  }

  private mutating func remove(_ gone: Set<Overlay>) -> [UInt8] {
    overlays.subtract(gone)
    let ordered = gone.sorted { ($0.point.row, $0.point.column) < ($1.point.row, $1.point.column) }
    let bytes = ordered.flatMap { overlay in
      (adapter?.undraw(as: ids[overlay.key], at: overlay.point) ?? [])
        + StyleSequence.blanks(
          overlay.rect, background: overlay.background.reduced(to: colorDepth))
    }
    return StyleSequence.apart(bytes)
  }

  private mutating func draw(
    _ strips: [(picture: FittedPicture, overlay: Overlay)], _ allowance: Int
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    hasUndrawnStrips = false
    for (picture, overlay) in strips {
      guard bytes.count < allowance else {
        hasUndrawnStrips = true
        break
      }
      bytes += sequence(picture, overlay)
      overlays.insert(overlay)
    }
    return bytes
  }

  private func sequence(_ picture: FittedPicture, _ overlay: Overlay) -> [UInt8] {
    let drawn = adapter?.draw(
      overlay.strip, of: picture, as: ids[picture.key], at: overlay.point)
    return Array(StyleSequence.move(to: overlay.point).utf8) + passthrough.wrapped(drawn ?? [])
  }

  /// The grid with blanks under the strips on the glass, and with symbols for other parts.
  private func blanked(_ buffer: CellBuffer) -> CellBuffer {
    guard !overlays.isEmpty else { return buffer.asSymbols }
    var grid = buffer.asSymbols
    for overlay in overlays {
      grid.fill(overlay.rect, style: Style(background: overlay.background), scalar: Self.blank)
    }
    return grid
  }

  /// Draws narrow strips again that curses may have written over on its way between two changes.
  private func mend(
    _ strips: [(picture: FittedPicture, overlay: Overlay)], besides new: [Overlay],
    in grid: CellBuffer, _ shown: CellBuffer?
  ) -> [UInt8] {
    guard let shown, shown.size == grid.size else { return [] }
    let damaged = strips.filter { _, overlay in
      overlay.size.columns < Self.narrow && overlays.contains(overlay) && !new.contains(overlay)
        && Self.isCrossed(overlay.rect, grid, shown)
    }
    return damaged.flatMap { sequence($0.picture, $0.overlay) }
  }

  private static func isCrossed(_ rect: Rect, _ grid: CellBuffer, _ shown: CellBuffer) -> Bool {
    (rect.row..<rect.maxRow).contains { row in
      let changes = (0..<grid.size.columns).filter { grid[row, $0] != shown[row, $0] }
      return changes.contains { $0 < rect.column } && changes.contains { $0 >= rect.maxColumn }
    }
  }
}
