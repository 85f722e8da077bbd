internal import Pictures

/// What a terminal has told about itself.
struct TerminalFacts: Hashable, Sendable {
  var identity: TerminalIdentity?
  /// Whether it took kitty's graphics query.
  var answersKitty = false
  /// Whether it names virtual placements among what it supports.
  var namesPlaceholders = false
  /// Whether its first device attributes have sixel graphics.
  var hasSixel = false
  /// Whether it names files among the capabilities of iTerm2's protocol.
  var hasITerm2Files = false
  /// Whether it gave back a 24-bit colour.
  var hasTruecolor = false
  /// Whether it can hold back drawing (mode 2026).
  var hasSynchronizedUpdate = false
  /// The size of a cell.
  var cell: CellGeometry?
  /// The size of the text area in pixels, from which the size of a cell follows roughly.
  var area: PixelSize?
  /// Whether it has answered everything it is going to.
  var isComplete = false
}
