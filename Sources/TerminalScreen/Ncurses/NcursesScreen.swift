internal import CTerminal
internal import Glibc

/// The screen of a real terminal: drawn by ncurses, read by a parser of our own.
@MainActor
public final class NcursesScreen: Screen {
  /// What a caller may choose.
  public struct Options: Sendable {
    /// Whether to ask for mouse events; without, the terminal's own selection works as usual.
    public var mouse = true
    /// The colour depth, instead of what the environment suggests; never more than curses can.
    public var colorDepth: ColorDepth?
    /// How pictures are shown.
    public var graphics = GraphicsChoice.auto
    /// What pictures may cost; nil for what suits the connection.
    public var transfer: Transfer?
    /// Whether the process is the screen's: signals become events, stderr goes to the log.
    var ownsProcess = true
    /// The variables that tell about the terminal, instead of the process's.
    var environment: TerminalEnvironment?

    /// Mouse on, colours as the environment suggests.
    public init() {}
  }

  public private(set) var size: GridSize
  public var colorDepth: ColorDepth { session.colors.depth }
  public var isUnicode: Bool { session.isUnicode }
  /// A sentence for the user when the terminal's type is unknown and another is assumed.
  public var note: String? { session.note }

  private let feed = InputFeed()
  let tty: TTY
  let session: CursesSession
  let graphics: ScreenGraphics
  let ownsProcess: Bool
  private let logPath: String?
  private var modes: TerminalModes
  var reader: TTYReader?
  var turns: WriteTurns?
  private var signals: SignalWatch?
  private var redirection: StandardErrorRedirection?
  /// What was presented last.
  var wanted: (grid: CellBuffer, cursor: Point?)?
  /// What the terminal shows; nil when that is not known.
  var shown: (grid: CellBuffer, cursor: Point?)?
  /// The highest number that a crash would leave in the terminal's memory, as the guardian was told.
  var guardedSlot: UInt8?
  /// Whether the terminal was asked what it can.
  var hasAsked = false
  /// Whether uploads have to wait.
  var areUploadsHeld = false
  private var isSuspended = false
  private var isClosed = false
  private var isHungUp = false

  /// Opens the screen on a terminal. While it is open, stderr goes to the end of the file at
  /// `logPath`, or nowhere.
  /// - Throws: `TerminalError` when the terminal cannot show a screen; it is as before then.
  public init(
    ttyPath: String = "/dev/tty", logPath: String?, options: Options = Options()
  ) throws(TerminalError) {
    let environment = options.environment ?? .current
    tty = try TTY(path: ttyPath)
    do {
      session = try CursesSession(on: tty, environment: environment, depth: options.colorDepth)
    } catch {
      tty.close()
      throw error
    }
    modes = TerminalModes(term: environment.term, mouse: options.mouse)
    graphics = ScreenGraphics(
      environment: environment, choice: options.graphics, transfer: options.transfer,
      depth: session.colors.depth, isUnicode: session.isUnicode)
    ownsProcess = options.ownsProcess
    self.logPath = logPath
    size = tty.size
    begin()
  }

  private func begin() {
    session.resize(to: size)
    session.keepCharactersInPlace()
    takeTerminal()
    beginGraphics()
    reader = TTYReader(descriptor: tty.inputDescriptor) { [weak self] in self?.receive($0) }
    guard ownsProcess else { return }
    let caught = [SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT]
    signals = SignalWatch(caught) { [weak self] in self?.receive(signal: $0) }
  }

  private func takeTerminal() {
    if ownsProcess {
      Guardian.declareDirty()
      // Not two at once: the first one must restore what the second one then saves.
      redirection = nil
      redirection = StandardErrorRedirection(to: logPath)
    }
    tty.write(modes.opening)
  }

  public func listen(_ listener: @escaping @MainActor (InputEvent) -> Void) {
    feed.listen(listener)
  }

  var isDrawable: Bool { !isSuspended && !isClosed && !isHungUp }

  public func present(_ buffer: CellBuffer, cursor: Point?) {
    guard isDrawable else { return }
    let grid = buffer.fitted(to: size)
    wanted = (grid, cursor.flatMap { grid.bounds.contains($0) ? $0 : nil })
    drawWanted()
    askOnce()
  }

  /// Draws what was presented last, with as many strips of pictures as fit in these bytes.
  func drawWanted(strips allowance: Int = 0) {
    guard isDrawable, let wanted else { return }
    let frame = graphics.stage.frame(
      for: wanted.grid, shown: shown?.grid, drawing: allowance)
    let changes = frame.grid.runs(changedFrom: shown?.grid ?? Self.nothing)
    defer { graphicsChanged() }
    if let shown, shown.cursor == wanted.cursor, changes.isEmpty, frame.before.isEmpty,
      frame.after.isEmpty
    {
      return
    }
    session.makeCurrent()
    if !draw(changes) {
      session.colors.reset()
      _ = draw(frame.grid.runs(changedFrom: Self.nothing))
    }
    update(cursor: wanted.cursor, frame)
    shown = (frame.grid, wanted.cursor)
  }

  private static let nothing = CellBuffer(size: GridSize(rows: 0, columns: 0))

  private func draw(_ changes: [CellRun]) -> Bool { changes.allSatisfy { session.put($0) } }

  /// A terminal never shows half a frame that comes in one piece.
  private func update(cursor: Point?, _ frame: PictureStage.Frame) {
    // Taking the terminal again sets its modes, which needs the terminal itself.
    guard !session.isAway else {
      tty.write(frame.before)
      session.update(cursor: cursor)
      return tty.write(frame.after)
    }
    let isRaw = !frame.before.isEmpty || !frame.after.isEmpty
    let (hold, release) = isRaw ? graphics.synchronization : ([], [])
    tty.gather(before: hold + frame.before, after: frame.after + release) {
      session.update(cursor: cursor)
    }
  }

  public func send(_ bytes: [UInt8]) {
    guard isDrawable else { return }
    tty.write(bytes)
  }

  public func redrawFromScratch() {
    guard isDrawable else { return }
    shown = nil
    graphics.stage.forgetGlass()
    graphics.stage.sendAgain()
    session.makeCurrent()
    session.redrawAll()
  }

  public func suspend() {
    guard !isSuspended, !isClosed else { return }
    leaveGraphics()
    reader?.pause()
    tty.write(modes.closing())
    session.leaveForNow()
    isSuspended = true
    releaseProcess()
  }

  public func resume() {
    guard isSuspended, !isClosed else { return }
    isSuspended = false
    reenter()
    reader?.proceed()
    followSize()
  }

  public func stop() {
    guard ownsProcess, !isClosed else { return }
    suspend()
    ct_stop()
    resume()
    feed.send(.resumed)
  }

  public func close() {
    guard !isClosed else { return }
    let wasSuspended = isSuspended
    if !wasSuspended, !isHungUp { leaveGraphics() }
    isClosed = true
    endGraphics()
    reader?.stop()
    signals?.stop(hasHungUp: isHungUp)
    if !wasSuspended { tty.write(modes.closing()) }
    session.end()
    releaseProcess()
    tty.close()
    feed.finish()
  }

  private func releaseProcess() {
    redirection = nil
    if ownsProcess { Guardian.declareClean() }
  }

  /// Sets the terminal up again, whatever was done to it meanwhile.
  private func reenter() {
    shown = nil
    session.comeBack()
    takeTerminal()
    holdUploads()
  }
}

// MARK: - What comes in

extension NcursesScreen {
  private func receive(_ event: InputEvent) {
    switch event {
    case .reply(.control(let text)) where text.hasPrefix("?") && text.hasSuffix("u"):
      send(modes.keyboardAnswered())
    case .reply(let reply): if !take(reply) { feed.send(event) }
    case .hangup: hangUp()
    case .focus(true):
      checkPictures()
      feed.send(event)
    default: feed.send(event)
    }
  }

  private func receive(signal: Int32) {
    switch signal {
    case SIGWINCH: followSize()
    case SIGHUP: hangUp()
    case SIGTSTP: stop()
    case SIGCONT: continueAfterStop()
    default: feed.send(.terminate(signal: signal))
    }
  }

  private func hangUp() {
    guard !isHungUp else { return }
    isHungUp = true
    reader?.stop()
    feed.send(.hangup)
    feed.finish()
  }

  /// After a stop from outside the terminal is in an unknown state.
  private func continueAfterStop() {
    guard isDrawable else { return }
    // So that curses knows it must switch to the alternate screen again. Leaving that moves the
    // cursor to where it was saved, which shall be where it is.
    tty.write(Array("\u{1B}7".utf8))
    graphics.stage.forgetTerminal()
    session.leaveForNow()
    reenter()
    followSize()
    feed.send(.resumed)
  }

  private func followSize() {
    let newSize = tty.size
    guard isDrawable else { return }
    followGeometry(newSize)
    guard newSize != size else { return }
    size = newSize
    shown = nil
    wanted = nil
    graphics.stage.forgetGlass()
    session.resize(to: newSize)
    feed.send(.resize(newSize))
    checkPictures()
  }
}
