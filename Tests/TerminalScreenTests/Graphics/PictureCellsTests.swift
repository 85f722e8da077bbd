import FoundationEssentials
import Pictures
import Testing

@testable import TerminalScreen

@Suite("Pictures in a grid", .timeLimit(.minutes(3)))
struct PictureCellsTests {
  private let fitter = PictureFitter(
    kind: .kitty, cell: CellGeometry(pixelWidth: 6, pixelHeight: 12), depth: .truecolor,
    isUnicode: true)
  private var picture: FittedPicture {
    fitter.fit(.photograph(width: 60, height: 48), in: GridSize(rows: 4, columns: 10))
  }

  @Test("As symbols a picture is what its symbols are, clipped and covered like anything else")
  func symbols() {
    let picture = picture
    var buffer = CellBuffer(size: GridSize(rows: 8, columns: 20))
    buffer.place(
      picture, at: Point(row: 1, column: 2),
      clippedTo: Rect(row: 0, column: 0, rows: 4, columns: 20))
    buffer[2, 3] = Cell("x")
    let shown = buffer.asSymbols
    #expect(shown[1, 2] == picture.symbols[0, 0] && shown[3, 11] == picture.symbols[2, 9])
    #expect(shown[2, 3] == Cell("x") && shown[4, 2] == .blank && shown[1, 12] == .blank)
    #expect(shown.cells.allSatisfy { $0.part == nil })
  }

  @Test("A grid with pictures can be pasted into one that has others")
  func pasting() {
    let (one, two) = (
      picture, fitter.fit(.photograph(width: 30, height: 24), in: GridSize(rows: 2, columns: 5))
    )
    var inner = CellBuffer(size: GridSize(rows: 4, columns: 10))
    inner.place(two, at: Point(row: 1, column: 1))
    var outer = CellBuffer(size: GridSize(rows: 8, columns: 30))
    outer.place(one, at: Point(row: 0, column: 0))
    outer.paste(inner, at: Point(row: 2, column: 15))
    #expect(outer.asSymbols[3, 16] == two.symbols[0, 0])
    #expect(outer.asSymbols[0, 0] == one.symbols[0, 0])
    #expect(outer[3, 16].part == PicturePart(picture: 1, row: 0, column: 0))
  }

  @Test(
    "Attributes put on a picture reach its symbols; the colour behind it shows where it is clear")
  func restyling() {
    let blue = Color.rgb(0, 0, 90)
    let clear = fitter.fit(
      PixelImage.photograph(width: 60, height: 48).halfTransparent,
      in: GridSize(rows: 4, columns: 10))
    var buffer = CellBuffer(size: GridSize(rows: 4, columns: 10), style: Style(background: blue))
    buffer.place(clear, at: Point(row: 0, column: 0))
    buffer.restyle(buffer.bounds) { $0.attributes = .dim }
    #expect(buffer.asSymbols[0, 0].style == Style(background: blue, attributes: .dim))
    #expect(buffer.asSymbols[0, 9].style.attributes.contains(.dim))
  }

  @Test("Equal pictures have equal keys; other pixels, boxes and ways have others")
  func keys() {
    let box = GridSize(rows: 4, columns: 10)
    let image = PixelImage.photograph(width: 60, height: 48)
    var other = image
    other.pixels[40] ^= 0x80
    #expect(fitter.fit(image, in: box) == fitter.fit(image, in: box))
    let economy = PictureFitter(
      kind: .kitty, transfer: .economy, cell: fitter.cell, depth: .truecolor, isUnicode: true)
    for picture in [
      fitter.fit(other, in: box), fitter.fit(image, in: GridSize(rows: 3, columns: 10)),
      economy.fit(image, in: box), fitter.sketch(image, in: box),
    ] {
      #expect(picture != fitter.fit(image, in: box))
    }
  }

  @Test(
    "There is a mark for each of 297 rows, none of them takes a column, and no box has more rows")
  func marks() {
    #expect(PlaceholderMarks.marks.count == 297)
    #expect(PlaceholderMarks.marks.first == "\u{305}" && PlaceholderMarks.marks.last == "\u{1D244}")
    #expect(PlaceholderMarks.marks.allSatisfy { CharacterWidth.columns(of: $0) == 0 })
    #expect(CharacterWidth.columns(of: PlaceholderMarks.base) == 1)
    let long = fitter.sketch(
      PixelImage(width: 1, height: 2000, pixels: .init(repeating: 9, count: 8000)),
      in: GridSize(rows: 500, columns: 500))
    #expect(long.size.rows <= 297)
  }

  @Test("No text from outside can pretend to be a picture")
  func outsideText() {
    var buffer = CellBuffer(size: GridSize(rows: 1, columns: 10))
    buffer.write("\u{10EEEE}\u{F0000}\u{F0000}\u{F0000}", at: Point(row: 0, column: 0))
    #expect(buffer.cells.allSatisfy { $0.part == nil })
    #expect(Cell("\u{10EEEE}", combining: ["\u{305}"], width: 1).part == nil)
  }

  @Test("A budget gives up what was used longest ago, and keeps what is in use")
  func budget() {
    var budget = ImageBudget<String>(bytes: 100, count: 3)
    for key in ["a", "b", "c"] { budget.hold(key, bytes: 30) }
    #expect(budget.evict(keeping: []) == [])
    budget.hold("a", bytes: 60)
    #expect(budget.bytes == 120)
    #expect(budget.evict(keeping: ["b"]) == ["c"])
    budget.hold("d", bytes: 1)
    budget.hold("e", bytes: 1)
    #expect(budget.evict(keeping: ["a", "e"]) == ["b"])
    budget.drop("a")
    #expect(budget.bytes == 2 && budget.keys == ["d", "e"])
    budget.hold("f", bytes: 1000)
    #expect(budget.evict(keeping: ["d", "e", "f"]) == [])
  }

  @Test("A file is decoded to the samples of its symbols, or to the pixels of its box, and no more")
  func decoding() throws {
    let path = "/tmp/easel-decoding-\(UInt64.random(in: 0 ... .max)).png"
    let image = PixelImage.photograph(width: 300, height: 200)
    let file = FileManager.default
    try #require(file.createFile(atPath: path, contents: Data(ImageEncoder.png(image))))
    defer { try? file.removeItem(atPath: path) }
    let box = GridSize(rows: 4, columns: 10)
    let pixels = try fitter.decode(path: path, for: box)
    #expect(pixels.image.size == PixelSize(width: 72, height: 48) && pixels.size == image.size)
    let plain = PictureFitter(
      kind: .symbols, cell: CellGeometry(pixelWidth: 6, pixelHeight: 12), depth: .truecolor,
      isUnicode: true)
    let samples = try plain.decode(path: path, for: box)
    #expect(samples.image.size == PixelSize(width: 80, height: 24) && samples.size == image.size)
    let sketch = plain.sketch(samples, in: box)
    #expect(sketch.size == GridSize(rows: 3, columns: 10))
    #expect(sketch == plain.sketch(image, in: box))
  }
}
