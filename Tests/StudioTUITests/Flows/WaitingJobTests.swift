import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Jobs that wait", .timeLimit(.minutes(3)))
@MainActor
struct WaitingJobTests {
  /// A studio in which these were left by an Easel that ended.
  private func driver(
    _ count: Int, elsewhere: Int = 0, resume: ResumeRule = .ask, rows: Int = 34,
    columns: Int = 110
  ) async -> AppDriver {
    var left = Scene.left(count)
    for place in left.indices {
      left[place].worker = Worker(host: place < elsewhere ? "build-7" : "here", pid: 1)
    }
    var contents = FakeStudio.Contents()
    contents.left = Array(left[elsewhere...])
    contents.leftElsewhere = Array(left[..<elsewhere])
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
      #expect(driver.shows("“fox in the snow 1” and 2 more"))
      #expect(driver.shows("30 min ago · Azure OpenAI › contoso-images › gpt-image-2"))
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

  @Test("and were asked for on another machine are asked about in any case, with its name")
  func elsewhere() async {
    let driver = await driver(3, elsewhere: 1, resume: .yes)
    #expect(driver.studio.resumed.count == 2)
    #expect(driver.shows("1 job is recorded as waiting."))
    #expect(driver.shows("Asked for on build-7."), "\(driver.lines)")
    #expect(driver.shows("sent twice."))
    await driver.press("Esc", "Esc", "Tab", "Tab", "g", "s")
    #expect(driver.studio.resumed.count == 2, "one key alone sends nothing that may run elsewhere")
    #expect(driver.shows("Asked for on build-7."), "\(driver.lines)")
    await driver.press("Down", "Enter")
    #expect(driver.studio.resumed.count == 3)
    #expect(!driver.shows("on hold"))
    await driver.stop()
  }

  @Test("and cannot be taken on stay on hold, and the reason is told")
  func refused() async {
    let driver = await driver(1)
    driver.studio.edit {
      $0.resumeRefusals = [StudioError(.busy, "Another Easel works on this job.")]
    }
    await driver.press("Down", "Enter")
    #expect(driver.shows("Another Easel works on this job."))
    #expect(driver.shows("on hold"))
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

  @Test("are named harmlessly, and cut")
  func hostile() async {
    var contents = FakeStudio.Contents()
    var job = Scene.left(1)[0]
    job.request.prompt = "\u{1B}]0;x\u{7}\u{202E}red\n" + String(repeating: "door ", count: 200)
    contents.left = [job]
    let driver = await AppDriver(contents)
    #expect(driver.lines.contains { $0.contains("red door door") && $0.contains("…”") })
    let scalars = driver.lines.joined().unicodeScalars
    #expect(!scalars.contains("\u{202E}") && scalars.allSatisfy { $0.value >= 0x20 })
    await driver.stop()
  }

  @Test("are not asked about any more when the person has sent or cancelled them already")
  func decided() throws {
    for key in ["s", "x"] {
      var state = AppState(size: GridSize(rows: 34, columns: 110))
      let job = Scene.left(1)[0]
      _ = state.update(.studio(.changed(job)))
      state.goToStudio(.jobs)
      // The question comes while another dialog is open, and waits below it.
      try press("F9", in: &state)
      _ = state.update(.result(.leftJobs(.success(LeftJobs(here: [job])))))
      for letter in (key == "s" ? "send again" : "cancel the job").unicodeScalars {
        _ = state.update(.input(.key(KeyChord(.character(letter)))))
      }
      try press("Enter", in: &state)
      #expect(state.dialogs.isEmpty)
      if key == "s" {
        // And Enter, before the news of it, asks nothing either.
        try press("Enter", in: &state)
        #expect(state.dialogs.isEmpty && !state.jobs.isHeld(job.id))
        let full = StudioError(.diskFull, "The disk is full.")
        _ = state.update(.result(.resumed([job.id], .failure(full))))
        #expect(state.jobs.isHeld(job.id))
      }
    }
  }

  private func press(_ chord: String, in state: inout AppState) throws {
    _ = state.update(.input(.key(try #require(KeyChord(parsing: chord), "\(chord)"))))
  }

  @Test("whose countdown is over are about to go, and have no clock before they have left")
  func over() async throws {
    let driver = await AppDriver()
    var job = try Scene.limited
    let limit = try #require(job.resend)
    job.advance(to: .sending)
    job.wait(
      after: try Scene.refusal, for: Resend(at: Samples.now, number: limit.number, limit: 3))
    driver.studio.add(job)
    await driver.settle()
    #expect(driver.shows("again now (2 of 3) — rate limited"))
    await driver.press("Tab", "Tab")
    #expect(driver.lines.contains { $0.contains("sent again now") || $0.contains("again now (2") })
    job.advance(to: .sending)
    driver.studio.add(job)
    await driver.settle()
    // 42 s after it was made: none of them was spent on the way.
    #expect(!driver.shows("0:42"))
    #expect(driver.shows("not begun"))
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
