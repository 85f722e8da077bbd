internal import CTerminal
internal import Glibc

extension NcursesScreen {
  /// About as much as a terminal takes in at once: one piece of an upload.
  private static let turnBytes = 4096
  /// How long tmux may lose what passes through it after it was given the alternate screen.
  private static let tmuxSettling = Duration.milliseconds(200)
  /// How long the end waits for answers that are on their way; longer over SSH.
  private var drainLimit: Duration {
    graphics.patience > .seconds(1) ? .milliseconds(500) : .milliseconds(150)
  }

  public var fitter: PictureFitter { graphics.fitter }
  public var fitters: AsyncStream<PictureFitter> { graphics.fitters }
  public var graphicsStatus: GraphicsStatus { graphics.status }

  public func showPictures(_ choice: GraphicsChoice, transfer: Transfer?) {
    guard isDrawable else { return }
    let isSame = choice == graphics.choice
    write(graphics.use(choice, transfer: transfer))
    if isSame, !graphics.isAsking || graphics.result.remedy != nil { ask() }
    drawWanted()
  }

  /// Before the first frame.
  func beginGraphics() {
    turns = WriteTurns(descriptor: tty.outputDescriptor) { [weak self] in self?.takeTurn() }
    write(graphics.follow(size, pixels: tty.pixelSize))
    holdUploads()
  }

  /// After the first frame: nothing is asked before something is shown. tmux may lose a question to
  /// the terminal outside as it may lose an upload.
  func askOnce() {
    guard !hasAsked else { return }
    hasAsked = true
    guard graphics.mayBeInTmux else { return ask() }
    Task { [weak self] in
      try? await Task.sleep(for: Self.tmuxSettling)
      guard let self else { return }
      if self.isDrawable { self.ask() } else { self.hasAsked = false }
    }
  }

  private func ask() {
    let questions = graphics.ask()
    guard !questions.isEmpty else { return }
    reader?.expectsAnswers = true
    write(questions)
    Task { [weak self, patience = graphics.patience] in
      try? await Task.sleep(for: patience)
      guard let self else { return }
      self.reader?.expectsAnswers = false
      guard self.isDrawable, self.graphics.isAsking else { return }
      self.settled(self.graphics.giveUp())
    }
  }

  private func write(_ bytes: [UInt8]) { if !bytes.isEmpty { tty.write(bytes) } }

  private func settled(_ bytes: [UInt8]) {
    write(bytes)
    followColors()
    drawWanted()
  }

  /// Takes an answer of the terminal; false when nothing was asked that it answers.
  func take(_ reply: TerminalReply) -> Bool {
    guard let (bytes, isNews) = graphics.take(reply) else { return false }
    guard isDrawable else { return true }
    if isNews { settled(bytes) } else { write(bytes) }
    followColors()
    if !graphics.isAsking { reader?.expectsAnswers = false }
    return true
  }

  /// A terminal that has shown itself able to is given 24-bit colours.
  private func followColors() {
    let result = graphics.result
    guard result.hasTruecolor || result.facts.isTruecolorBrand, session.colors.becomeTruecolor()
    else { return }
    write(graphics.use(depth: .truecolor))
    shown = nil
    graphics.stage.forgetGlass()
    session.makeCurrent()
    session.redrawAll()
    drawWanted()
  }

  /// The size in cells or in pixels may have changed.
  func followGeometry(_ newSize: GridSize) {
    let pixels = tty.pixelSize
    write(graphics.follow(newSize, pixels: pixels))
    if graphics.result.cell != nil { write(graphics.askForSize()) }
  }

  /// Asks whether the terminal still has what it was sent: another one may be attached now.
  func checkPictures() {
    guard isDrawable else { return }
    write(graphics.stage.inquiry())
  }

  /// Keeps account of the last change, and lets uploads go on.
  func graphicsChanged() {
    if ownsProcess, guardedSlot != graphics.stage.highestSlot {
      guardedSlot = graphics.stage.highestSlot
      Guardian.setFarewell(graphics.stage.lastFarewell())
    }
    let mayTakeTurn = graphics.stage.hasUndrawnCells || !areUploadsHeld
    guard graphics.stage.wantsTurn, mayTakeTurn else { turns?.pause(); return }
    turns?.start()
  }

  /// Waits until tmux lets everything through.
  func holdUploads() {
    guard graphics.mayBeInTmux else { return }
    areUploadsHeld = true
    Task { [weak self] in
      try? await Task.sleep(for: Self.tmuxSettling)
      guard let self else { return }
      self.areUploadsHeld = false
      if self.isDrawable { self.graphicsChanged() }
    }
  }

  private func takeTurn() {
    guard isDrawable else { turns?.pause(); return }
    if graphics.stage.hasUndrawnCells { return drawWanted() }
    if graphics.stage.hasUndrawnStrips { return drawWanted(strips: Self.turnBytes) }
    let (bytes, isNews) = graphics.stage.upload(atMost: Self.turnBytes)
    write(bytes)
    if isNews { drawWanted() } else { graphicsChanged() }
  }

  /// Before the terminal is given back: nothing of ours stays in its memory, and no answer reaches
  /// the shell.
  func leaveGraphics() {
    turns?.pause()
    write(graphics.stage.farewell() + graphics.stage.clearing())
    graphics.stage.forgetTerminal()
    graphicsChanged()
    guard graphics.isAsking else { return }
    reader?.drain(atMost: drainLimit) { graphics.isAsking }
  }

  /// For good.
  func endGraphics() {
    turns?.stop()
    graphics.finish()
  }
}

extension ScreenGraphics {
  /// What holds back drawing and lets it go on, where the terminal knows that.
  var synchronization: (hold: [UInt8], release: [UInt8]) {
    guard result.hasSynchronizedUpdate else { return ([], []) }
    return (Array("\u{1B}[?2026h".utf8), Array("\u{1B}[?2026l".utf8))
  }
}
