internal import CNcurses

/// Gives each pair of colours a number, as curses wants it.
///
/// Not `alloc_pair`: in ncurses 6.4 it fails for good once its table was full.
@MainActor
final class NcursesColors {
  private struct Pair: Hashable {
    let foreground: Int32
    let background: Int32
  }

  /// What a style comes to: a colour pair, and attributes that stand in for colours.
  struct Look {
    var pair: Int32
    var attributes: Attributes
  }

  private(set) var depth: ColorDepth
  private let isDirect: Bool
  /// The numbered colours that the terminal is known to show.
  private var paletteSize: Int
  private let pairLimit: Int32
  private var pairs: [Pair: Int32] = [:]
  private var next: Int32 = 1
  private var isGrown = false
  private var last: (style: Style, look: Look)?

  /// Pairs after which the table is grown in one step: growing by doubling stalls at each step.
  private static let growthPoint: Int32 = 1024
  /// As many as about ten full-screen pictures need; 3 MB.
  private static let grownSize: Int32 = 131_071

  /// For the current curses screen, after `start_color`.
  init(depth: ColorDepth, isDirect: Bool, paletteSize: Int) {
    self.depth = depth
    self.isDirect = isDirect
    self.paletteSize = paletteSize
    pairLimit = min(Self.grownSize, max(1, tigetnum("pairs")))
  }

  /// The look of a style; nil when all pairs are used up: then `reset` and draw everything again.
  func look(of style: Style) -> Look? {
    if let last, last.style == style { return last.look }
    var look = Look(pair: 0, attributes: style.attributes)
    if depth > .mono {
      let foreground = number(of: style.foreground, isForeground: true, &look.attributes)
      let background = number(of: style.background, isForeground: false, &look.attributes)
      guard let pair = pair(Pair(foreground: foreground, background: background)) else {
        return nil
      }
      look.pair = pair
    }
    last = (style, look)
    return look
  }

  /// Shows 24-bit colours from now on; false when that cannot be or is so already.
  func becomeTruecolor() -> Bool {
    guard isDirect, depth > .mono, depth < .truecolor else { return false }
    depth = .truecolor
    paletteSize = 256
    last = nil
    return true
  }

  /// Forgets all pairs; curses repaints everything that had one.
  func reset() {
    reset_color_pairs()
    pairs.removeAll(keepingCapacity: true)
    next = 1
    last = nil
  }

  private func pair(_ colors: Pair) -> Int32? {
    if colors.foreground == -1, colors.background == -1 { return 0 }
    if let pair = pairs[colors] { return pair }
    guard next < pairLimit else { return nil }
    if next == Self.growthPoint, !isGrown {
      isGrown = true
      init_extended_pair(pairLimit - 1, -1, -1)
    }
    guard init_extended_pair(next, colors.foreground, colors.background) == OK else { return 0 }
    pairs[colors] = next
    next += 1
    return next - 1
  }

  /// The colour's number; −1 is the terminal's own.
  private func number(
    of color: Color, isForeground: Bool, _ attributes: inout Attributes
  ) -> Int32 {
    switch color.reduced(to: depth) {
    case .terminal: return -1
    case .rgb(let red, let green, let blue):
      return Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    case .palette(let number):
      let first = isDirect ? DirectColorTerminfo.paletteBase : 0
      guard Int(number) >= paletteSize else { return first + Int32(number) }
      // Eight colours only: bold stands for bright.
      if isForeground { attributes.insert(.bold) }
      return first + Int32(number & 7)
    }
  }
}
