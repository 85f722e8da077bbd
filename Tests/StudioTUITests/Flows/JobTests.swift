import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Jobs", .timeLimit(.minutes(3)))
@MainActor
struct JobTests {
  @Test("a waiting job is cancelled at once")
  func cancelWaiting() async {
    let driver = await AppDriver()
    driver.studio.add(Samples.generation(7, prompt: "fox", state: .waiting, minutesAgo: 0))
    await driver.settle()
    await driver.press("Tab", "Tab", "x")
    #expect(driver.studio.cancelled.count == 1)
    #expect(driver.shows("cancelled"))
    await driver.stop()
  }

  @Test("cancelling a job whose request has left asks first, as it may be billed")
  func cancelSent() async {
    let driver = await AppDriver()
    driver.studio.add(Samples.generation(7, prompt: "fox", state: .sent, minutesAgo: 0))
    await driver.settle()
    await driver.press("Tab", "Tab", "x")
    #expect(driver.studio.cancelled.isEmpty)
    #expect(driver.shows("bill it all the same"))
    await driver.press("Enter")
    #expect(driver.studio.cancelled.isEmpty)
    await driver.press("x", "Down", "Enter")
    #expect(driver.studio.cancelled.count == 1)
    await driver.stop()
  }

  @Test("an unknown outcome is explained; sending again says that it may be billed twice")
  func unknownOutcome() async {
    let driver = await AppDriver()
    driver.studio.add(Scene.unknown)
    await driver.settle()
    await driver.press("Tab", "Tab", "Enter")
    #expect(driver.shows("Send again (may be billed twice)"))
    await driver.press("Esc")
    #expect(driver.studio.submitted.isEmpty)
    await driver.press("Enter", "Up", "Enter")
    #expect(driver.studio.submitted.map(\.prompt) == ["the red door"])
    await driver.stop()
  }

  @Test("a job that certainly was not billed is sent again without a question")
  func retryFailed() async {
    let driver = await AppDriver()
    driver.studio.add(Scene.failed)
    await driver.settle()
    await driver.press("Tab", "Tab", "s")
    #expect(driver.studio.submitted.count == 1)
    #expect(driver.state.dialogs.isEmpty)
    await driver.stop()
  }

  @Test("quitting while a job runs asks; Esc stays, Enter quits")
  func quitAsks() async {
    let driver = await AppDriver()
    driver.studio.add(Samples.generation(6, prompt: "winter", state: .sent, minutesAgo: 0))
    await driver.settle()
    await driver.press("F10")
    #expect(driver.shows("1 picture is being made."))
    await driver.press("Esc")
    #expect(driver.state.exit == nil)
    await driver.press("F10", "Enter")
    #expect(await driver.end() == .quit)
  }

  @Test("the question before quitting says how much is unfinished now, and stays when all is done")
  func quitQuestionStaysTrue() async {
    let driver = await AppDriver()
    let jobs = [6, 7].map {
      Samples.generation($0, prompt: "winter \($0)", state: .sent, minutesAgo: 0)
    }
    for job in jobs { driver.studio.add(job) }
    await driver.settle()
    await driver.press("F10")
    #expect(driver.shows("2 pictures are being made."))
    driver.studio.change(jobs[0].id) { $0.advance(to: .failed) }
    await driver.settle()
    #expect(driver.shows("1 picture is being made."))
    driver.studio.change(jobs[1].id) { $0.advance(to: .failed) }
    await driver.settle()
    #expect(driver.shows("Everything is finished now"))
    await driver.press("Enter")
    #expect(await driver.end() == .quit)
    #expect(driver.studio.submitted.isEmpty)
  }

  @Test("a request on its way into the store counts as unfinished")
  func quitWhileSubmitting() {
    var state = AppState(size: GridSize(rows: 24, columns: 80))
    _ = state.update(.result(.desk(Draft(prompt: "fox", cursor: 3), Samples.azure)))
    _ = state.perform(.promptGenerate)
    _ = state.perform(.quit)
    #expect(state.exit == nil)
    #expect(state.dialogs.count == 1)
  }

  @Test("a job that ends while its cancelling is asked about is not cancelled any more")
  func cancelQuestionStaysTrue() async {
    let driver = await AppDriver()
    let job = Samples.generation(7, prompt: "fox", state: .sent, minutesAgo: 0)
    driver.studio.add(job)
    await driver.settle()
    await driver.press("Tab", "Tab", "x", "Down")
    driver.studio.change(job.id) { $0.advance(to: .failed) }
    await driver.settle()
    #expect(driver.shows("There is nothing to cancel any more: it has ended: failed."))
    await driver.press("Enter")
    #expect(driver.studio.cancelled.isEmpty)
    #expect(driver.state.dialogs.isEmpty)
    await driver.stop()
  }

  @Test("a selected job is shown with phase, time, bytes, destination and the key that cancels it")
  func runningCard() async throws {
    let driver = await AppDriver(try Scene.withPicture())
    let job = Samples.generation(7, prompt: "fox", state: .receiving, minutesAgo: 0)
    driver.studio.add(job)
    driver.studio.tell(
      .progress(
        JobProgress(
          id: job.id, state: .receiving, bytesReceived: 1_200_000, bytesExpected: 2_400_000)))
    await driver.settle()
    #expect(!driver.shows("1.2 MB of 2.4 MB"))
    await driver.press("Tab", "Tab")
    for text in [
      "● receiving", "0:42 · usually 70 s here", "1.2 MB of 2.4 MB  ━━━━━━━━━━",
      "press x", "Azure OpenAI › contoso-images › gpt-image-2", "prompt        fox",
    ] {
      #expect(driver.shows(text), "\(text)")
    }
    await driver.stop()
  }

  @Test("the jobs' selection goes to what the preview shows")
  func selectsWhatIsShown() async {
    let driver = await AppDriver()
    driver.studio.add(Samples.generation(7, prompt: "fox", state: .sent, minutesAgo: 0))
    driver.studio.add(Scene.failed)
    await driver.settle()
    #expect(driver.shows("No picture was made"))
    await driver.press("Tab", "Tab")
    #expect(driver.state.jobs.selection?.id == Scene.failed.id)
    await driver.press("Up")
    #expect(driver.state.preview.generation?.request.prompt == "fox")
    await driver.stop()
  }

  @Test("an unknown outcome can be sent again from the history, as a new request, after a question")
  func sendAgainFromHistory() async {
    var contents = FakeStudio.Contents()
    contents.history = [Scene.unknown]
    let driver = await AppDriver(contents)
    await driver.press("F3")
    #expect(driver.shows("press s: asks first"))
    driver.studio.edit { $0.submitError = StudioError(.diskFull, "The disk is full.") }
    await driver.press("s")
    #expect(driver.shows("about $0.25 more."))
    await driver.press("Enter", "s", "Up", "Enter")
    #expect(driver.shows("The disk is full."))
    driver.studio.edit { $0.submitError = nil }
    await driver.press("s", "Up", "Enter")
    #expect(driver.studio.submitted.map(\.prompt) == ["the red door"])
    #expect(driver.studio.submitted.first?.requestID.hasPrefix("test-") == true)
    #expect(driver.state.place == .history)
    await driver.stop()
  }

  @Test("there is a timer only while a job runs")
  func ticking() async {
    let driver = await AppDriver()
    #expect(!driver.app.isTicking)
    let job = Samples.generation(6, prompt: "winter", state: .sent, minutesAgo: 0)
    driver.studio.add(job)
    await driver.settle()
    #expect(driver.app.isTicking)
    driver.studio.change(job.id) { $0.advance(to: .failed) }
    await driver.settle()
    #expect(!driver.app.isTicking)
    await driver.stop()
  }

  @Test("old news does not bring a finished job back")
  func oldNews() {
    var jobs = JobList()
    let saved = Samples.generation(1, prompt: "fox", state: .saved, minutesAgo: 0)
    jobs.take(saved)
    jobs.take(Samples.generation(1, prompt: "fox", state: .sent, minutesAgo: 0))
    jobs.take(JobProgress(id: saved.id, state: .receiving, bytesReceived: 5))
    #expect(jobs.rows.map(\.state) == [.saved])
  }
}
