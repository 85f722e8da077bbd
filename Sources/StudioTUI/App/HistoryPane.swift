/// The history: its window, and the line that filters it.
struct HistoryPane: Sendable {
  var window = HistoryWindow()
  var filter = LineField()
  var isFiltering = false
  /// Whether it is a grid of pictures.
  var isGallery = false
  /// Which picture of the selected generation is shown.
  var imageIndex = 0
}
