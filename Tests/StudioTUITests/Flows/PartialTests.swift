import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Partial pictures in the preview", .timeLimit(.minutes(3)))
@MainActor
struct PartialTests {
  private func hasPicture(_ driver: AppDriver) -> Bool {
    driver.screen.shown.styleLines(RoleLetters.letter).joined().contains("####")
  }

  @Test("take the preview one after the other, and give way to the picture")
  func followed() async throws {
    let driver = await AppDriver()
    driver.studio.add(Scene.streaming())
    for number in 1...3 {
      driver.studio.tell(.progress(try Scene.partial(number)))
      await driver.settle()
      #expect(driver.shows("partial \(number) of 3 · not kept · 0:42"))
      #expect(driver.state.wantedDrawing?.path.hasSuffix("/\(number).png") == true)
      #expect(hasPicture(driver))
    }
    let path = try #require(driver.state.partial?.path)
    driver.studio.change(Scene.streaming().id) {
      $0.advance(to: .saving)
      $0.folder = (try? Scene.pictures.get()) ?? ""
      $0.images = [Samples.image(1)]
      $0.advance(to: .saved)
    }
    await driver.settle()
    #expect(!driver.shows("not kept"))
    #expect(driver.shows("1536×1024 png"))
    #expect(driver.state.wantedDrawing?.path.hasSuffix("/1.png") == true)
    let gone = DrawingRequest(path: path, box: driver.state.layout.picture.size, fitter: .symbols)
    #expect(driver.state.drawings[gone] == nil)
    await driver.stop()
  }

  @Test("do not take the place of what a person chose, nor of another one that is being made")
  func chosen() async throws {
    let driver = await AppDriver(try Scene.withPicture())
    await driver.press("Tab", "Tab", "Tab", "Right")
    driver.studio.add(Scene.streaming())
    driver.studio.tell(.progress(try Scene.partial(1)))
    await driver.settle()
    let before = driver.state.preview.generation?.id
    var preview = Preview()
    preview.notePartial(of: Scene.streaming())
    preview.notePartial(
      of: Samples.generation(9, prompt: "x", state: .receiving, minutesAgo: 0))
    #expect(preview.generation?.id == Scene.streaming().id)
    preview.choose(try Scene.saved())
    preview.notePartial(of: Scene.streaming())
    #expect(preview.generation?.id == (try Scene.saved()).id)
    #expect(before != nil)
    await driver.stop()
  }

  @Test("that cannot be drawn leave the words")
  func damaged() async throws {
    let driver = await AppDriver()
    let job = Scene.streaming()
    driver.studio.add(job)
    driver.studio.tell(
      .progress(
        JobProgress(
          id: job.id, state: .receiving, bytesReceived: 9,
          partial: .init(path: "/nowhere/1.png", number: 1))))
    await driver.settle()
    #expect(!driver.shows("not kept"))
    #expect(driver.shows("● receiving"))
    driver.studio.change(job.id) {
      $0.error = Scene.failed.error
      $0.advance(to: .failed)
    }
    await driver.settle()
    #expect(driver.shows("No picture was made"))
    await driver.stop()
  }

  @Test("are asked for while a person watches one picture, unless they say otherwise")
  func wished() {
    let rules = [
      ParameterRule(.count, .integer(1...10), default: .number(1)),
      ParameterRule(.partials, .integer(0...3), default: .number(0), watched: .number(2)),
    ]
    var state = AppState(
      options: .test, size: GridSize(rows: 34, columns: 110), fitter: .symbols,
      graphics: .init(.symbols), parameterTable: { _ in ParameterTable(family: "m", rules: rules) })
    state.desk.destination = Samples.azure
    #expect(state.request()?.parameters == Parameters([.partials: .number(2)]))
    #expect(state.settingRows.last?.shown == "2")
    #expect(state.desk.parameters == Parameters())
    state.desk.parameters[.count] = .number(2)
    #expect(state.request()?.parameters.partials == 0)
    #expect(state.settingRows.last?.shown == "0")
    state.desk.parameters = Parameters([.partials: .number(0)])
    #expect(state.request()?.parameters.partials == 0)
    #expect(rules[1].value(1, from: .number(1)) == nil)
    #expect(rules[1].value(-1, from: nil) == .number(1))
  }
}
