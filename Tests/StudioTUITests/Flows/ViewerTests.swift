import Pictures
import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The viewer", .timeLimit(.minutes(3)))
@MainActor
struct ViewerTests {
  /// The history with a generation of four pictures of 384 by 256 pixels, and one of one.
  private func driver(rows: Int = 34, columns: Int = 110) async throws -> AppDriver {
    var contents = FakeStudio.Contents()
    contents.history = try [
      (2, "a lighthouse in a storm, oil on canvas"), (1, "harbour at dawn"),
    ].map { number, prompt in
      var generation = try Scene.saved(number, prompt: prompt)
      generation.images = generation.images.prefix(number == 1 ? 1 : 4).map {
        GeneratedImage(
          file: $0.file, mediaType: $0.mediaType, width: 384, height: 256, bytes: $0.bytes,
          sha256: "")
      }
      return generation
    }
    let driver = await AppDriver(contents, rows: rows, columns: columns)
    await driver.press("F3", "Enter")
    return driver
  }

  @Test("keys zoom in, move, show actual pixels and the whole picture again")
  func zoom() async throws {
    let driver = try await driver()
    await driver.press("1")
    #expect(driver.shows("actual pixels"))
    #expect(driver.state.wantedDrawing?.box == GridSize(rows: 13, columns: 38))
    await driver.press("+", times: 4)
    let part = try #require(driver.state.wantedDrawing?.part)
    #expect(driver.shows("375 %"))
    await driver.press("Right", "Down")
    let moved = try #require(driver.state.wantedDrawing?.part)
    #expect(moved.x > part.x && moved.y > part.y && moved.size == part.size)
    #expect(driver.state.history.imageIndex == 0, "it moved in the picture, not to the next one")
    await driver.press("0")
    #expect(driver.state.wantedDrawing?.part == nil)
    await driver.press("Right")
    #expect(driver.state.history.imageIndex == 1)
    await driver.stop()
  }

  @Test("the mouse drags a zoomed picture, holds it until it lets go, and no other button does")
  func drag() async throws {
    let driver = try await driver()
    await driver.press("1")
    await driver.press("+", times: 4)
    let start = try #require(driver.state.wantedDrawing?.part)
    let cell = driver.state.fitter.cell
    await driver.send(
      .mouse(MouseEvent(.press, .left, at: Point(row: 10, column: 40))),
      .mouse(MouseEvent(.drag, .left, at: Point(row: 9, column: 37))),
      .mouse(MouseEvent(.drag, .left, at: Point(row: 8, column: 34))))
    let dragged = try #require(driver.state.wantedDrawing?.part)
    let scale = try #require(driver.state.viewer.look.scale)
    let across = Double(6 * cell.pixelWidth) / scale
    let down = Double(2 * cell.pixelHeight) / scale
    #expect(abs(Double(dragged.x - start.x) - across) <= 1)
    #expect(abs(Double(dragged.y - start.y) - down) <= 1)
    #expect(dragged.size == start.size)
    await driver.send(
      .mouse(MouseEvent(.release, .left, at: Point(row: 8, column: 34))),
      .mouse(MouseEvent(.drag, .left, at: Point(row: 20, column: 80))),
      .mouse(MouseEvent(.press, .right, at: Point(row: 8, column: 34))),
      .mouse(MouseEvent(.drag, .right, at: Point(row: 2, column: 2))))
    #expect(driver.state.wantedDrawing?.part == dragged)
    await driver.send(
      .mouse(MouseEvent(.press, .left, at: Point(row: 8, column: 34))),
      .mouse(MouseEvent(.drag, .left, at: Point(row: 33, column: 109))))
    #expect(driver.state.wantedDrawing?.part?.x == 0, "as far as the picture goes")
    #expect(driver.state.history.imageIndex == 0)
    await driver.stop()
  }

  @Test("a picture that is seen whole is not dragged")
  func dragWhole() async throws {
    let driver = try await driver()
    let before = driver.state.wantedDrawing
    await driver.send(
      .mouse(MouseEvent(.press, .left, at: Point(row: 10, column: 40))),
      .mouse(MouseEvent(.drag, .left, at: Point(row: 5, column: 20))))
    #expect(driver.state.wantedDrawing == before)
    await driver.stop()
  }

  @Test("the next picture is seen whole")
  func nextIsWhole() async throws {
    let driver = try await driver()
    await driver.press("+", "+", "Space")
    #expect(driver.state.history.imageIndex == 1)
    #expect(driver.state.viewer.look == PictureLook())
    await driver.stop()
  }

  @Test("a picture whose size is not known is not zoomed, and that is said")
  func unknownSize() async throws {
    var contents = FakeStudio.Contents()
    var generation = try Scene.saved()
    generation.images[0].width = nil
    contents.history = [generation]
    let driver = await AppDriver(contents)
    await driver.press("F3", "Enter", "+")
    #expect(driver.shows("The size of this picture is not known"))
    #expect(driver.state.wantedDrawing != nil)
    await driver.stop()
  }

  @Test("details go from a line to everything to nothing and back")
  func details() async throws {
    let driver = try await driver()
    let beside = driver.state.wantedDrawing?.box
    await driver.press("i")
    #expect(driver.shows("Details"))
    #expect(driver.shows("picture 1 of 4"))
    #expect(driver.state.wantedDrawing?.box != beside)
    await driver.press("i")
    #expect(driver.state.wantedDrawing?.box == GridSize(rows: 34, columns: 110))
    await driver.press("i")
    #expect(driver.state.wantedDrawing?.box == beside)
    await driver.stop()
  }

  @Test("two pictures are compared side by side, with one zoom for both")
  func sideBySide() async throws {
    let driver = try await driver()
    await driver.press("m", "Right", "c")
    #expect(driver.shows("A a lighthouse"))
    #expect(driver.shows("B a lighthouse"))
    #expect(driver.state.wantedDrawings.map { $0.path.suffix(5) } == ["2.png", "1.png"])
    await driver.press("+", times: 3)
    let parts = driver.state.wantedDrawings.map(\.part)
    #expect(parts.count == 2 && parts[0] != nil && parts[0] == parts[1])
    await driver.press("Space")
    #expect(driver.state.wantedDrawings.map { $0.path.suffix(5) } == ["3.png", "1.png"])
    #expect(
      driver.state.wantedDrawings.map(\.part) == parts, "the next one is seen at the same place")
    await driver.press("Esc")
    #expect(driver.state.place == .viewer)
    #expect(driver.state.viewer.comparison == nil)
    await driver.press("Esc")
    #expect(driver.state.place == .history)
    await driver.stop()
  }

  @Test("one in the place of the other: both are ready, each key shows the other one")
  func flicker() async throws {
    let driver = try await driver()
    await driver.press("m", "Right", "f")
    #expect(driver.shows("A a lighthouse") && !driver.shows("B a lighthouse"))
    let requests = driver.state.wantedDrawings
    #expect(requests.count == 2 && requests[0].box == requests[1].box)
    #expect(requests.allSatisfy { driver.state.drawings[$0]?.isFinal == true })
    await driver.press("f")
    #expect(driver.shows("B a lighthouse") && !driver.shows("A a lighthouse"))
    #expect(driver.state.wantedDrawings == requests.reversed())
    await driver.stop()
  }

  @Test("a picture is marked in one place and compared in another")
  func fromTheHistory() async throws {
    let driver = try await driver()
    await driver.press("Esc", "c")
    #expect(driver.shows("Mark a picture first (m)"))
    await driver.press("m", "c")
    #expect(driver.shows("This picture is the marked one"))
    await driver.press("Down", "c")
    #expect(driver.state.place == .viewer)
    #expect(driver.shows("B harbour at dawn"))
    await driver.press("Esc", "Esc", "Up", "m")
    #expect(driver.state.viewer.marked == nil)
    await driver.stop()
  }

  @Test("what is compared stands one above the other where there is more room that way")
  func narrow() {
    let screen = Rect(row: 0, column: 0, rows: 40, columns: 60)
    let layout = ViewerLayout(screen, details: .line, count: 2)
    #expect(layout.pictures[0].maxRow < layout.pictures[1].row)
    #expect(layout.pictures.allSatisfy { $0.columns == 60 })
    let wide = ViewerLayout(
      Rect(row: 0, column: 0, rows: 34, columns: 110), details: .panel, count: 2)
    #expect(wide.pictures[0].maxColumn < wide.pictures[1].column)
    #expect(wide.pictures[1].maxColumn <= wide.panel.column)
  }
}
