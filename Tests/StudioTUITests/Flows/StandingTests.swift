import StudioCore
import StudioTestSupport
import Testing

@testable import StudioTUI

@Suite("A destination that is remembered", .timeLimit(.minutes(3)))
@MainActor
struct StandingTests {
  private nonisolated static let away = Destination(
    provider: .ollama, host: "http://gpu-box:11434", model: "x/z-image-turbo")
  private nonisolated static let gone = Destination(
    provider: .azure, resource: "old-images", deployment: "gpt-image-2")

  private func driver(
    _ destination: Destination, _ offers: [[Offer]] = [Samples.offers], rows: Int = 34,
    columns: Int = 110, warnings: [String] = []
  ) async -> AppDriver {
    var contents = FakeStudio.Contents()
    contents.draft = Draft(prompt: "a fox", cursor: 5, destination: destination)
    contents.offers = offers
    return await AppDriver(contents, rows: rows, columns: columns, warnings: warnings)
  }

  @Test("and that nothing leads to any more is marked, and not sent to; the advice fits")
  func notConfigured() async {
    for (destination, gone, advice) in [
      (Self.away, "http://gpu-box:11434", "set OLLAMA_HOST to it."),
      (Self.gone, "old-images", "add its endpoint to AZURE_OPENAI_ENDPOINT."),
    ] {
      let driver = await driver(destination)
      #expect(driver.lines[0].contains(" · not configured"))
      #expect(driver.shows("\(gone) is not configured"))
      #expect(!driver.shows("about $0.50"), "what cannot be sent has no price")
      await driver.press("Enter")
      #expect(driver.lines.last?.contains(advice) == true)
      #expect(driver.studio.submitted.isEmpty)
      await driver.stop()
    }
  }

  @Test(
    "says why it cannot be used to the end, also where there is little room",
    arguments: [[34, 110], [24, 80], [15, 50], [12, 40]])
  func whole(_ size: [Int]) async {
    for (destination, words) in [
      (
        Self.away,
        "http://gpu-box:11434 is not configured here. F2 lists what is; or set OLLAMA_HOST to it."
      ),
      (
        Self.gone,
        "old-images is not configured here. F2 lists what is; or add its endpoint to "
          + "AZURE_OPENAI_ENDPOINT."
      ),
    ] {
      let driver = await driver(destination, rows: size[0], columns: size[1])
      // Of panes beside each other only the prompt's side.
      let text = driver.lines.map { $0.split(separator: "││").first.map(String.init) ?? $0 }
        .joined(separator: " ").filter { !"│┌┐└┘─".contains($0) }
        .split(separator: " ").joined(separator: " ")
      #expect(text.contains(words), "\(driver.lines.joined(separator: "\n"))")
      #expect(text.contains("a fox"))
      await driver.stop()
    }
  }

  @Test("and cannot be used comes before a warning, which is read when another is looked for")
  func warning() async {
    let driver = await driver(Self.away, rows: 15, columns: 50, warnings: ["a warning"])
    #expect(driver.shows("OLLAMA_HOST"))
    #expect(!driver.shows("a warning"))
    // Nothing of that uses it up.
    await driver.press("Enter", "Tab", "Shift-Tab")
    #expect(!driver.shows("a warning"))
    await driver.press("F2")
    #expect(driver.shows("a warning"))
    await driver.stop()
  }

  @Test("where Azure has no resource at all is marked when everything was asked")
  func nothingThere() async {
    let driver = await driver(Self.gone, [[]])
    #expect(driver.lines[0].contains("not configured"))
    await driver.stop()
  }

  @Test("and cannot be reached says why, and the request may be sent all the same")
  func notReachable() async {
    let place = Destination(provider: .ollama, host: "http://gpu-box:11434")
    let driver = await driver(
      Self.away,
      [
        [Offer(place, .checking)],
        [Offer(place, .unavailable(reason: "not reachable", hint: "Is the server running?"))],
      ])
    #expect(driver.lines[0].contains("x/z-image-turbo · not reachable"))
    #expect(driver.shows("Not reachable. Is the server running?"))
    await driver.press("Enter")
    #expect(driver.studio.submitted.count == 1)
    await driver.stop()
  }

  @Test("is not called ready before it was asked")
  func unchecked() async {
    let place = Destination(provider: .ollama, host: "http://gpu-box:11434")
    let driver = await driver(Self.away, [[Offer(place, .checking)]])
    #expect(driver.lines[0].contains("x/z-image-turbo · not checked"))
    await driver.stop()
  }

  @Test("and is there bears no mark, and neither does a deployment whose name was typed")
  func good() async {
    var typed = Samples.azure
    typed.deployment = "mine"
    for destination in [Samples.azure, typed, Samples.demo] {
      let driver = await driver(destination)
      #expect(!driver.lines[0].contains(" · "))
      #expect(driver.studio.offerCalls == (destination == Samples.demo ? 0 : 1))
      await driver.press("F2")
      #expect(driver.studio.offerCalls == (destination == Samples.demo ? 1 : 2))
      await driver.stop()
    }
  }

  @Test("and was away is asked again when a picture comes from it")
  func back() async {
    let place = Destination(provider: .ollama, host: "http://gpu-box:11434")
    let driver = await driver(
      Self.away, [[Offer(place, .unavailable(reason: "not reachable", hint: nil))]])
    await driver.press("Enter")
    driver.studio.edit { $0.offers = [[Offer(Self.away, .ready)]] }
    for job in driver.studio.currentJobs {
      driver.studio.finish(
        job.id, images: [Samples.image(1)], in: "/nowhere", cost: .free)
    }
    await driver.settle()
    #expect(!driver.lines[0].contains("not reachable"))
    await driver.stop()
  }
}
