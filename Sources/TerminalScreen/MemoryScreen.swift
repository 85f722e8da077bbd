/// A screen without a terminal: tests send it events and look at what was presented.
@MainActor
public final class MemoryScreen: Screen {
  public private(set) var size: GridSize
  public let colorDepth: ColorDepth
  public let isUnicode: Bool

  /// What a terminal would show: the last grid presented, cut or padded to the size.
  public private(set) var shown: CellBuffer
  /// Where the cursor is visible, if it is.
  public private(set) var cursor: Point?
  /// How often something was presented.
  public private(set) var presentCount = 0
  /// Everything given to `send`.
  public private(set) var sentBytes: [UInt8] = []
  /// Whether the terminal is given back at the moment.
  public private(set) var isSuspended = false
  /// Whether it was closed.
  public private(set) var isClosed = false

  private let feed = InputFeed()

  /// A blank screen.
  public init(
    size: GridSize = GridSize(rows: 30, columns: 100), colorDepth: ColorDepth = .truecolor,
    isUnicode: Bool = true
  ) {
    self.size = size
    self.colorDepth = colorDepth
    self.isUnicode = isUnicode
    shown = CellBuffer(size: size)
  }

  /// Lets an event come in. After `.hangup` nothing more comes.
  public func send(_ event: InputEvent) {
    feed.send(event)
    if event == .hangup { feed.finish() }
  }

  public func listen(_ listener: @escaping @MainActor (InputEvent) -> Void) {
    feed.listen(listener)
  }

  /// Lets keys come in, named as `KeyChord(parsing:)` reads them; other text is ignored.
  public func press(_ chords: String...) {
    for chord in chords.compactMap(KeyChord.init(parsing:)) { send(.key(chord)) }
  }

  /// Lets a text come in, one key a scalar.
  public func type(_ text: String) {
    for scalar in text.unicodeScalars { send(.key(KeyChord(.character(scalar)))) }
  }

  /// Changes the size and tells so.
  public func resize(to size: GridSize) {
    self.size = size
    shown = shown.fitted(to: size)
    send(.resize(size))
  }

  public func present(_ buffer: CellBuffer, cursor: Point?) {
    guard !isSuspended, !isClosed else { return }
    shown = buffer.fitted(to: size).asSymbols
    self.cursor = cursor
    presentCount += 1
  }

  public func send(_ bytes: [UInt8]) {
    guard !isSuspended, !isClosed else { return }
    sentBytes += bytes
  }

  public func suspend() { isSuspended = true }
  public func resume() { isSuspended = false }
  public func stop() { send(.resumed) }
  public func redrawFromScratch() {}

  public func close() {
    guard !isClosed else { return }
    isClosed = true
    feed.finish()
  }
}

extension CellBuffer {
  /// The same picture on a grid of another size: cut, or padded with blanks.
  func fitted(to size: GridSize) -> CellBuffer {
    if self.size == size { return self }
    var fitted = CellBuffer(size: size)
    fitted.paste(self, at: Point(row: 0, column: 0))
    return fitted
  }
}
