/// The history: its window, and the line that filters it.
struct HistoryPane: Sendable {
  var window = HistoryWindow()
  var filter = LineField()
  var isFiltering = false
  /// Which picture of the selected generation is shown.
  var imageIndex = 0
}

/// One picture on the whole screen.
struct ViewerPane: Sendable {
  /// Where the person came from and goes back to.
  var origin = Place.studio
  var showsDetails = true
}
