internal import TerminalScreen

/// One setting: label, value, and a remark or the reason why it does not apply.
struct FieldRow {
  let label: DisplayText
  let value: DisplayText
  /// Behind the value: why it is ignored, or what is wrong with it.
  var reason: DisplayText = .empty
  /// How the value is meant.
  var state: State = .normal
  /// The width of the column of labels, the same for all rows of a pane.
  var labelColumns = 12

  /// What the row says about its value.
  enum State {
    /// It counts.
    case normal
    /// The destination ignores it or does not know it.
    case disabled
    /// It must be changed before anything can be sent.
    case wrong
  }

  /// Draws the first row of `rect`.
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    let line = rect.splitTop(1).top
    let (labels, rest) = line.splitLeft(min(labelColumns, line.columns / 2))
    buffer.write(
      label, at: labels.origin, style: theme[.label], columns: labels.columns - 1,
      truncation: .ellipsis)
    let used = buffer.write(
      value, at: rest.origin, style: theme[valueRole], columns: rest.columns, truncation: .ellipsis)
    let remark = rest.splitLeft(used + 1).rest
    buffer.write(
      reason, at: remark.origin, style: theme[reasonRole], columns: remark.columns,
      truncation: .ellipsis)
  }

  private var valueRole: Role {
    switch state {
    case .normal: .value
    case .disabled: .disabled
    case .wrong: .failure
    }
  }

  private var reasonRole: Role { state == .wrong ? .failure : .dim }
}
