import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("What the screen looks like", .timeLimit(.minutes(3)))
@MainActor
struct ScreenTests {
  nonisolated static let sizes = [[34, 110], [24, 80], [15, 50], [12, 40]]

  private func name(_ what: String, _ size: [Int]) -> String { "\(what)-\(size[1])x\(size[0])" }

  private func check(_ driver: AppDriver, _ what: String, _ size: [Int]) async throws {
    try ScreenFile(name: name(what, size)).check(driver.screen)
    await driver.stop()
  }

  @Test("an empty studio says what goes where", arguments: sizes)
  func empty(_ size: [Int]) async throws {
    let driver = await AppDriver(Scene.empty, rows: size[0], columns: size[1])
    try await check(driver, "studio-empty", size)
  }

  @Test("the studio with a picture", arguments: sizes)
  func picture(_ size: [Int]) async throws {
    let driver = await AppDriver(try Scene.withPicture(), rows: size[0], columns: size[1])
    if size[1] < 60 { await driver.press("Shift-Tab") }
    try await check(driver, "studio-picture", size)
  }

  @Test("the studio with jobs in every state", arguments: sizes)
  func jobs(_ size: [Int]) async throws {
    let driver = await AppDriver(try Scene.withPicture(), rows: size[0], columns: size[1])
    await Scene.addJobs(to: driver)
    await driver.press("Tab", "Tab", "End")
    try await check(driver, "studio-jobs", size)
  }

  @Test("a picture that is being made, as it looks by now", arguments: sizes)
  func partial(_ size: [Int]) async throws {
    let driver = await AppDriver(try Scene.withPicture(), rows: size[0], columns: size[1])
    driver.studio.add(Scene.streaming())
    driver.studio.tell(.progress(try Scene.partial(2)))
    await driver.settle()
    if size[1] < 60 { await driver.press("Shift-Tab") }
    try await check(driver, "studio-partial", size)
  }

  @Test("a picture of which the steps are known", arguments: sizes)
  func steps(_ size: [Int]) async throws {
    let driver = await AppDriver(Scene.empty, rows: size[0], columns: size[1])
    let job = Samples.generation(
      8, prompt: "a greenhouse on the moon", state: .receiving, minutesAgo: 0)
    driver.studio.add(job)
    driver.studio.tell(
      .progress(
        JobProgress(
          id: job.id, state: .receiving, bytesReceived: 900,
          steps: .init(done: 12, total: 30))))
    await driver.settle()
    if size[1] < 60 { await driver.press("Shift-Tab") }
    try await check(driver, "studio-steps", size)
  }

  @Test("a job that counts down to being sent again", arguments: sizes)
  func countdown(_ size: [Int]) async throws {
    let driver = await AppDriver(Scene.empty, rows: size[0], columns: size[1])
    driver.studio.add(try Scene.limited)
    await driver.settle()
    await driver.press("Tab", "Tab")
    try await check(driver, "countdown", size)
  }

  @Test("the question about jobs that were left waiting", arguments: sizes)
  func left(_ size: [Int]) async throws {
    var contents = Scene.empty
    contents.left = Scene.left(3)
    let driver = await AppDriver(contents, rows: size[0], columns: size[1])
    try await check(driver, "left-jobs", size)
  }

  @Test("a destination from another time is marked, and what to do stands below", arguments: sizes)
  func notConfigured(_ size: [Int]) async throws {
    var contents = Scene.empty
    contents.draft = Draft(
      prompt: "a fox", cursor: 5,
      destination: Destination(
        provider: .ollama, host: "http://gpu-box:11434", model: "x/z-image-turbo"))
    let driver = await AppDriver(contents, rows: size[0], columns: size[1])
    await driver.press("Enter")
    try await check(driver, "not-configured", size)
  }

  @Test("a setting that cannot be is marked", arguments: sizes)
  func problem(_ size: [Int]) async throws {
    let driver = await AppDriver(try Scene.withPicture(), rows: size[0], columns: size[1])
    await driver.press("Tab", "Enter", "Ctrl-U")
    await driver.type("1000x1000")
    await driver.press("Enter")
    try await check(driver, "studio-problem", size)
  }

  @Test(
    "a failure says what happened, whose side it is on, what it cost and what to do",
    arguments: sizes)
  func failure(_ size: [Int]) async throws {
    let driver = await AppDriver(Scene.empty, rows: size[0], columns: size[1])
    driver.studio.add(Scene.failed)
    await driver.settle()
    await driver.press("Esc", "Shift-Tab")
    try await check(driver, "error-card", size)
  }

  @Test("the destination picker", arguments: sizes)
  func picker(_ size: [Int]) async throws {
    let driver = await AppDriver(try Scene.withPicture(), rows: size[0], columns: size[1])
    await driver.press("F2")
    await driver.press("Down", times: 3)
    try await check(driver, "picker", size)
  }

  @Test("the history", arguments: sizes)
  func history(_ size: [Int]) async throws {
    var contents = FakeStudio.Contents()
    contents.history = [try Scene.saved()] + (1...40).map(Samples.old)
    let driver = await AppDriver(contents, rows: size[0], columns: size[1])
    await driver.press("F3")
    try await check(driver, "history", size)
  }

  @Test("the history as a gallery", arguments: sizes)
  func gallery(_ size: [Int]) async throws {
    var contents = FakeStudio.Contents()
    contents.history = try (1...40).reversed().map { number in
      var generation = try Scene.saved(number)
      generation.images = generation.images.prefix(number % 3 == 0 ? 4 : 1).map { $0 }
      return generation
    }
    let driver = await AppDriver(contents, rows: size[0], columns: size[1])
    await driver.press("F3", "t", "Right")
    try await check(driver, "gallery", size)
  }

  @Test("two pictures side by side", arguments: sizes)
  func comparison(_ size: [Int]) async throws {
    let driver = await AppDriver(try Scene.withPicture(), rows: size[0], columns: size[1])
    await driver.press("F3", "m", "Right", "c")
    try await check(driver, "compare", size)
  }

  @Test("the help page", arguments: sizes)
  func help(_ size: [Int]) async throws {
    let driver = await AppDriver(Scene.empty, rows: size[0], columns: size[1])
    await driver.press("F1")
    try await check(driver, "help", size)
  }

  @Test("the question before quitting", arguments: sizes)
  func question(_ size: [Int]) async throws {
    let driver = await AppDriver(Scene.empty, rows: size[0], columns: size[1])
    driver.studio.add(Samples.generation(6, prompt: "winter", state: .sent, minutesAgo: 0))
    await driver.settle()
    await driver.press("F10")
    try await check(driver, "quit", size)
  }

  @Test("without colour and without Unicode", arguments: sizes)
  func monochrome(_ size: [Int]) async throws {
    let driver = await AppDriver(
      try Scene.withPicture(), rows: size[0], columns: size[1], colorDepth: .mono,
      isUnicode: false, theme: "mono")
    await Scene.addJobs(to: driver)
    await driver.press("Tab", "Tab")
    let isASCII = driver.screen.shown.textLines.joined().unicodeScalars.allSatisfy(\.isASCII)
    #expect(isASCII)
    try await check(driver, "mono-ascii", size)
  }

  @Test("every size can be drawn, from one cell to 500 columns by 200 rows")
  func sizes() async throws {
    let driver = await AppDriver(try Scene.withPicture())
    await Scene.addJobs(to: driver)
    for place in ["Esc", "F2", "F3", "F1", "F9"] {
      await driver.press(place)
      for (rows, columns) in [(1, 1), (5, 23), (6, 24), (12, 40), (20, 60), (16, 100)] {
        await driver.resize(rows: rows, columns: columns)
        #expect(driver.screen.shown.size == GridSize(rows: rows, columns: columns))
      }
      await driver.press("Esc", "Esc")
    }
    await driver.resize(rows: 200, columns: 500)
    #expect(driver.screen.shown.size == GridSize(rows: 200, columns: 500))
    await driver.stop()
  }

  @Test("a message of several lines leaves a dialog its last line", arguments: sizes)
  func dialogAboveMessage(_ size: [Int]) async throws {
    var contents = Scene.empty
    contents.left = Scene.left(3)
    let warning = String(repeating: "something is in the way ", count: size[1] / 10)
    let driver = await AppDriver(
      contents, rows: size[0], columns: size[1], warnings: [warning])
    let end = try #require(driver.lines.lastIndex { $0.contains("└") && $0.contains("┘") })
    let begin = try #require(driver.lines.firstIndex { $0.contains("Send what was waiting?") })
    let message = try #require(driver.lines.firstIndex { $0.contains("something is") })
    #expect(begin < end && end < message)
    #expect(message < size[0] - 1, "it has several lines")
    #expect(driver.shows("Cancel them"))
    await driver.stop()
  }

  @Test("a window that is too small is told so")
  func tooSmall() async {
    let driver = await AppDriver(rows: 5, columns: 30)
    #expect(driver.lines.joined(separator: " ").contains("easel needs 24 by 6"))
    await driver.stop()
  }
}
