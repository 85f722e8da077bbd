import Glibc
import StudioCore
import TerminalScreen

import struct FoundationEssentials.Data

/// Does what `update` asks for, off the main actor, and posts the results. Knows how many effects
/// are under way, so that a test can tell when the screen has come to rest.
@MainActor
final class EffectRunner {
  private let studio: any Studio
  private let screen: any Screen
  private let mailbox: Mailbox
  private let artist: Artist
  private let editor: PromptEditor
  /// When alarms are due, and the task that waits for each.
  private var timers: [Alarm: (due: ContinuousClock.Instant, wait: Task<Void, Never>)] = [:]
  private var offerWatch: Task<Void, Never>?
  /// Drafts are saved one after the other, so that the last one stays.
  private var lastSave: Task<Void, Never>?
  private var inFlight = 0

  init(
    studio: any Studio, screen: any Screen, mailbox: Mailbox, thumbnails: Thumbnails,
    editor: PromptEditor
  ) {
    self.studio = studio
    self.screen = screen
    self.mailbox = mailbox
    artist = Artist(thumbnails: thumbnails) { request, state in
      mailbox.postPicture(.result(.drawing(request, state)))
    }
    self.editor = editor
  }

  /// Whether effects are under way, timers not counted.
  var isBusy: Bool { inFlight > 0 || artist.isBusy }

  func run(_ effects: [Effect]) {
    for effect in effects { run(effect) }
  }

  private func run(_ effect: Effect) {
    switch effect {
    case .wake(let alarm, let delay): wake(alarm, after: delay)
    case .redraw: redraw()
    case .suspend: screen.stop()
    case .copy(let text): copy(text)
    case .edit(let text): start { await .edited(self.edit(text)) }
    case .draw(let requests): artist.draw(requests)
    case .showPictures(let choice, let transfer):
      screen.showPictures(choice, transfer: transfer)
    case .saveDraft(let draft): save(draft)
    case .watchOffers: watchOffers()
    default: start { [studio] in await Self.ask(studio, effect) }
    }
  }

  private func start(_ work: @escaping @Sendable () async -> EffectResult?) {
    inFlight += 1
    Task {
      let result = await Task.detached(operation: work).value
      if let result { mailbox.post(.result(result)) }
      inFlight -= 1
    }
  }

  /// The answer of the studio to an effect that is a question to it.
  private nonisolated static func ask(_ studio: any Studio, _ effect: Effect) async -> EffectResult?
  {
    switch effect {
    case .loadDesk: .desk(await studio.draft(), await studio.defaultDestination())
    case .loadPromptHistory: .promptHistory(await studio.promptHistory())
    case .loadJobs: .jobs(await result { () async throws(StudioError) in try await studio.jobs() })
    case .loadLeftJobs:
      .leftJobs(
        await result { () async throws(StudioError) in try await studio.leftJobs() })
    case .resume(let ids):
      .resumed(
        ids, await result { () async throws(StudioError) in try await studio.resume(ids) })
    case .loadRecent(let day): await recent(studio, after: day)
    case .estimate(let request): .estimate(await studio.estimate(for: request), for: request)
    case .submit(let request):
      .submitted(
        request, await result { () async throws(StudioError) in try await studio.submit(request) })
    case .cancel(let id):
      .cancelled(id, await result { () async throws(StudioError) in try await studio.cancel(id) })
    case .readHistory(let read):
      .history(
        read,
        await result { () async throws(StudioError) in
          try await studio.history(read.query, offset: read.offset, limit: read.limit)
        })
    case .wake, .redraw, .suspend, .copy, .edit, .draw, .showPictures, .saveDraft, .watchOffers:
      nil
    }
  }

  private nonisolated static func result<Value>(
    _ work: () async throws(StudioError) -> Value
  ) async -> Result<Value, StudioError> {
    do { return .success(try await work()) } catch { return .failure(error) }
  }

  /// The newest generations back to `day`, at least one; nothing when the history cannot be read,
  /// which the history itself will say when it is opened.
  private nonisolated static func recent(_ studio: any Studio, after day: String) async
    -> EffectResult?
  {
    var query = HistoryQuery()
    query.after = day
    guard var page = try? await studio.history(query, offset: 0, limit: 500) else { return nil }
    if page.generations.isEmpty, let newest = try? await studio.history(.all, offset: 0, limit: 1) {
      page = newest
    }
    return .recent(page)
  }

  private func wake(_ alarm: Alarm, after delay: Duration) {
    let due = ContinuousClock.now + delay
    // A key held down puts it off at each repeat: whoever waits already waits on.
    guard timers[alarm].map({ $0.due > due }) != false else {
      timers[alarm]?.due = due
      return
    }
    timers[alarm]?.wait.cancel()
    timers[alarm] = (due, Task { await waitUntilDue(alarm) })
  }

  private func waitUntilDue(_ alarm: Alarm) async {
    while let due = timers[alarm]?.due, due > .now {
      guard (try? await Task.sleep(until: due, clock: .continuous)) != nil else { return }
    }
    timers[alarm] = nil
    mailbox.post(.alarm(alarm))
  }

  private func save(_ draft: Draft) {
    let before = lastSave
    inFlight += 1
    lastSave = Task { [studio] in
      await before?.value
      await studio.save(draft)
      inFlight -= 1
    }
  }

  /// Draws everything, and asks the terminal again about pictures where something was in the way.
  private func redraw() {
    screen.redrawFromScratch()
    let status = screen.graphicsStatus
    if status.remedy != nil { screen.showPictures(status.choice, transfer: status.transfer) }
  }

  private func watchOffers() {
    offerWatch?.cancel()
    inFlight += 1
    offerWatch = Task { [studio, mailbox] in
      for await offers in studio.offers() { mailbox.post(.result(.offers(offers))) }
      if !Task.isCancelled { mailbox.post(.result(.offersEnded)) }
      inFlight -= 1
    }
  }

  private func edit(_ text: String) async -> Result<String, EditorFailure> {
    screen.suspend()
    defer { screen.resume() }
    return await editor.edit(text)
  }

  /// By OSC 52, which reaches the clipboard of the machine that a person sits at, over SSH too.
  private func copy(_ text: String) {
    let base64 = Data(text.utf8).base64EncodedString()
    screen.send(Array("\u{1B}]52;c;\(base64)\u{07}".utf8))
  }

  /// Stops timers and watches, and waits until the last draft is saved.
  func finish() async {
    for timer in timers.values { timer.wait.cancel() }
    offerWatch?.cancel()
    artist.draw([])
    await lastSave?.value
  }
}
