import StudioCore

/// The stretch of a long list that is on the screen, and a little around it. Reads pages as they
/// come into sight and forgets those far away, so that 100,000 generations cost no more than 100.
struct HistoryWindow: Sendable {
  static let pageLength = 64
  /// Pages kept; enough for the largest gallery and a page of scrolling each way.
  static let pagesKept = 12

  private(set) var query = HistoryQuery.all
  /// Length of the list; nil before the first answer.
  private(set) var total: Int?
  /// The selected row, from 0, and the row at the top of the screen.
  private(set) var selected = 0
  private(set) var top = 0
  /// What the selected row holds, so that the place is kept when rows come in above it.
  private(set) var selectedID: GenerationID?
  private(set) var error: StudioError?
  private var pages: [Int: Page] = [:]
  private var asked: Set<Int> = []
  private var epoch = 0
  /// Whether rows on the screen are from before the last change.
  private var isStale = true

  private struct Page: Sendable {
    private(set) var generations: [Generation]
    private(set) var rows: [HistoryLine]

    init(_ generations: [Generation]) {
      self.generations = generations
      rows = generations.map(HistoryLine.init)
    }

    mutating func put(_ generation: Generation, at index: Int) {
      generations[index] = generation
      rows[index] = HistoryLine(generation)
    }
  }

  /// The generation in a row, where it is known.
  func generation(at row: Int) -> Generation? {
    guard row >= 0, let page = pages[row / Self.pageLength] else { return nil }
    let index = row % Self.pageLength
    return index < page.generations.count ? page.generations[index] : nil
  }

  /// What a row says, where it is known.
  func row(at row: Int) -> HistoryLine? {
    guard row >= 0, let page = pages[row / Self.pageLength] else { return nil }
    let index = row % Self.pageLength
    return index < page.rows.count ? page.rows[index] : nil
  }

  var selection: Generation? { generation(at: selected) }
  var isEmpty: Bool { total == 0 }

  /// Looks for something else; the place is lost, the old rows stay until the answer comes.
  mutating func search(_ query: HistoryQuery) {
    guard query != self.query || error != nil else { return }
    self.query = query
    selected = 0
    top = 0
    selectedID = nil
    invalidate()
  }

  /// Reads everything on the screen anew; what is shown stays until then.
  mutating func invalidate() {
    epoch += 1
    asked = []
    isStale = true
    error = nil
  }

  /// Selects a row, as near as there is one.
  mutating func select(_ row: Int) {
    selected = max(0, min(row, (total ?? 0) - 1))
    selectedID = selection?.id
  }

  mutating func move(by rows: Int) { select(selected + rows) }

  /// Moves the window so that the selection is in it. With several columns it begins with a whole
  /// row of them.
  mutating func show(rows: Int, columns: Int = 1) {
    let line = selected / columns
    let lines = ((total ?? 0) + columns - 1) / columns
    var first = min(top / columns, line)
    first = max(first, line - max(1, rows) + 1)
    first = max(0, min(first, lines - rows))
    top = first * columns
  }

  /// What has to be read for a screen of so many rows, and for the page that comes before it or
  /// behind it: a key seldom finds rows that are not known. Each stretch is asked for once.
  mutating func reads(rows: Int) -> [HistoryRead] {
    guard error == nil else { return [] }
    let end = max(1, total ?? 1)
    let first = max(0, top - Self.pageLength)
    let last = max(first, min(top + max(1, rows) + Self.pageLength, end) - 1)
    let here = selected / Self.pageLength
    let wanted = ((first / Self.pageLength)...(last / Self.pageLength)).sorted {
      abs($0 - here) < abs($1 - here)
    }
    return wanted.filter { (isStale || pages[$0] == nil) && asked.insert($0).inserted }.map {
      HistoryRead(
        query: query, offset: $0 * Self.pageLength, limit: Self.pageLength, epoch: epoch)
    }
  }

  /// Takes an answer; one to an outdated question is dropped.
  mutating func take(_ read: HistoryRead, _ answer: Result<HistoryPage, StudioError>) {
    guard read.epoch == epoch else { return }
    switch answer {
    case .failure(let error): self.error = error
    case .success(let page):
      if isStale { startAnew(total: page.total) }
      total = page.total
      pages[page.offset / Self.pageLength] = Page(page.generations)
      keepPlace(in: page)
      forgetFarPages()
    }
  }

  /// The first answer after a change: rows above the selection may have come in.
  private mutating func startAnew(total newTotal: Int) {
    isStale = false
    pages = [:]
    guard let total, selectedID != nil, selected > 0 else { return }
    let added = newTotal - total
    guard added > 0 else { return }
    selected += added
    top += added
  }

  private mutating func keepPlace(in page: HistoryPage) {
    if let id = selectedID, let index = page.generations.firstIndex(where: { $0.id == id }) {
      let row = page.offset + index
      top = max(0, top + row - selected)
      selected = row
    }
    selected = max(0, min(selected, page.total - 1))
    if let shown = selection { selectedID = shown.id }
  }

  private mutating func forgetFarPages() {
    let here = selected / Self.pageLength
    guard pages.count > Self.pagesKept else { return }
    let kept = pages.keys.sorted { abs($0 - here) < abs($1 - here) }.prefix(Self.pagesKept)
    for page in Set(pages.keys).subtracting(kept) {
      pages[page] = nil
      asked.remove(page)
    }
  }

  /// A generation changed: shown anew where it is, or the list is read again where it is new.
  mutating func note(_ generation: Generation) {
    for (number, page) in pages {
      guard let index = page.generations.firstIndex(where: { $0.id == generation.id }) else {
        continue
      }
      pages[number]?.put(generation, at: index)
      return
    }
    invalidate()
  }
}
