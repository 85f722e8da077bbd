import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Jobs that wait", .timeLimit(.minutes(1)))
@MainActor
struct WaitingJobTests {
  /// A studio in which these were left by an Easel that ended.
  private func driver(
    _ count: Int, resume: ResumeRule = .ask, rows: Int = 34, columns: Int = 110
  ) async -> AppDriver {
    let left = Scene.left(count)
    var contents = FakeStudio.Contents()
    contents.left = left
    return await AppDriver(contents, rows: rows, columns: columns, resume: resume) { studio in
      for job in left { studio.add(job) }
    }
  }

  @Test("are asked about; Enter and Esc alone send nothing")
  func asked() async {
    for key in ["Enter", "Esc"] {
      let driver = await driver(3)
      #expect(driver.shows("3 jobs were waiting when Easel ended."))
      #expect(driver.shows("Sending them costs about $0.75."))
      await driver.press(key)
      #expect(driver.state.dialogs.isEmpty)
      #expect(driver.studio.resumed.isEmpty && driver.studio.cancelled.isEmpty)
      #expect(driver.shows("on hold"))
      #expect(!driver.shows("3 waiting"))
      await driver.stop()
    }
  }

  @Test("are sent when the person says so")
  func sent() async {
    let driver = await driver(3)
    await driver.press("Down", "Enter")
    #expect(driver.studio.resumed.count == 3)
    #expect(driver.shows("3 jobs that waited go on."))
    #expect(!driver.shows("on hold"))
    #expect(driver.shows("3 waiting"))
    await driver.stop()
  }

  @Test("are cancelled when the person says so")
  func cancelled() async {
    let driver = await driver(2)
    await driver.press("Up", "Enter")
    #expect(driver.studio.cancelled.count == 2)
    #expect(driver.studio.resumed.isEmpty)
    await driver.stop()
  }

  @Test("are sent without a question where that is set")
  func always() async {
    let driver = await driver(2, resume: .yes)
    #expect(driver.state.dialogs.isEmpty)
    #expect(driver.studio.resumed.count == 2)
    await driver.stop()
  }

  @Test("on hold are sent one by one by the key that sends again, or after a question by Enter")
  func one() async {
    let driver = await driver(2)
    await driver.press("Esc", "Esc", "Tab", "Tab", "s")
    #expect(driver.studio.resumed.count == 1)
    await driver.press("Down", "Enter")
    #expect(driver.shows("1 job was waiting when Easel ended."))
    await driver.press("Down", "Enter")
    #expect(Set(driver.studio.resumed).count == 2)
    await driver.stop()
  }

  @Test("do not keep anybody from quitting")
  func quit() async {
    let driver = await driver(1)
    await driver.press("Esc", "F10")
    #expect(await driver.end() == .quit)
  }

  @Test("to be sent again count down, and say why; x cancels without a question")
  func countdown() async throws {
    let driver = await AppDriver()
    driver.studio.add(try Scene.limited)
    await driver.settle()
    #expect(driver.app.isTicking)
    #expect(driver.shows("again in 0:42 (2 of 3) — rate limited"))
    await driver.press("Tab", "Tab", "x")
    #expect(driver.studio.cancelled.count == 1)
    #expect(driver.shows("cancelled"))
    await driver.stop()
  }

  @Test("go back to wait when they are refused, and old news does not move them")
  func order() async throws {
    let driver = await AppDriver()
    var job = Samples.generation(7, prompt: "fox", state: .sent, minutesAgo: 0)
    driver.studio.add(job)
    await driver.settle()
    let sent = job
    let resend = try #require(try Scene.limited.resend)
    job.wait(after: try Scene.refusal, for: resend)
    driver.studio.add(job)
    await driver.settle()
    #expect(driver.state.jobs[job.id]?.state == .waiting)
    driver.studio.tell(.changed(sent))
    await driver.settle()
    #expect(driver.state.jobs[job.id]?.state == .waiting)
    job.advance(to: .sending)
    driver.studio.add(job)
    await driver.settle()
    #expect(driver.state.jobs[job.id]?.state == .sending)
    await driver.stop()
  }
}
