internal import CTerminal
internal import Glibc
public import Pictures

/// A terminal that a command writes its lines to: pictures stand between the lines and scroll away
/// with them. What the terminal can show is asked once, when it is opened.
public struct InlineTerminal: Sendable {
  /// How to make pictures ready for it.
  public let fitter: PictureFitter
  /// Rows and columns.
  public let size: GridSize
  /// Why pictures are not shown in the way that was chosen; nil when they are.
  public let refusal: GraphicsObstacle?
  private let passthrough: Passthrough

  /// Whether the terminal that the environment names takes sequences at all. One that does not, as in
  /// an editor's window, is sent nothing but plain text.
  public static var takesSequences: Bool { !TerminalEnvironment.current.isDumb }

  /// The terminal at `path`; nil when there is none. Waits for its answers: mostly for milliseconds,
  /// at most two seconds, three over SSH. What is typed meanwhile is lost. In a tmux that lets nothing
  /// through only tmux is asked. One that takes no sequences is asked nothing, and is shown ASCII
  /// whatever was chosen.
  public init?(
    path: String = "/dev/tty", choice: GraphicsChoice = .auto, transfer: Transfer? = nil
  ) {
    let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { Glibc.close(descriptor) }
    guard isatty(descriptor) == 1 else { return nil }
    let environment = TerminalEnvironment.current
    let isInTmux = environment["TMUX"] != nil && Self.asks(environment, choice)
    self.init(
      asking: descriptor, choice, transfer, environment: environment,
      isShutIn: isInTmux && TmuxOption.letsThrough() == false, isUnicode: ct_use_locale() == 1)
  }

  init(
    asking descriptor: Int32, _ choice: GraphicsChoice, _ transfer: Transfer?,
    environment: TerminalEnvironment, isShutIn: Bool = false, isUnicode: Bool
  ) {
    var probe = TerminalProbe(environment: environment, isShutIn: isShutIn)
    let isDumb = environment.isDumb
    if Self.asks(environment, choice) {
      Self.ask(&probe, at: descriptor, isTmuxNear: environment["TMUX"] != nil)
    }
    let result = probe.result
    let window = Self.window(descriptor)
    let kind = isDumb ? .ascii : result.kind(for: choice, isUnicode: isUnicode)
    size = window.size
    passthrough = kind.hasPixels ? result.passthrough : .none
    refusal = choice.forced.flatMap {
      $0 == kind ? nil : isDumb ? .terminal : result.obstacle(to: $0, isUnicode: isUnicode)
    }
    fitter = PictureFitter(
      kind: kind,
      transfer: transfer ?? .standard(in: environment),
      cell: result.cell ?? window.cell ?? .assumed,
      depth: Self.depth(result, environment), isUnicode: isUnicode)
  }

  private static func asks(_ environment: TerminalEnvironment, _ choice: GraphicsChoice) -> Bool {
    !environment.isDumb && choice.forced?.hasPixels ?? true
  }

  private static func depth(
    _ result: ProbeResult, _ environment: TerminalEnvironment
  ) -> ColorDepth {
    guard !environment.isDumb else { return .mono }
    let colors = environment.term.contains("256") ? 256 : 16
    if result.hasTruecolor || result.facts.isTruecolorBrand,
      ColorSupport.mayBeTruecolor(in: environment, terminfoColors: colors)
    {
      return .truecolor
    }
    return ColorSupport.depth(in: environment, terminfoColors: colors)
  }

  private static func window(_ descriptor: Int32) -> (size: GridSize, cell: CellGeometry?) {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0
    else { return (GridSize(rows: 24, columns: 80), nil) }
    let size = GridSize(rows: Int(window.ws_row), columns: Int(window.ws_col))
    let cell = CellGeometry(
      plausible: PixelSize(
        width: Int(window.ws_xpixel) / size.columns, height: Int(window.ws_ypixel) / size.rows))
    return (size, cell)
  }
}

// MARK: - Questions

extension InlineTerminal {
  /// Asks, with the terminal set so that answers neither show nor wait for a line's end. A process in
  /// the background would be stopped for that, and asks nothing.
  private static func ask(
    _ probe: inout TerminalProbe, at descriptor: Int32, isTmuxNear: Bool
  ) {
    var before = termios()
    let foreground = tcgetpgrp(descriptor)
    guard foreground < 0 || foreground == getpgrp(), tcgetattr(descriptor, &before) == 0
    else { return }
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(descriptor, TCSANOW, &quiet) == 0 else { return }
    write(probe.begin(), to: descriptor)
    takeAnswers(&probe, from: descriptor, isTmuxNear: isTmuxNear)
    probe.giveUp()
    // What came too late to be read goes, too.
    tcsetattr(descriptor, TCSAFLUSH, &before)
  }

  /// An answer that comes later is typed into the shell; a terminal that gives none is rare.
  private static let leastPatience = Duration.seconds(2)

  /// A tmux that is only known by its answer runs where the person sits, beyond SSH: the terminal
  /// around it answers about as soon as it did itself, or never. At least this long is waited.
  private static let outsidePatience = Duration.milliseconds(500)

  private static func takeAnswers(
    _ probe: inout TerminalProbe, from descriptor: Int32, isTmuxNear: Bool
  ) {
    var parser = InputParser()
    let begun = ContinuousClock.now
    var end = begun + max(probe.patience, leastPatience)
    while probe.isOpen, let bytes = read(descriptor, until: end) {
      for case .reply(let reply) in parser.feed(bytes) {
        guard let questions = probe.take(reply), !questions.isEmpty else { continue }
        write(questions, to: descriptor)
        if probe.isWaitingOutside, !isTmuxNear {
          end = .now + max(outsidePatience, (.now - begun) * 2)
        }
      }
    }
  }

  /// What has come; nil when nothing does in time.
  private static func read(
    _ descriptor: Int32, until end: ContinuousClock.Instant
  ) -> [UInt8]? {
    let rest = ContinuousClock.now.duration(to: end) / .milliseconds(1)
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard rest > 0, poll(&state, 1, Int32(rest.rounded(.up))) > 0 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : bytes
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    guard !bytes.isEmpty else { return }
    bytes.withUnsafeBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}

// MARK: - Pictures

extension InlineTerminal {
  /// The most rows that a picture takes, so that it is seen whole with some lines around it.
  private static let mostRows = 24
  /// The line below it, for a prompt, and that of the command.
  private static let otherLines = 2

  /// What shows the picture in a file, as `bytes(for:)`. Blocks while it works.
  ///
  /// - Parameter lines: How many lines of the terminal above the picture should stay in sight. They
  ///   do where that leaves it a third of the terminal; in less nothing can be recognised.
  /// - Throws: any `ImageError` but `encodingFailed`.
  public func bytes(
    forFileAt path: String, below lines: Int = 0
  ) throws(ImageError) -> [UInt8] {
    let box = GridSize(rows: Self.rows(of: size.rows, below: lines), columns: size.columns)
    let picture = try fitter.decode(path: path, for: box)
    return bytes(for: fitter.fit(picture.image, as: fitter.sketch(picture, in: box)))
  }

  static func rows(of terminal: Int, below lines: Int) -> Int {
    let room = terminal - otherLines
    return max(1, min(mostRows, room, max(room - lines, terminal / 3)))
  }

  /// What shows a picture from the beginning of a line on, and leaves the cursor at the beginning of
  /// the line below it. Pixels stay in the terminal as long as its lines do.
  public func bytes(for picture: FittedPicture) -> [UInt8] {
    guard let adapter = fitter.kind.adapter, !picture.strips.isEmpty else {
      return Self.lines(picture.symbols)
    }
    let id = PictureID(
      slot: .random(in: PictureID.slots), session: UInt8.random(in: 1...255))
    let upload = adapter.upload(picture, as: id).flatMap { passthrough.wrapped($0) }
    guard adapter.fillsCells else { return upload + overlay(picture, by: adapter, as: id) }
    var cells = CellBuffer(size: picture.size)
    for row in 0..<picture.size.rows {
      for column in 0..<picture.size.columns {
        cells[row, column] = id.cell(row: row, column: column, background: .terminal)
      }
    }
    return upload + Self.lines(cells)
  }

  /// Makes room first: at the last line of the terminal the lines above move up.
  private func overlay(
    _ picture: FittedPicture, by adapter: any GraphicsAdapter, as id: PictureID
  ) -> [UInt8] {
    let rows = picture.size.rows
    var bytes = Array((String(repeating: "\n", count: rows) + "\u{1B}[\(rows)A").utf8)
    for (number, strip) in picture.strips.enumerated() {
      let down = strip.rows.lowerBound > 0 ? "\u{1B}[\(strip.rows.lowerBound)B" : ""
      let drawn = adapter.draw(
        number, of: picture, as: id, at: Point(row: strip.rows.lowerBound, column: 0))
      bytes += StyleSequence.apart(Array(down.utf8) + passthrough.wrapped(drawn))
    }
    return bytes + Array("\u{1B}[\(rows)B\r".utf8)
  }

  private static func lines(_ cells: CellBuffer) -> [UInt8] {
    var text = ""
    for row in 0..<cells.size.rows {
      var style = Style.plain
      for column in 0..<cells.size.columns {
        let cell = cells[row, column]
        if cell.style != style {
          style = cell.style
          text += StyleSequence.style(style)
        }
        text += cell.text
      }
      text += style == .plain ? "\n" : "\u{1B}[m\n"
    }
    return Array(text.utf8)
  }
}
