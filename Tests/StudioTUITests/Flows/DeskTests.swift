import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The desk", .timeLimit(.minutes(3)))
@MainActor
struct DeskTests {
  @Test("the draft of the last time is there, with the cursor where it was")
  func restoresDraft() async {
    var contents = FakeStudio.Contents()
    contents.draft = Draft(prompt: "a fóx", cursor: 2, destination: Samples.demo)
    let driver = await AppDriver(contents)
    await driver.type("red ")
    #expect(driver.state.desk.editor.text == "a red fóx")
    #expect(driver.state.desk.destination == Samples.demo)
    await driver.stop()
  }

  @Test("the draft is saved when the screen ends, however it ends")
  func savesAtEnd() async {
    let driver = await AppDriver()
    await driver.type("half a thought")
    await driver.send(.terminate(signal: 15))
    #expect(await driver.end() == .terminated(signal: 15))
    #expect(driver.studio.savedDrafts.last?.prompt == "half a thought")
  }

  @Test("the draft is saved a second after the last change, and once")
  func savesLater() async {
    let driver = await AppDriver()
    await driver.type("ab")
    for _ in 0..<300 where driver.studio.savedDrafts.isEmpty {
      try? await Task.sleep(for: .milliseconds(10))
    }
    #expect(driver.studio.savedDrafts.map(\.prompt) == ["ab"])
    await driver.stop()
  }

  @Test("what is typed before the draft arrives is kept behind it")
  func earlyTyping() {
    var state = AppState(size: GridSize(rows: 24, columns: 80))
    _ = state.update(.input(.key(KeyChord(.character("x")))))
    _ = state.update(.result(.desk(Draft(prompt: "old", cursor: 3), Samples.azure)))
    #expect(state.desk.editor.text == "oldx")
  }

  @Test("a paste of several lines is one step of undo and does not send anything")
  func paste() async {
    let driver = await AppDriver()
    await driver.send(.paste("one\ntwo\nthree"))
    #expect(driver.state.desk.editor.text == "one\ntwo\nthree")
    #expect(driver.studio.submitted.isEmpty)
    await driver.press("Ctrl-_")
    #expect(driver.state.desk.editor.isEmpty)
    await driver.stop()
  }

  @Test("what is longer than a prompt may be is refused as a whole, and what was there stays")
  func tooLong() async {
    let driver = await AppDriver()
    await driver.type("a fox")
    await driver.send(.paste(String(repeating: "x", count: GenerationRequest.longestPrompt - 4)))
    #expect(driver.state.desk.editor.text == "a fox")
    #expect(
      driver.lines.last?.contains(
        "Not taken: a prompt holds 1,048,576 bytes, and this would make 1,048,577.") == true)
    await driver.send(.paste(String(repeating: "x", count: GenerationRequest.longestPrompt - 5)))
    #expect(driver.state.desk.editor.text.utf8.count == GenerationRequest.longestPrompt)
    // Neither typing nor putting back what was cut gets around it; taking away does.
    await driver.press("Ctrl-W", "Ctrl-Y")
    #expect(driver.state.desk.editor.text.utf8.count == GenerationRequest.longestPrompt)
    await driver.press("Ctrl-Y")
    #expect(driver.shows("Not taken:"))
    await driver.type("y")
    #expect(driver.shows("Not taken:"))
    await driver.press("Ctrl-_", "Ctrl-_", "Ctrl-_")
    #expect(driver.state.desk.editor.text == "a fox")
    await driver.stop()
  }

  @Test("escape sequences in prompts, models and errors are shown harmlessly")
  func harmless() async {
    let evil = "\u{1B}]0;owned\u{07}\u{202E}txet \u{9B}31m"
    var contents = FakeStudio.Contents()
    var destination = Samples.azure
    destination.deployment = evil
    contents.defaultDestination = destination
    contents.offers = [[Offer(destination, .unavailable(reason: evil, hint: evil), note: evil)]]
    contents.draft = Draft(prompt: evil, cursor: 0)
    contents.promptHistory = [evil]
    let driver = await AppDriver(contents, notices: [evil])
    var failed = Samples.generation(
      3, prompt: evil, state: .failed, minutesAgo: 0,
      error: StudioError(.serverFailure, evil, hint: evil, reference: evil))
    failed.tags = [evil]
    driver.studio.add(failed)
    await driver.settle()
    for keys in [[], ["F2", "Enter"], ["Esc", "F3"], ["Esc", "Ctrl-R"]] {
      for key in keys { await driver.press(key) }
      let scalars = driver.lines.joined().unicodeScalars
      #expect(scalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
      #expect(!scalars.contains("\u{202E}"))
    }
    #expect(driver.lines.joined().contains("owned"))
    await driver.stop()
  }

  @Test("a storm of sizes ends with the last one drawn")
  func resizeStorm() async {
    let driver = await AppDriver()
    for step in 0..<50 {
      driver.screen.resize(to: GridSize(rows: 10 + step % 30, columns: 30 + step * 3))
    }
    driver.screen.resize(to: GridSize(rows: 30, columns: 120))
    driver.note(sent: 51)
    await driver.settle()
    #expect(driver.state.size == GridSize(rows: 30, columns: 120))
    #expect(driver.screen.shown.size == GridSize(rows: 30, columns: 120))
    await driver.stop()
  }

  @Test("the first frame is shown before anything was asked")
  func firstFrame() async {
    let studio = FakeStudio()
    let screen = MemoryScreen(size: GridSize(rows: 24, columns: 80))
    let app = StudioApp(
      studio: studio, screen: screen, options: StudioOptions(localTime: .utc))
    let run = Task { await app.run() }
    while screen.presentCount == 0 { await Task.yield() }
    #expect(screen.shown.textLines[0].contains("easel"))
    screen.send(.hangup)
    #expect(await run.value == .hangup)
  }

  @Test("where no model is chosen yet nothing is red; Enter offers the choice and keeps the prompt")
  func incomplete() async {
    var contents = FakeStudio.Contents()
    contents.defaultDestination = Destination(provider: .azure, resource: "fabrikam")
    let driver = await AppDriver(contents)
    let red = { driver.screen.shown.styleLines(RoleLetters.letter).joined().contains("x") }
    #expect(!red())
    #expect(driver.shows("F2 chooses who makes it; then write what you want to see."))
    await driver.type("a fox")
    #expect(!red())
    await driver.press("Enter")
    #expect(driver.shows("Choose first who makes the picture; your prompt waits."))
    #expect(driver.studio.submitted.isEmpty)
    await driver.type("demo")
    await driver.press("Enter", "Enter")
    #expect(driver.studio.submitted.map(\.prompt) == ["a fox"])
    await driver.stop()
  }

  @Test("every command of the palette can be done anywhere without harm")
  func everyCommand() async throws {
    for place in ["Esc", "F3", "F4"] {
      let driver = await AppDriver(try Scene.withPicture())
      for command in Command.allCases
      where command != .quit && command != .suspend {
        var state = driver.state
        _ = state.update(.input(.key(KeyChord(parsing: place) ?? KeyChord(.escape))))
        _ = state.perform(command)
        _ = state.demand()
        var buffer = CellBuffer(size: state.size)
        _ = AppView(state: state).draw(into: &buffer)
        #expect(state.exit == nil)
      }
      await driver.stop()
    }
  }
}

@Suite("Choosing", .timeLimit(.minutes(3)))
@MainActor
struct PickerTests {
  @Test("typing filters, Enter picks, and the settings follow the destination")
  func pick() async {
    let driver = await AppDriver()
    #expect(driver.shows("not supported by this model"))
    await driver.press("F2")
    await driver.type("demo")
    #expect(!driver.shows("fabrikam"))
    await driver.press("Enter")
    #expect(driver.state.desk.destination == Samples.demo)
    #expect(driver.state.dialogs.isEmpty)
    await driver.stop()
  }

  @Test("a destination without a name asks for it in its place")
  func typeName() async {
    let driver = await AppDriver()
    await driver.press("F2")
    await driver.type("fabrikam")
    await driver.press("Enter")
    await driver.type("my-images")
    await driver.press("Enter")
    #expect(driver.state.desk.destination?.resource == "fabrikam")
    #expect(driver.state.desk.destination?.deployment == "my-images")
    await driver.stop()
  }

  @Test("a destination that cannot be used says why and is not picked")
  func unavailable() async {
    let driver = await AppDriver()
    await driver.press("F2")
    await driver.type("ollama")
    await driver.press("Enter")
    #expect(driver.shows("Use a version from 0.14 to 0.32.5."))
    #expect(driver.state.desk.destination == Samples.azure)
    await driver.stop()
  }

  @Test("Esc closes the picker and changes nothing")
  func escape() async {
    let driver = await AppDriver()
    await driver.type("half")
    await driver.press("F2", "Down", "Esc")
    #expect(driver.state.desk.destination == Samples.azure)
    #expect(driver.state.desk.editor.text == "half")
    await driver.stop()
  }

  @Test("the palette finds a command by its name and does it")
  func palette() async {
    let driver = await AppDriver()
    await driver.press("F9")
    await driver.type("open the history")
    await driver.press("Enter")
    #expect(driver.state.place == .history)
    await driver.stop()
  }

  @Test("an earlier prompt comes back undoably")
  func promptHistory() async {
    var contents = FakeStudio.Contents()
    contents.promptHistory = ["harbour at dawn", "fox in the snow"]
    let driver = await AppDriver(contents)
    await driver.type("mine")
    await driver.press("Ctrl-R")
    await driver.type("fox")
    await driver.press("Enter")
    #expect(driver.state.desk.editor.text == "fox in the snow")
    await driver.press("Ctrl-_")
    #expect(driver.state.desk.editor.text == "mine")
    await driver.stop()
  }
}

@Suite("The mouse", .timeLimit(.minutes(3)))
@MainActor
struct MouseTests {
  @Test("a click takes the keys to a pane and selects its row; the wheel scrolls")
  func click() async throws {
    let driver = await AppDriver(try Scene.withPicture())
    await Scene.addJobs(to: driver)
    let jobs = driver.state.layout.jobs
    let second = Point(row: jobs.row + 1, column: jobs.column + 3)
    await driver.send(.mouse(MouseEvent(.press, .left, at: second)))
    #expect(driver.state.focus == .jobs)
    #expect(driver.state.jobs.selectedRow == 1)
    await driver.send(.mouse(MouseEvent(.wheelDown, .none, at: second)))
    #expect(driver.state.jobs.selectedRow == 2)
    let prompt = driver.state.layout.prompt
    await driver.send(
      .mouse(MouseEvent(.press, .left, at: Point(row: prompt.row, column: prompt.column + 2))))
    await driver.type("X")
    #expect(driver.state.desk.editor.text.hasPrefix("a Xlighthouse"))
    await driver.stop()
  }
}
