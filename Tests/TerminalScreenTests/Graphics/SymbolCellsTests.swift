import Pictures
import Testing

@testable import TerminalScreen

@Suite("Symbol cells", .timeLimit(.minutes(3)))
struct SymbolCellsTests {
  private static let depths = ColorDepth.allCases
  private static let coloured: [ColorDepth] = [.ansi16, .palette256, .truecolor]
  private static let box = GridSize(rows: 10, columns: 20)

  @Test("a red picture gives cells of plain red", arguments: coloured)
  func solidColour(depth: ColorDepth) {
    let cells = SymbolCells(depth: depth, symbols: .blocks)
      .draw(.solid(255, 0, 0), in: Self.box)
    #expect(cells.size == Self.box)
    #expect(cells.all.allSatisfy { $0.base == " " })
    #expect(cells.all.allSatisfy { Self.isReddish($0.style.background) })
  }

  @Test("truecolor keeps a colour exactly, with every symbol set", arguments: SymbolSet.allCases)
  func exactColour(symbols: SymbolSet) {
    let cells = SymbolCells(depth: .truecolor, symbols: symbols)
      .draw(.solid(18, 52, 200), in: Self.box)
    #expect(cells.all.allSatisfy { $0.shownColours == [.rgb(18, 52, 200)] })
  }

  @Test("256 colours keep to the numbers that no user redefines")
  func fixedPalette() {
    let cells = SymbolCells(depth: .palette256, symbols: .blocks).draw(.gradient, in: Self.box)
    for colour in cells.all.flatMap(\.shownColours) {
      guard case .palette(let number) = colour else {
        Issue.record("\(colour) is no palette colour")
        continue
      }
      #expect(number >= 16)
    }
  }

  @Test("16 colours keep to the named ones")
  func namedPalette() {
    let cells = SymbolCells(depth: .ansi16, symbols: .blocks).draw(.gradient, in: Self.box)
    for colour in cells.all.flatMap(\.shownColours) {
      guard case .palette(let number) = colour else {
        Issue.record("\(colour) is no palette colour")
        continue
      }
      #expect(number < 16)
    }
  }

  @Test(
    "red on the left and blue on the right stay there", arguments: coloured, SymbolSet.allCases)
  func leftAndRight(depth: ColorDepth, symbols: SymbolSet) {
    let cells = SymbolCells(depth: depth, symbols: symbols).draw(.redAndBlue, in: Self.box)
    for row in 0..<10 {
      for column in [0, 4, 8] {
        let colours = cells[row, column].shownColours
        #expect(colours.allSatisfy(Self.isReddish), "\(row),\(column): \(colours)")
      }
      for column in [11, 15, 19] {
        let colours = cells[row, column].shownColours
        #expect(colours.allSatisfy(Self.isBluish), "\(row),\(column): \(colours)")
      }
    }
  }

  @Test("a transparent picture leaves the terminal's background", arguments: depths)
  func transparent(depth: ColorDepth) {
    for symbols in SymbolSet.allCases {
      let cells = SymbolCells(depth: depth, symbols: symbols)
        .draw(.solid(200, 100, 0, alpha: 0), in: Self.box)
      #expect(cells == CellBuffer(size: Self.box), "\(symbols)")
    }
  }

  @Test("a transparent half is the terminal's, the other half is not", arguments: coloured)
  func halfTransparent(depth: ColorDepth) {
    let image = PixelImage.painted { x, y in x < 32 && y < 48 ? (0, 0, 0, 0) : (0, 0, 255, 255) }
    let cells = SymbolCells(depth: depth, symbols: .blocks).draw(image, in: Self.box)
    #expect(cells[0, 0] == .blank)
    #expect(Self.isBluish(cells[0, 15].style.background))
    // Row 7 is cut in the middle: above the terminal's background, below blue.
    let cut = cells[7, 3]
    #expect(cut.shownColours.count == 2)
    #expect(cut.shownColours.contains(.terminal))
    #expect(cut.shownColours.contains(where: Self.isBluish))
    #expect(Self.lowerHalf(cut).map(Self.isBluish) == true)
  }

  @Test("a background colour shows where the picture is transparent")
  func givenBackground() {
    let cells = SymbolCells(depth: .truecolor, symbols: .blocks, background: (10, 20, 30))
      .draw(.solid(200, 100, 0, alpha: 0), in: Self.box)
    #expect(cells.all.allSatisfy { $0.shownColours == [.rgb(10, 20, 30)] })
  }

  @Test("the ASCII set gives printable ASCII only", arguments: depths)
  func asciiOnly(depth: ColorDepth) {
    let cells = SymbolCells(depth: depth, symbols: .ascii).draw(.noise, in: Self.box)
    #expect(cells.all.allSatisfy { (0x20...0x7E).contains($0.base.value) })
    #expect(cells.all.contains { $0.base != " " })
  }

  @Test("without colour no cell has a colour", arguments: SymbolSet.allCases)
  func monoHasNoColour(symbols: SymbolSet) {
    let cells = SymbolCells(depth: .mono, symbols: symbols).draw(.gradient, in: Self.box)
    #expect(cells.all.allSatisfy { $0.style == .plain })
    #expect(Set(cells.all.map(\.base)).count > 1)
  }

  @Test("without colour light is ink on a dark background, and dark is ink on a light one")
  func inkFollowsBackground() {
    for symbols in [SymbolSet.ascii, .blocks] {
      let dark = SymbolCells(depth: .mono, symbols: symbols, background: (0, 0, 0))
        .draw(.blackAndWhite, in: Self.box)
      #expect(dark[5, 2].base == " " && dark[5, 17].base != " ", "\(symbols)")
      let light = SymbolCells(depth: .mono, symbols: symbols, background: (255, 255, 255))
        .draw(.blackAndWhite, in: Self.box)
      #expect(light[5, 2].base != " " && light[5, 17].base == " ", "\(symbols)")
    }
  }

  @Test("every symbol is one column wide by the C library", arguments: depths)
  func oneColumn(depth: ColorDepth) {
    for symbols in SymbolSet.allCases {
      let cells = SymbolCells(depth: depth, symbols: symbols)
        .draw(.noise, in: GridSize(rows: 20, columns: 40))
      #expect(cells.all.allSatisfy { CharacterWidth.measured($0.base) == 1 && $0.width == 1 })
    }
  }

  @Test("eight drawings at once all equal one drawn alone")
  func concurrent() async {
    let look = SymbolCells(depth: .palette256, symbols: .blocks)
    let alone = look.draw(.noise, in: Self.box)
    await withTaskGroup(of: CellBuffer.self) { group in
      for _ in 0..<8 { group.addTask { look.draw(.noise, in: Self.box) } }
      for await cells in group { #expect(cells == alone) }
    }
  }

  @Test("a picture of one pixel and one much larger than the box are drawn")
  func extremes() {
    let look = SymbolCells(depth: .truecolor, symbols: .blocks)
    let pixel = PixelImage(width: 1, height: 1, pixels: [9, 8, 7, 255])
    #expect(look.draw(pixel, in: Self.box).all.allSatisfy { $0.shownColours == [.rgb(9, 8, 7)] })
    let large = PixelImage.painted(side: 1000) { x, _ in
      x < 500 ? (255, 0, 0, 255) : (0, 0, 255, 255)
    }
    let cells = look.draw(large, in: GridSize(rows: 2, columns: 4))
    #expect(cells[1, 0].style.background == .rgb(255, 0, 0))
    #expect(cells[0, 3].style.background == .rgb(0, 0, 255))
  }

  private static func isReddish(_ colour: Color) -> Bool {
    let (red, green, blue) = components(colour)
    return red >= 120 && green <= 95 && blue <= 95
  }

  private static func isBluish(_ colour: Color) -> Bool {
    let (red, green, blue) = components(colour)
    return blue >= 120 && red <= 95 && green <= 95
  }

  private static func components(_ colour: Color) -> (UInt8, UInt8, UInt8) {
    switch colour {
    case .rgb(let red, let green, let blue): (red, green, blue)
    case .palette(let number): Color.components(ofPalette: number)
    case .terminal: (0, 0, 0)
    }
  }

  /// The colour that a half block shows below; nil for other symbols.
  private static func lowerHalf(_ cell: Cell) -> Color? {
    let isReversed = cell.style.attributes.contains(.reverse)
    switch cell.base {
    case "\u{2584}": return isReversed ? cell.style.background : cell.style.foreground
    case "\u{2580}": return isReversed ? cell.style.foreground : cell.style.background
    default: return nil
    }
  }
}

extension CellBuffer {
  fileprivate var all: [Cell] {
    (0..<size.rows).flatMap { row in (0..<size.columns).map { self[row, $0] } }
  }
}

extension Cell {
  /// The colours that can be seen: both, or the background alone behind a space.
  fileprivate var shownColours: Set<Color> {
    base == " " ? [style.background] : [style.foreground, style.background]
  }
}

extension PixelImage {
  fileprivate static func painted(
    side: Int = 64, _ colour: (Int, Int) -> (UInt8, UInt8, UInt8, UInt8)
  ) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<side {
      for x in 0..<side {
        let (red, green, blue, alpha) = colour(x, y)
        pixels += [red, green, blue, alpha]
      }
    }
    return PixelImage(width: side, height: side, pixels: pixels)
  }

  fileprivate static func solid(
    _ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255
  ) -> PixelImage {
    painted { _, _ in (red, green, blue, alpha) }
  }

  fileprivate static var redAndBlue: PixelImage {
    painted { x, _ in x < 32 ? (255, 0, 0, 255) : (0, 0, 255, 255) }
  }

  fileprivate static var blackAndWhite: PixelImage {
    painted { x, _ in x < 32 ? (0, 0, 0, 255) : (255, 255, 255, 255) }
  }

  fileprivate static var gradient: PixelImage {
    painted { x, y in (UInt8(x * 4), UInt8(y * 4), UInt8((x + y) * 2), 255) }
  }

  /// The same pixels every time, unlike each other, so that many symbols turn up.
  fileprivate static var noise: PixelImage {
    var state: UInt32 = 12345
    return painted { _, _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return (UInt8(state >> 24), UInt8(state >> 16 & 255), UInt8(state >> 8 & 255), 255)
    }
  }
}
