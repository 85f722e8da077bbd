import StudioCore

/// What lies over the screen; the last one takes the keys.
enum Dialog: Sendable {
  case picker(Picker)
  case palette(FilterList)
  case prompts(FilterList)
  case help(firstRow: Int)
  case question(Question)
}

/// A filter line over rows, one of them selected. The rows themselves are worked out from the state.
struct FilterList: Sendable {
  var filter = LineField()
  var selected = 0

  /// Whether a row belongs: every word of the filter is in it somewhere.
  func admits(_ text: String) -> Bool {
    let text = text.lowercased()
    return filter.text.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
  }

  mutating func move(by rows: Int, count: Int) {
    selected = max(0, min(selected + rows, count - 1))
  }
}

/// The list of destinations; for an incomplete one the name is typed in its row.
struct Picker: Sendable {
  var list = FilterList()
  /// The selected destination, so that the place is kept when more rows come in.
  var selected: Destination?
  var naming: LineField?
}
