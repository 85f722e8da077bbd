internal import Pictures

/// The pictures of one screen: which way of showing them is in use, what the terminal has told, and
/// what has to be written. Reads and writes nothing itself.
@MainActor
final class ScreenGraphics {
  private let environment: TerminalEnvironment
  private let isUnicode: Bool
  private let continuation: AsyncStream<PictureFitter>.Continuation
  /// The way of fitting pictures after each change, of it or of the status.
  let fitters: AsyncStream<PictureFitter>

  var stage: PictureStage
  private var probe: TerminalProbe
  private(set) var choice: GraphicsChoice
  private(set) var transfer: Transfer
  private(set) var fitter: PictureFitter
  /// What was said to have changed last.
  private var told: (fitter: PictureFitter, status: GraphicsStatus)?
  /// The size of the screen, in cells and in pixels as the kernel knows it.
  private var size = GridSize(rows: 24, columns: 80)
  private var pixelSize: PixelSize?

  init(
    environment: TerminalEnvironment, choice: GraphicsChoice, transfer: Transfer?,
    depth: ColorDepth, isUnicode: Bool
  ) {
    self.environment = environment
    self.isUnicode = isUnicode
    self.choice = choice
    self.transfer = transfer ?? .standard(in: environment)
    probe = TerminalProbe(environment: environment)
    stage = PictureStage(session: UInt8.random(in: 1...255))
    stage.colorDepth = depth
    fitter = PictureFitter(
      kind: isUnicode ? .symbols : .ascii, transfer: self.transfer, depth: depth,
      isUnicode: isUnicode)
    (fitters, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// How long answers are waited for.
  var patience: Duration { probe.patience }
  /// Whether an answer is still to come.
  var isAsking: Bool { probe.isOpen }
  /// Whether a tmux may be in between, answers or not.
  var mayBeInTmux: Bool {
    environment["TMUX"] != nil || environment.term.hasPrefix("tmux") || probe.result.isInTmux
  }
  /// What is known of the terminal.
  var result: ProbeResult { probe.result }

  /// What to ask the terminal.
  func ask() -> [UInt8] { probe.begin() }

  /// What to ask when the size of a cell may have changed.
  func askForSize() -> [UInt8] { probe.askForSize() }

  /// Nobody waits for answers any more; those that come late are taken all the same.
  func giveUp() -> [UInt8] {
    probe.giveUp()
    return settle()
  }

  /// Takes an answer of the terminal.
  /// - Returns: Nil when it is none to a question of ours; else what to write, and whether what is
  ///   shown shall be drawn again.
  func take(_ reply: TerminalReply) -> (bytes: [UInt8], isNews: Bool)? {
    if case .application(let text) = reply, let answer = KittyAnswer(text), stage.take(answer) {
      return ([], true)
    }
    guard let questions = probe.take(reply) else { return nil }
    let before = fitter
    let bytes = settle()
    return (questions + bytes, fitter != before)
  }

  /// Takes a choice of the person's.
  /// - Returns: What to write.
  func use(_ choice: GraphicsChoice, transfer: Transfer?) -> [UInt8] {
    self.choice = choice
    self.transfer = transfer ?? .standard(in: environment)
    return settle()
  }

  /// The screen has this size.
  func follow(_ size: GridSize, pixels: PixelSize?) -> [UInt8] {
    self.size = size
    pixelSize = pixels
    return settle()
  }

  /// Symbols may have this depth.
  func use(depth: ColorDepth) -> [UInt8] {
    stage.colorDepth = depth
    return settle()
  }

  /// No more fitters come.
  func finish() { continuation.finish() }

  /// How pictures are shown now.
  var status: GraphicsStatus {
    GraphicsStatus(
      choice: choice, kind: fitter.kind, transfer: transfer, cell: fitter.cell,
      isCellAssumed: knownCell == nil, remedy: probe.result.remedy,
      obstacles: probe.result.obstacles(isUnicode: isUnicode))
  }

  /// Goes over to the way that follows from everything known.
  private func settle() -> [UInt8] {
    let result = probe.result
    let isSure = probe.isDecided || choice.forced?.hasPixels == false
    let kind = isSure ? result.kind(for: choice, isUnicode: isUnicode) : fitter.kind
    let way = isSure ? result.passthrough : stage.passthrough
    let passthrough = kind.hasPixels ? way : .none
    var bytes: [UInt8] = []
    if kind != fitter.kind || passthrough != stage.passthrough {
      bytes = stage.use(kind, through: passthrough)
    }
    let new = PictureFitter(
      kind: kind, transfer: transfer, cell: knownCell ?? .assumed, depth: stage.colorDepth,
      isUnicode: isUnicode)
    fitter = new
    if told?.status != status || told?.fitter != new {
      told = (new, status)
      continuation.yield(new)
    }
    return bytes
  }

  /// What the terminal says, or else what follows from the size of its text area: rounded down, as
  /// that may include a border.
  private var knownCell: CellGeometry? {
    if let cell = probe.result.cell { return cell }
    guard let area = pixelSize ?? probe.result.area, size.columns > 0, size.rows > 0 else {
      return nil
    }
    return CellGeometry(
      plausible: PixelSize(width: area.width / size.columns, height: area.height / size.rows))
  }
}
