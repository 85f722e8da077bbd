import Pictures
import Testing

@testable import TerminalScreen

@Suite("Which symbols stand for a picture", .timeLimit(.minutes(1)))
struct SymbolFitTests {
  private static let grid = GridSize(rows: 3, columns: 3)
  private static let coloured: [ColorDepth] = [.ansi16, .palette256, .truecolor]
  /// Two colours that are exact at each depth.
  private static let red: [ColorDepth: Color] = [
    .ansi16: .palette(9), .palette256: .palette(196), .truecolor: .rgb(255, 0, 0),
  ]
  private static let black: [ColorDepth: Color] = [
    .ansi16: .palette(0), .palette256: .palette(16), .truecolor: .rgb(0, 0, 0),
  ]

  /// Nine cells of one shape: what it covers is red, what it leaves black.
  private func picture(
    of mask: UInt64, ink: [UInt8] = [255, 0, 0, 255], ground: [UInt8] = [0, 0, 0, 255]
  ) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<48 {
      for x in 0..<24 {
        pixels += mask >> UInt64(y % 16 / 2 * 8 + x % 8) & 1 == 1 ? ink : ground
      }
    }
    return PixelImage(width: 24, height: 48, pixels: pixels)
  }

  private static let shapesWithColour = SymbolSet.allCases.flatMap { set in
    let shapes = set.shapes(isColorless: false)
    return zip(shapes.scalars, shapes.masks).dropFirst().map { (set, $0.0, $0.1) }
  }

  @Test("The shape of a symbol gives that symbol and its two colours", arguments: coloured)
  func exactShapes(depth: ColorDepth) throws {
    for (set, scalar, mask) in Self.shapesWithColour {
      let style = Style(
        foreground: try #require(Self.red[depth]), background: try #require(Self.black[depth]))
      let expected = Cell(scalar, width: 1, style: style)
      let cells = SymbolCells(depth: depth, symbols: set).draw(picture(of: mask), in: Self.grid)
      #expect(cells.cells == Array(repeating: expected, count: 9), "\(set) \(scalar)")
    }
  }

  @Test("Without colour the shape of a symbol gives that symbol, in white")
  func exactShapesOfInk() {
    for set in [SymbolSet.blocks, .halves] {
      let shapes = set.shapes(isColorless: true)
      for (scalar, mask) in zip(shapes.scalars, shapes.masks) {
        let image = picture(of: mask, ink: [255, 255, 255, 255], ground: [0, 0, 0, 255])
        let cells = SymbolCells(depth: .mono, symbols: set).draw(image, in: Self.grid)
        #expect(cells.cells == Array(repeating: Cell(scalar, width: 1), count: 9), "\(scalar)")
      }
    }
  }

  @Test("The blocks are block elements, all different, and none is another's opposite")
  func blocks() {
    let all = SymbolSet.blocks.shapes(isColorless: true)
    #expect(all.scalars.dropFirst().allSatisfy { (0x2580...0x259F).contains($0.value) })
    #expect(Set(all.scalars).count == all.scalars.count && all.scalars.count == 30)
    #expect(Set(all.masks).count == all.masks.count)
    let coloured = SymbolSet.blocks.shapes(isColorless: false).masks
    #expect(Set(coloured).isDisjoint(with: coloured.map { ~$0 }))
    for mask in all.masks { #expect(coloured.contains(mask) || coloured.contains(~mask)) }
  }

  @Test(
    "Where a shape is transparent the terminal shows, inside it or outside", arguments: coloured)
  func transparentParts(depth: ColorDepth) throws {
    let red = try #require(Self.red[depth])
    let (opaque, clear): ([UInt8], [UInt8]) = ([255, 0, 0, 255], [0, 255, 0, 0])
    for (set, scalar, mask) in Self.shapesWithColour {
      let look = SymbolCells(depth: depth, symbols: set)
      let solid = look.draw(picture(of: mask, ink: opaque, ground: clear), in: Self.grid)
      let shape = Cell(scalar, width: 1, style: Style(foreground: red))
      #expect(solid.cells.allSatisfy { $0 == shape }, "\(set) \(scalar)")
      let holed = look.draw(picture(of: mask, ink: clear, ground: opaque), in: Self.grid)
      let hole = Cell(
        scalar, width: 1, style: Style(foreground: red, attributes: .reverse))
      #expect(holed.cells.allSatisfy { $0 == hole }, "\(set) \(scalar)")
    }
  }

  @Test("What is more than half opaque has its colour, what is less has none", arguments: coloured)
  func halfOpaque(depth: ColorDepth) {
    let look = SymbolCells(depth: depth)
    let thick = look.draw(picture(of: 0, ground: [255, 0, 0, 140]), in: Self.grid)
    #expect(thick.cells.allSatisfy { $0.style.background == Self.red[depth] })
    let thin = look.draw(picture(of: 0, ground: [255, 0, 0, 110]), in: Self.grid)
    #expect(thin == CellBuffer(size: Self.grid))
  }

  @Test("Over a given background what is half transparent is mixed with it")
  func mixedWithBackground() {
    let look = SymbolCells(depth: .truecolor, background: (0, 100, 200))
    let cells = look.draw(picture(of: 0, ground: [200, 100, 0, 51]), in: Self.grid)
    #expect(cells.cells.allSatisfy { $0.style.background == .rgb(40, 100, 160) })
  }

  @Test("No other symbol, and no other colours, would be nearer to the samples")
  func nearest() {
    let image = PixelImage.photograph(width: 80, height: 160)
    let size = GridSize(rows: 10, columns: 10)
    let samples = image.scaled(to: PixelSize(width: 80, height: 80))
    let cells = SymbolCells(depth: .truecolor).draw(image, in: size)
    let paint = SymbolPaint(cells)
    let masks = SymbolSet.blocks.shapes(isColorless: false).masks
    for row in 0..<10 {
      for column in 0..<10 {
        let cell = (0..<64).map { samples.color(column * 8 + $0 % 8, row * 8 + $0 / 8) }
        let shown = (0..<64).map { paint.color(column * 8 + $0 % 8, row * 8 + $0 / 8) }
        let least = masks.map { Self.leastError(of: cell, dividedBy: $0) }.min() ?? 0
        let error = rootMeanSquare(Array(zip(cell, shown)))
        // Colours are rounded to whole steps, and a split that moves them by less is not made.
        #expect(error * error < least + 0.6, "\(row), \(column)")
      }
    }
  }

  /// The mean square that is left when each part has its mean.
  private static func leastError(of cell: [SIMD3<Int>], dividedBy mask: UInt64) -> Double {
    let parts = [true, false].map { isCovered in
      cell.indices.filter { (mask >> UInt64($0) & 1 == 1) == isCovered }.map {
        SIMD3<Double>(cell[$0])
      }
    }
    let sum = parts.filter { !$0.isEmpty }.reduce(0.0) { sum, part in
      let mean = part.reduce(.zero, +) / Double(part.count)
      return sum + part.reduce(0) { $0 + (($1 - mean) * ($1 - mean)).sum() }
    }
    return sum / Double(3 * cell.count)
  }

  @Test(
    "With few colours every neighbourhood keeps its mean colour",
    arguments: [(ColorDepth.palette256, 5.0), (.ansi16, 18), (.mono, 18)])
  func meanColours(depth: ColorDepth, tolerance: Double) {
    let size = GridSize(rows: 20, columns: 40)
    let image = PixelImage.greyGradient(width: 320, height: 320)
    let samples = image.scaled(to: PixelSize(width: 320, height: 160))
    let paint = SymbolPaint(SymbolCells(depth: depth).draw(image, in: size))
    for row in stride(from: 0, to: 20, by: 4) {
      for column in stride(from: 0, to: 40, by: 8) {
        let (rows, columns) = (row..<row + 4, column..<column + 8)
        let wanted = meanColor(rows: rows, columns: columns, of: samples.color)
        let difference = paint.mean(rows: rows, columns: columns) - wanted
        #expect(
          max(difference.max(), -difference.min()) < tolerance, "\(row), \(column): \(difference)")
      }
    }
    let wanted = meanColor(rows: 0..<20, columns: 0..<40, of: samples.color)
    let difference = paint.mean(rows: 0..<20, columns: 0..<40) - wanted
    #expect(max(difference.max(), -difference.min()) < tolerance / 4, "\(difference)")
  }

  @Test(
    "A picture smaller than the samples of one cell, or very long, is drawn", arguments: coloured)
  func oddSizes(depth: ColorDepth) {
    let look = SymbolCells(depth: depth)
    let four = PixelImage(
      width: 2, height: 2,
      pixels: [255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 0, 0, 255])
    let cells = look.draw(four, in: GridSize(rows: 10, columns: 20))
    #expect(cells[0, 0].style.background == Self.red[depth])
    #expect(cells[9, 19].style.background == Self.red[depth])
    let wide = PixelImage(
      width: 4000, height: 1,
      pixels: (0..<4000).flatMap { $0 < 2000 ? four.pixels[0..<4] : four.pixels[4..<8] })
    let line = look.draw(wide, in: GridSize(rows: 20, columns: 60))
    #expect(line.size == GridSize(rows: 1, columns: 60))
    #expect(line[0, 0].style.background == Self.red[depth])
    #expect(line[0, 59].style.background != Self.red[depth])
  }
}

extension PixelImage {
  /// From black at the top left to white at the bottom right.
  fileprivate static func greyGradient(width: Int, height: Int) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let light = UInt8(255 * (x * height + y * width) / (2 * width * height))
        pixels += [light, light, light, 255]
      }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }
}
