import StudioCore
import StudioTestSupport
import Testing

@testable import StudioTUI

@Suite("Jobs", .timeLimit(.minutes(1)))
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
