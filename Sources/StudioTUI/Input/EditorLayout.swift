internal import TerminalScreen

/// How a text falls into rows of a given width: the editor's screen coordinates.
///
/// Rows break behind spaces and beside ideographs, inside a word only when the word is longer than a
/// row. Spaces at a break hang over the edge, so a cursor behind them stands at the edge.
struct EditorLayout: Sendable, Equatable {
  /// One row of the text, as offsets into its UTF-8.
  struct Row: Sendable, Hashable {
    /// Where it begins.
    var start: Int
    /// Where it ends; a line end is not part of it.
    var end: Int
    /// Whether a line of the text ends here, not only the row.
    var endsLine: Bool
  }

  /// The width that the text was wrapped to, at least 1.
  let columns: Int
  /// From top to bottom; at least one.
  private(set) var rows: [Row]

  /// Wraps a text.
  init(_ text: String, columns: Int) {
    self.columns = max(1, columns)
    rows = []
    _ = wrap(text, from: 0, keeping: 0) { _ in false }
  }

  /// The number of the row that holds an offset; the beginning of a row belongs to it, not to the
  /// row above.
  func rowIndex(at offset: Int) -> Int {
    var (low, high) = (0, rows.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Where an offset is seen; the column is at most `columns`.
  func point(of offset: Int, in text: String) -> Point {
    let index = rowIndex(at: offset)
    let column = TextRuler.with(text) { ruler in
      var (place, column) = (rows[index].start, 0)
      while place < offset {
        let character = ruler.character(at: place, column: column)
        place += character.length
        column += character.columns
      }
      return column
    }
    return Point(row: index, column: min(column, columns))
  }

  /// The character boundary in a row that is seen at a column, or the last one left of it.
  func offset(at point: Point, in text: String) -> Int {
    let row = rows[min(max(0, point.row), rows.count - 1)]
    return TextRuler.with(text) { ruler in
      var (place, column) = (row.start, 0)
      while place < row.end {
        let character = ruler.character(at: place, column: column)
        let isBehindLastOfBrokenRow = !row.endsLine && place + character.length >= row.end
        if column + character.columns > max(0, point.column) || isBehindLastOfBrokenRow { break }
        place += character.length
        column += character.columns
      }
      return place
    }
  }

  /// Where the line of text that holds an offset begins, and where it ends.
  func line(at offset: Int) -> Range<Int> {
    var first = rowIndex(at: offset)
    var last = first
    while first > 0, !rows[first - 1].endsLine { first -= 1 }
    while !rows[last].endsLine { last += 1 }
    return rows[first].start..<rows[last].end
  }
}

extension EditorLayout {
  /// Follows a change of the text: wraps from two rows above it (a word may move up) to the first row
  /// that begins where one began before.
  /// - Parameters:
  ///   - text: The text after the change.
  ///   - range: What was replaced, in the text before.
  ///   - count: The length in bytes of what is there now.
  mutating func update(_ text: String, replacing range: Range<Int>, byCount count: Int) {
    let first = max(0, rowIndex(at: range.lowerBound) - 2)
    let old = rows
    let shift = count - range.count
    var next = first
    let isRestKnown = wrap(text, from: rows[first].start, keeping: first) { start in
      guard start >= range.lowerBound + count else { return false }
      while next < old.count, old[next].start < range.upperBound || old[next].start + shift < start
      {
        next += 1
      }
      return next < old.count && old[next].start + shift == start
    }
    guard isRestKnown else { return }
    rows += old[next...].map {
      Row(start: $0.start + shift, end: $0.end + shift, endsLine: $0.endsLine)
    }
  }

  /// Keeps so many rows, then adds rows from `start` on, until the text ends or `isKnown` accepts the
  /// beginning of the next row.
  /// - Returns: Whether it was accepted.
  private mutating func wrap(
    _ text: String, from start: Int, keeping kept: Int, until isKnown: (Int) -> Bool
  ) -> Bool {
    rows.removeLast(rows.count - kept)
    return TextRuler.with(text) { ruler in
      var start = start
      while true {
        let (row, next) = ruler.row(from: start, columns: columns)
        rows.append(row)
        guard let next else { return false }
        if isKnown(next) { return true }
        start = next
      }
    }
  }
}

extension TextRuler {
  /// The row that begins at an offset, and where the next one begins; nil at the end of the text.
  fileprivate func row(from start: Int, columns limit: Int) -> (EditorLayout.Row, next: Int?) {
    var (place, column) = (start, 0)
    var lastBreak: Int?
    while place < count {
      let byte = byte(at: place)
      if byte == 0x0A { return (.init(start: start, end: place, endsLine: true), place + 1) }
      let (length, columns) = character(at: place, column: column)
      let isIdeograph = columns > 1 && byte >= 0x80
      if isIdeograph, place > start { lastBreak = place }
      if column + columns > limit, byte != 0x20 || length > 1, place > start {
        let end = lastBreak ?? place
        return (.init(start: start, end: end, endsLine: false), end)
      }
      place += length
      column += columns
      if isIdeograph || byte == 0x20 || byte == 0x09 { lastBreak = place }
    }
    return (.init(start: start, end: count, endsLine: true), nil)
  }
}
