import FoundationEssentials
import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Generating", .timeLimit(.minutes(3)))
@MainActor
struct GenerateTests {
  @Test("type, generate, see: the picture of a finished job appears by itself")
  func typeGenerateSee() async throws {
    let driver = await AppDriver()
    await driver.type("a fox")
    await driver.press("Enter")
    #expect(driver.studio.submitted.map(\.prompt) == ["a fox"])
    #expect(driver.lines.contains { $0.contains("○ waiting") && $0.contains("a fox") })

    let job = try #require(driver.studio.currentJobs.first)
    driver.studio.advance(job.id, .sending, .sent, .receiving)
    driver.studio.tell(
      .progress(JobProgress(id: job.id, state: .receiving, bytesReceived: 1_213_000)))
    await driver.settle()
    #expect(driver.shows("receiving 1.2 MB"))
    #expect(driver.shows("1 running"))

    driver.studio.change(job.id) {
      $0.advance(to: .saving)
      $0.folder = (try? Scene.pictures.get()) ?? ""
      $0.images = [Samples.image(1)]
      $0.cost = Cost(amount: 0.25, basis: .actual)
      $0.finishedAt = $0.createdAt.addingTimeInterval(38)
      $0.advance(to: .saved)
    }
    await driver.settle()
    #expect(driver.shows("saved"))
    #expect(driver.shows("1536×1024 png · 2.4 MB · seed – · $0.25 actual"))
    #expect(driver.screen.shown.styleLines(RoleLetters.letter).joined().contains("####"))
    await driver.stop()
  }

  @Test("progress that nobody can see is no reason to draw")
  func quietProgress() async {
    let driver = await AppDriver()
    let job = Samples.generation(5, prompt: "fox", state: .receiving, minutesAgo: 0)
    driver.studio.add(job)
    driver.studio.add(Samples.generation(9, prompt: "harbour", state: .saved, minutesAgo: 0))
    driver.studio.tell(
      .progress(JobProgress(id: job.id, state: .receiving, bytesReceived: 1_200_000)))
    await driver.settle()
    func isSeen(_ bytes: Int, _ state: Generation.State = .receiving) -> Bool {
      driver.state.isSeen(
        .studio(.progress(JobProgress(id: job.id, state: state, bytesReceived: bytes))))
    }
    #expect(!isSeen(1_210_000))
    #expect(isSeen(1_310_000))
    await driver.press("F3", "g")
    #expect(!isSeen(1_310_000))
    #expect(isSeen(1_310_000, .saving))
    await driver.stop()
  }

  @Test("three jobs at once stand in the order of their ages")
  func threeJobs() async {
    let driver = await AppDriver()
    for prompt in ["one", "two", "three"] {
      await driver.type(prompt)
      await driver.press("Enter", "Ctrl-U")
    }
    #expect(driver.studio.submitted.map(\.prompt) == ["one", "two", "three"])
    #expect(Set(driver.studio.submitted.map(\.requestID)).count == 3)
    #expect(driver.state.jobs.rows.map(\.request.prompt) == ["one", "two", "three"])
    #expect(driver.shows("3 waiting"))
    await driver.stop()
  }

  @Test("an empty prompt is not sent, and the prompt says why")
  func emptyPrompt() async {
    let driver = await AppDriver()
    await driver.press("Enter")
    #expect(driver.studio.submitted.isEmpty)
    #expect(driver.shows("The prompt is empty"))
    await driver.stop()
  }

  @Test("a wrong setting is not sent; the setting gets the keys")
  func wrongSetting() async {
    let driver = await AppDriver()
    await driver.type("a fox")
    await driver.press("Tab", "Down", "Down")
    await driver.type("99")
    await driver.press("Enter", "Shift-Tab", "Enter")
    #expect(driver.studio.submitted.isEmpty)
    #expect(driver.state.focus == .settings)
    #expect(driver.shows("Images must be from 1 to 10, not 99."))
    await driver.stop()
  }

  @Test("what the studio refuses is said")
  func refused() async {
    var contents = FakeStudio.Contents()
    contents.submitError = StudioError(
      .diskFull, "The disk is full.", hint: "Free some space.")
    let driver = await AppDriver(contents)
    await driver.type("a fox")
    await driver.press("Enter")
    #expect(driver.shows("The disk is full. Free some space."))
    await driver.stop()
  }

  @Test("a held Enter key does not submit the same wish twice before the first is recorded")
  func heldEnter() async {
    let driver = await AppDriver()
    await driver.type("a fox")
    driver.screen.press("Enter")
    driver.screen.press("Enter")
    driver.note(sent: 2)
    await driver.settle()
    #expect(driver.studio.submitted.count == 1)
    await driver.stop()
  }

  @Test("a picture that was chosen stays when another one arrives")
  func chosenStays() async throws {
    let driver = await AppDriver(try Scene.withPicture())
    driver.studio.add(try Scene.saved(8, prompt: "first"))
    await driver.settle()
    await driver.press("Tab", "Tab", "Home")
    #expect(driver.state.preview.isChosen)
    let chosen = driver.state.preview.generation?.id
    driver.studio.add(try Scene.saved(9, prompt: "second"))
    await driver.settle()
    #expect(driver.state.preview.generation?.id == chosen)
    await driver.stop()
  }

  @Test("left and right choose among known values, Backspace goes back to the default")
  func settings() async {
    let driver = await AppDriver()
    await driver.press("Tab", "Down", "Right", "Right")
    #expect(driver.state.desk.parameters[.quality] == .text("medium"))
    await driver.press("Left", "Left")
    #expect(driver.state.desk.parameters[.quality] == nil)
    await driver.press("Right", "Backspace")
    #expect(driver.state.desk.parameters[.quality] == nil)
    await driver.press("End", "Right")
    #expect(driver.shows("Seed: not supported by this model."))
    await driver.stop()
  }
}
