extension CellBuffer {
  /// What each row shows, spaces at the end left out.
  public var textLines: [String] {
    (0..<size.rows).map { row in
      let text = (0..<size.columns).map { self[row, $0].text }.joined()
      return String(text.trimmingTrailingSpaces)
    }
  }

  /// For each row one letter a column, chosen by `letter` from the cell's style; both columns of a
  /// wide character get one. With `textLines`, a picture of the screen that a test can compare.
  public func styleLines(_ letter: (Style) -> Character) -> [String] {
    (0..<size.rows).map { row in
      String((0..<size.columns).map { letter(self[row, $0].style) })
    }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: Substring {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return text
  }
}
