extension DisplayText {
  /// The lines, without their ends; always at least one.
  public var lines: [DisplayText] {
    string.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      DisplayText(measuring: $0)
    }
  }

  private init(measuring scalars: Substring.UnicodeScalarView) {
    self.init(
      clean: String(scalars), columns: scalars.reduce(0) { $0 + CharacterWidth.columns(of: $1) })
  }

  /// The longest beginning of the first line that takes at most this many columns; a wide
  /// character is never cut.
  public func prefix(columns limit: Int) -> DisplayText {
    if limit >= columns, isOneLine { return self }
    let scalars = string.unicodeScalars
    let (end, used) = DisplayText.fit(scalars[...], columns: limit)
    return DisplayText(clean: String(scalars[..<end]), columns: used)
  }

  /// The text cut to this many columns, with `…` at the end when something was cut.
  public func truncated(columns limit: Int) -> DisplayText {
    if limit >= columns, isOneLine { return self }
    guard limit > 0 else { return .empty }
    return prefix(columns: limit - 1) + DisplayText(clean: "…", columns: 1)
  }

  /// The lines of the text, broken between words so that none is wider than `limit` columns (at
  /// least 1). Words longer than a line are cut; spaces at a break are left out. A character wider
  /// than `limit` stands alone on its line.
  public func wrapped(columns limit: Int) -> [DisplayText] {
    lines.flatMap { $0.wrappedLine(columns: max(1, limit)) }
  }

  private func wrappedLine(columns limit: Int) -> [DisplayText] {
    var rest = string.unicodeScalars[...]
    var lines: [DisplayText] = []
    while true {
      let (end, _) = DisplayText.fit(rest, columns: limit)
      if end == rest.endIndex { break }
      let cut = DisplayText.breakIndex(in: rest, before: end)
      lines.append(DisplayText(measuring: DisplayText.trimmingEnd(rest[..<cut])))
      rest = rest[cut...].drop { $0 == " " }
    }
    if !rest.isEmpty || lines.isEmpty { lines.append(DisplayText(measuring: rest)) }
    return lines
  }

  /// Where the text that fits into so many columns ends (marks stay with their base), and how many
  /// columns it uses. A line end stops it.
  private static func fit(
    _ scalars: Substring.UnicodeScalarView, columns limit: Int
  ) -> (end: String.Index, used: Int) {
    var used = 0
    var index = scalars.startIndex
    while index < scalars.endIndex, scalars[index] != "\n" {
      let width = CharacterWidth.columns(of: scalars[index])
      if used + width > limit { break }
      used += width
      index = scalars.index(after: index)
    }
    return (index, used)
  }

  /// The best place for a break: after the last space that fits, beside a wide character, or else
  /// in the middle of a word; always after at least one character with its marks.
  private static func breakIndex(
    in scalars: Substring.UnicodeScalarView, before end: String.Index
  ) -> String.Index {
    if scalars[end] == " " { return end }
    var index = end
    while index > scalars.startIndex {
      let previous = scalars.index(before: index)
      if scalars[previous] == " " || isBetweenWide(scalars, previous, index) { return index }
      index = previous
    }
    if end > scalars.startIndex { return end }
    let second = scalars.index(after: end)
    return scalars[second...].firstIndex { CharacterWidth.columns(of: $0) > 0 } ?? scalars.endIndex
  }

  /// Whether a break between these neighbours is usual although no space is there: ideographs.
  private static func isBetweenWide(
    _ scalars: Substring.UnicodeScalarView, _ left: String.Index, _ right: String.Index
  ) -> Bool {
    CharacterWidth.columns(of: scalars[left]) == 2
      && CharacterWidth.columns(of: scalars[right]) == 2
  }

  private static func trimmingEnd(
    _ scalars: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView {
    var end = scalars.endIndex
    while end > scalars.startIndex, scalars[scalars.index(before: end)] == " " {
      end = scalars.index(before: end)
    }
    return scalars[..<end]
  }
}
