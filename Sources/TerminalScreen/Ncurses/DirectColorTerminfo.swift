/// Gives a terminal's own terminfo entry 24-bit colours, in memory: ncurses knows only what the
/// entry says, and the `…-direct` entries are seldom installed.
///
/// A colour number below 2²⁴ is red, green and blue; 2²⁴ + n is number n of the 256-colour palette,
/// so the user's own colours (and colours that carry meaning, such as image ids) stay reachable.
enum DirectColorTerminfo {
  /// The number that palette colour 0 has.
  static let paletteBase: Int32 = 0x100_0000

  /// The value for the variable TERMINFO that makes ncurses use the entry that was found, patched or
  /// as it is; nil when the terminal has no entry on disk. Left to itself, ncurses may for a second
  /// go by a variable that is no longer set.
  static func variable(
    term: String, environment: TerminalEnvironment, isPatched: Bool = true
  ) -> String? {
    guard var entry = TerminfoDatabase.entry(named: term, in: environment) else { return nil }
    if isPatched { patch(&entry) }
    return "b64:" + String(decoding: Base64.encoded(entry.serialized), as: UTF8.self)
  }

  /// Indices into the predefined capabilities, from term.h.
  private enum Index {
    static let canChange = 27
    static let maxColors = 13
    static let maxPairs = 14
    static let originalColors = 298
    static let initializeColor = 299
    /// What moves lines of the terminal down: il1, il, rin, ri.
    static let scrollingDown = [53, 110, 113, 130]
    static let setForeground = 359
    static let setBackground = 360
  }

  static func patch(_ entry: inout TerminfoEntry) {
    pad(&entry.flags, to: Index.canChange + 1, with: 0)
    pad(&entry.numbers, to: Index.maxPairs + 1, with: -1)
    pad(&entry.strings, to: Index.setBackground + 1, with: nil)
    let hasPalette = entry.numbers[Index.maxColors] >= 256
    entry.flags[Index.canChange] = 0
    entry.numbers[Index.maxColors] = paletteBase + 256
    entry.numbers[Index.maxPairs] = 0x20_0000
    entry.strings[Index.originalColors] = nil
    entry.strings[Index.initializeColor] = nil
    // Without them curses moves no lines. It would to save a few bytes of a list, and so tear the
    // picture beside it, each cell of which takes forty.
    for index in Index.scrollingDown { entry.strings[index] = nil }
    entry.strings[Index.setForeground] = setColor(ground: 3, hasPalette: hasPalette)
    entry.strings[Index.setBackground] = setColor(ground: 4, hasPalette: hasPalette)
    let name = Array("RGB".utf8)
    entry.namedNumbers.removeAll { $0.name == name }
    entry.namedStrings.removeAll { $0.name == name }
    entry.namedFlags.removeAll { $0.name == name }
    entry.namedFlags.append((name, 1))
  }

  /// `ESC[38;5;n m` for palette numbers, `ESC[38;2;r;g;b m` for the others; where no palette is
  /// promised `ESC[3n m` for the first eight.
  private static func setColor(ground: Int, hasPalette: Bool) -> [UInt8] {
    let base = paletteBase
    let named =
      hasPalette ? "" : "%e%p1%{\(base + 8)}%<%t\(ground)%p1%{\(base)}%-%d"
    return Array(
      """
      \u{1B}[%?%p1%{\(base)}%<\
      %t\(ground)8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d\
      \(named)\
      %e\(ground)8;5;%p1%{\(base)}%-%d%;m
      """.utf8)
  }

  private static func pad<Value>(_ values: inout [Value], to count: Int, with value: Value) {
    values += Array(repeating: value, count: max(0, count - values.count))
  }
}
