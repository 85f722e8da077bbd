import Pictures
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("How a picture is looked at", .timeLimit(.minutes(3)))
struct PictureLookTests {
  /// A picture of 1600 by 800 pixels in 80 by 40 cells of 10 by 20: half its size when whole.
  private static let frame = PictureLook.Frame(
    picture: PixelSize(width: 1600, height: 800), box: GridSize(rows: 40, columns: 80),
    cell: CellGeometry(pixelWidth: 10, pixelHeight: 20))

  private func zoomed(_ steps: Int) -> PictureLook {
    var look = PictureLook()
    for _ in 0..<steps { look.zoomIn(Self.frame) }
    return look
  }

  @Test("at first the whole picture is seen")
  func whole() {
    #expect(
      PictureLook().view(Self.frame) == .init(part: nil, box: GridSize(rows: 40, columns: 80)))
  }

  @Test("zooming in stops at actual pixels on its way, and somewhere for good")
  func zoomIn() {
    #expect((0...3).map { zoomed($0).scale } == [nil, 0.75, 1, 1.5])
    #expect(zoomed(50).scale == 16)
  }

  @Test("zooming out comes back to the whole picture and stays there")
  func zoomOut() {
    var look = zoomed(3)
    for _ in 0..<10 { look.zoomOut(Self.frame) }
    #expect(look.scale == nil)
  }

  @Test("what is dragged follows the mouse cell by cell, as far as the picture goes")
  func drag() {
    // Four pixels of the screen for one of the picture: a step is less than a pixel wide.
    var look = PictureLook()
    while look.scale.map({ $0 < 4 }) != false { look.zoomIn(Self.frame) }
    let scale = look.scale ?? 0
    let before = look.view(Self.frame).part
    for _ in 0..<20 { look.drag(columns: 1, rows: 0, Self.frame) }
    let after = look.view(Self.frame).part
    #expect(before.map(\.size) == after.map(\.size))
    #expect(abs(Double((before?.x ?? 0) - (after?.x ?? 0)) - 20 * 10 / scale) <= 1)
    for _ in 0..<9 { look.drag(columns: 80, rows: 40, Self.frame) }
    #expect(look.view(Self.frame).part.map { [$0.x, $0.y] } == [0, 0])
    var whole = PictureLook()
    whole.drag(columns: 5, rows: 5, Self.frame)
    #expect(whole == PictureLook())
  }

  @Test("a picture smaller than its place can be made as small as it is")
  func smallPicture() {
    let frame = PictureLook.Frame(
      picture: PixelSize(width: 100, height: 100), box: GridSize(rows: 40, columns: 80),
      cell: CellGeometry(pixelWidth: 10, pixelHeight: 20))
    var look = PictureLook()
    for _ in 0..<10 { look.zoomOut(frame) }
    #expect(look.scale == 1)
    #expect(look.view(frame) == .init(part: nil, box: GridSize(rows: 5, columns: 10)))
    for _ in 0..<6 { look.zoomIn(frame) }
    #expect(look.scale == nil)
  }

  @Test("at actual pixels a cell shows as many pixels as it has")
  func actual() throws {
    var look = PictureLook()
    look.showActualPixels()
    let view = look.view(Self.frame)
    #expect(view.box == GridSize(rows: 40, columns: 80))
    #expect(
      view.part == PixelRect(x: 400, y: 0, size: PixelSize(width: 800, height: 800)))
  }

  @Test("what is seen moves by a quarter of itself and never leaves the picture")
  func pan() throws {
    var look = PictureLook()
    look.showActualPixels()
    look.pan(x: 1, y: 1, Self.frame)
    #expect(look.view(Self.frame).part?.x == 600)
    #expect(look.view(Self.frame).part?.y == 0)
    for _ in 0..<9 { look.pan(x: 1, y: 0, Self.frame) }
    #expect(look.view(Self.frame).part?.x == 800)
    for _ in 0..<9 { look.pan(x: -1, y: 0, Self.frame) }
    #expect(look.view(Self.frame).part?.x == 0)
  }

  @Test("zooming keeps the middle in the middle")
  func middle() throws {
    var look = PictureLook()
    look.showActualPixels()
    look.pan(x: -1, y: 0, Self.frame)
    let before = try #require(look.view(Self.frame).part)
    look.zoomIn(Self.frame)
    let after = try #require(look.view(Self.frame).part)
    #expect(abs(before.x + before.size.width / 2 - after.x - after.size.width / 2) <= 1)
  }
}
