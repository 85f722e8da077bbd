public import StudioCore
public import TerminalScreen

import struct FoundationEssentials.Date

/// The screen's loop: one mailbox in, one state, one frame out.
@MainActor
public final class StudioApp {
  private let studio: any Studio
  private let screen: any Screen
  private let clock: @Sendable () -> Date
  private let mailbox = Mailbox()
  private let runner: EffectRunner
  private(set) var state: AppState
  /// Resumed when the person has quit or the terminal is gone.
  private var ending: CheckedContinuation<Void, Never>?
  private var ticker: Task<Void, Never>?
  private var listeners: [Task<Void, Never>] = []
  /// Events that came from the screen and from the studio: what tests go by.
  private(set) var inputsTaken = 0
  private(set) var studioEventsTaken = 0

  public init(studio: any Studio, screen: any Screen, options: StudioOptions) {
    self.studio = studio
    self.screen = screen
    clock = options.clock
    state = AppState(
      options: options, size: screen.size, fitter: screen.fitter, graphics: screen.graphicsStatus,
      parameterTable: studio.parameterTable)
    runner = EffectRunner(
      studio: studio, screen: screen, mailbox: mailbox,
      thumbnails: Thumbnails(folder: options.thumbnailFolder),
      editor: PromptEditor(
        environment: options.environment, secretVariables: options.secretVariables))
  }

  /// Shows the screen until the person quits or the terminal goes away. The first frame is shown
  /// before anything is asked. The last draft is saved when this returns; jobs go on: whether the
  /// process stays for them is for the caller to decide. Closes nothing.
  public func run() async -> ExitReason {
    show()
    await withCheckedContinuation { ending in
      self.ending = ending
      mailbox.open { [weak self] in self?.takeBatch() }
      listen()
      runner.run(state.begin() + state.demand())
    }
    return await finish()
  }

  private func takeBatch() {
    guard state.exit == nil else { return }
    state.now = clock()
    var effects: [Effect] = []
    var isChanged = false
    for event in mailbox.drain() where state.exit == nil {
      isChanged = isChanged || state.isSeen(event)
      effects += state.update(event)
    }
    guard isChanged else { return runner.run(effects) }
    effects += state.demand()
    show()
    runner.run(effects)
    keepTicking()
    if state.exit != nil { ending?.resume() }
  }

  private func show() {
    var buffer = CellBuffer(size: state.size, style: state.theme[.text])
    let cursor = AppView(state: state).draw(into: &buffer)
    screen.present(buffer, cursor: cursor)
  }

  private func listen() {
    screen.listen { [weak self] input in
      self?.mailbox.post(.input(input))
      self?.inputsTaken += 1
    }
    let fitters = screen.fitters
    listeners = [
      Task { [mailbox, studio] in
        // Elsewhere: it begins to watch the store's disk.
        let events = await Task.detached { studio.events() }.value
        for await event in events {
          mailbox.post(.studio(event))
          studioEventsTaken += 1
        }
      },
      Task { [mailbox, screen] in
        for await fitter in fitters { mailbox.post(.graphics(fitter, screen.graphicsStatus)) }
      },
    ]
  }

  /// There is a timer only while a clock on the screen goes on.
  private func keepTicking() {
    guard state.hasRunningClock else {
      ticker?.cancel()
      ticker = nil
      return
    }
    guard ticker == nil else { return }
    ticker = Task { [mailbox] in
      while (try? await Task.sleep(for: .seconds(1))) != nil { mailbox.post(.tick) }
    }
  }

  private func finish() async -> ExitReason {
    ticker?.cancel()
    for listener in listeners { listener.cancel() }
    runner.run(state.saveDraftNow())
    await runner.finish()
    mailbox.close()
    return state.exit ?? .hangup
  }

  /// Whether everything asked for has come back and has been shown.
  var isAtRest: Bool { !runner.isBusy && mailbox.isEmpty }
  /// Whether a timer runs every second.
  var isTicking: Bool { ticker != nil }
}
