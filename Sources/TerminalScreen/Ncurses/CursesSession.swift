internal import CNcurses
internal import CTerminal
internal import Glibc

/// One curses screen on a terminal: started with the right terminfo entry, ended by `end`.
///
/// Output only: curses never reads. All calls must be made on the main actor, as the library is not
/// reentrant; several sessions may be open, each made current before it is used.
@MainActor
final class CursesSession {
  private let screen: OpaquePointer
  let colors: NcursesColors
  let isUnicode: Bool
  /// Whether the terminal was given back and the next update takes it again.
  private(set) var isAway = false
  /// A sentence for the user when another entry than the terminal's own is used.
  let note: String?

  private static let fallbacks = ["xterm-256color", "xterm", "ansi", "vt100"]

  init(
    on tty: TTY, environment: TerminalEnvironment, depth forced: ColorDepth?
  ) throws(TerminalError) {
    let term = environment.term
    if term.isEmpty { throw .unnamedTerminal }
    if environment.isDumb { throw .incapableTerminal(name: term) }
    isUnicode = ct_use_locale() == 1
    use_env(false)
    use_tioctl(true)
    let known = TerminfoDatabase.entry(named: term, in: environment)
    let candidates = known == nil ? Self.fallbacks : [term]
    guard
      let (screen, name, isDirect) = Self.start(candidates, known, tty, environment, forced)
    else { throw .cannotStart(name: term) }
    self.screen = screen
    note =
      name == term
      ? nil : "The terminal's type \(DisplayText(term)) is unknown here; it is treated as \(name)."
    guard Self.canMoveCursor else {
      Self.leave(screen)
      throw .incapableTerminal(name: term)
    }
    let claimed = isDirect ? Int(known?.colorCount ?? 256) : Int(tigetnum("colors"))
    let depth = Self.prepare(environment, forced, isDirect: isDirect, claimed: claimed)
    colors = NcursesColors(depth: depth, isDirect: isDirect, paletteSize: claimed)
  }

  private static func start(
    _ names: [String], _ entry: TerminfoEntry?, _ tty: TTY, _ environment: TerminalEnvironment,
    _ forced: ColorDepth?
  ) -> (OpaquePointer, String, isDirect: Bool)? {
    let claimed = Int(entry?.colorCount ?? 256)
    let mayBeTruecolor =
      forced == .truecolor
      || forced == nil && ColorSupport.mayBeTruecolor(in: environment, terminfoColors: claimed)
    for name in names {
      let variable = DirectColorTerminfo.variable(
        term: name, environment: environment, isPatched: mayBeTruecolor)
      if let screen = withTerminfo(variable, { newterm(name, tty.output, tty.input) }) {
        return (screen, name, tigetnum("colors") > DirectColorTerminfo.paletteBase)
      }
    }
    return nil
  }

  /// Runs `body` with the variable TERMINFO set; children of the program must not inherit it.
  private static func withTerminfo<Result>(_ value: String?, _ body: () -> Result) -> Result {
    guard let value else { return body() }
    let before = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", value, 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return body()
  }

  /// Absent strings are a null pointer, and −1 for a name that is no string capability.
  private static var canMoveCursor: Bool {
    guard let motion = tigetstr("cup") else { return false }
    return Int(bitPattern: motion) != -1
  }

  private static func prepare(
    _ environment: TerminalEnvironment, _ forced: ColorDepth?, isDirect: Bool, claimed: Int
  ) -> ColorDepth {
    raw()
    noecho()
    nonl()
    typeahead(-1)
    let hasColors = has_colors() && start_color() == OK && use_default_colors() == OK
    guard hasColors else { return .mono }
    let depth = forced ?? ColorSupport.depth(in: environment, terminfoColors: claimed)
    return isDirect ? depth : min(depth, claimed >= 256 ? .palette256 : .ansi16)
  }

  private static func leave(_ screen: OpaquePointer) {
    endwin()
    delscreen(screen)
  }

  /// Makes this the screen that curses calls are about.
  func makeCurrent() { set_term(screen) }

  /// Gives the terminal back; it is taken again with the next update.
  func leaveForNow() {
    makeCurrent()
    curs_set(1)
    endwin()
    isAway = true
  }

  /// Takes the terminal again.
  func comeBack() {
    makeCurrent()
    reset_prog_mode()
    redrawAll()
  }

  /// Ends it. Nothing may be called after it.
  func end() {
    leaveForNow()
    delscreen(screen)
  }
}

extension CursesSession {
  private var window: UnsafeMutablePointer<WINDOW>? {
    ct_standard_window()?.assumingMemoryBound(to: WINDOW.self)
  }

  /// Follows the terminal's size.
  func resize(to size: GridSize) {
    makeCurrent()
    resize_term(Int32(size.rows), Int32(size.columns))
    redrawAll()
  }

  /// Lets curses move no characters along a line: pixels over them would move in some terminals, and
  /// stay in others.
  func keepCharactersInPlace() {
    makeCurrent()
    idcok(window, false)
  }

  /// Lets the next update clear the terminal and draw all of it.
  func redrawAll() { clearok(window, true) }

  /// Puts a run of cells into the window. False when the colour pairs are used up.
  func put(_ run: CellRun) -> Bool {
    var cells: [ct_cell] = []
    cells.reserveCapacity(run.cells.count)
    for cell in run.cells {
      guard let look = colors.look(of: cell.style) else { return false }
      cells.append(
        ct_cell(
          scalars: cell.scalars, pair: look.pair, width: UInt8(cell.width),
          attributes: look.attributes.rawValue))
    }
    ct_put_cells(
      Int32(run.row), Int32(run.column), cells, Int32(cells.count), isUnicode ? 0 : 1)
    return true
  }

  /// Sends what changed to the terminal, and puts its cursor there or hides it.
  func update(cursor: Point?) {
    if let cursor { wmove(window, Int32(cursor.row), Int32(cursor.column)) }
    curs_set(cursor == nil ? 0 : 1)
    wnoutrefresh(window)
    doupdate()
    isAway = false
  }
}

extension TerminfoEntry {
  /// The number of colours; nil when the entry has none.
  var colorCount: Int32? { numbers.count > 13 && numbers[13] > 0 ? numbers[13] : nil }
}
