import TerminalScreen

/// One row of text in several roles. Text from outside becomes safe here.
struct StyledLine {
  private var pieces: [(text: DisplayText, role: Role)] = []

  init() {}

  init(_ text: String, _ role: Role = .text) { add(text, role) }

  mutating func add(_ text: String, _ role: Role = .text) {
    pieces.append((DisplayText(text), role))
  }

  mutating func add(_ text: DisplayText, _ role: Role = .text) { pieces.append((text, role)) }

  /// Adds a text behind a dim dot, as lists of facts are written.
  mutating func addFact(_ text: String, _ role: Role = .text) {
    if !pieces.isEmpty { add(" · ", .dim) }
    add(text, role)
  }

  var columns: Int { pieces.reduce(0) { $0 + $1.text.columns } }
  var isEmpty: Bool { pieces.isEmpty }

  enum Alignment {
    case left, center, right
  }

  /// Draws the line into the first row of `rect`, cut with an ellipsis.
  func draw(
    into buffer: inout CellBuffer, rect: Rect, theme: Theme, alignment: Alignment = .left
  ) {
    guard rect.rows > 0 else { return }
    let spare = max(0, rect.columns - columns)
    var column = rect.column
    switch alignment {
    case .left: break
    case .center: column += spare / 2
    case .right: column += spare
    }
    for (index, piece) in pieces.enumerated() {
      let room = rect.maxColumn - column
      let isLast = index == pieces.count - 1
      let fits = piece.text.columns < room || isLast && piece.text.columns == room
      // What follows does not fit, so this piece must end with the ellipsis.
      column += buffer.write(
        piece.text, at: Point(row: rect.row, column: column), style: theme[piece.role],
        columns: room, truncation: fits ? .ellipsis : .continued)
      if !fits { return }
    }
  }
}

extension CellBuffer {
  /// Writes wrapped text from the top of a rectangle; the last row that fits ends with an ellipsis
  /// when there is more. Returns the rows used.
  @discardableResult
  mutating func paragraph(
    _ text: String, in rect: Rect, style: Style, alignment: StyledLine.Alignment = .left
  ) -> Int {
    guard rect.rows > 0, rect.columns > 0 else { return 0 }
    let lines = DisplayText(text, lineBreaks: .kept).wrapped(columns: rect.columns)
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      let isCut = index == rect.rows - 1 && lines.count > rect.rows
      let shown = isCut ? (line + "…").truncated(columns: rect.columns) : line
      let indent = alignment == .center ? max(0, rect.columns - shown.columns) / 2 : 0
      write(
        shown, at: Point(row: rect.row + index, column: rect.column + indent), style: style,
        columns: rect.columns, truncation: .ellipsis)
    }
    return min(lines.count, rect.rows)
  }
}
