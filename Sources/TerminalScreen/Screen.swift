/// The terminal as a device: a grid to present, and events that come from it.
@MainActor
public protocol Screen: AnyObject {
  /// Rows and columns now.
  var size: GridSize { get }
  /// How many colours it shows; `present` reduces colours by itself.
  var colorDepth: ColorDepth { get }
  /// Whether it shows more than ASCII. When not, callers draw ASCII; other characters show as `?`.
  var isUnicode: Bool { get }
  /// Hands everything that comes in to a single listener, on the spot and in order; first what came
  /// before there was one. Nothing comes after `close` and after `.hangup`.
  func listen(_ listener: @escaping @MainActor (InputEvent) -> Void)

  /// Shows a grid, sending only what changed since the last one. A grid of another size than the
  /// screen is cut or padded with blanks. The terminal's cursor is visible only when `cursor` says
  /// where.
  func present(_ buffer: CellBuffer, cursor: Point?)

  /// Sends bytes that are no cells (image data, queries) right to the terminal, in order with what
  /// was presented. The caller restores the cursor and the colours it changes.
  func send(_ bytes: [UInt8])

  /// Gives the terminal back, for another program or a stop; `present` and `send` do nothing then.
  func suspend()

  /// Takes the terminal again after `suspend`; the next `present` draws everything.
  func resume()

  /// Gives the terminal back and stops the program, as Ctrl-Z does in a shell; when it goes on, the
  /// screen is set up anew and `.resumed` comes.
  func stop()

  /// How to make pictures ready for this screen now.
  var fitter: PictureFitter { get }

  /// The way of making pictures ready after each change of it or of `graphicsStatus`: the terminal has
  /// answered or will not, the person has chosen, the font has another size. Pictures made in another
  /// way are shown as symbols until they are made anew. For a single consumer; ends with the screen.
  var fitters: AsyncStream<PictureFitter> { get }

  /// How pictures are shown, for a person to read.
  var graphicsStatus: GraphicsStatus { get }

  /// Shows pictures in a way that a person chose, from now on; without a transfer the one that suits
  /// the connection. Choosing again what is in use asks the terminal anew.
  func showPictures(_ choice: GraphicsChoice, transfer: Transfer?)

  /// Forgets what the terminal is believed to show; the next `present` draws everything.
  func redrawFromScratch()

  /// Restores the terminal for good. Calling it again does nothing.
  func close()
}

extension Screen {
  public var fitter: PictureFitter {
    PictureFitter(
      kind: isUnicode ? .symbols : .ascii, depth: colorDepth, isUnicode: isUnicode)
  }

  public var fitters: AsyncStream<PictureFitter> { AsyncStream { $0.finish() } }

  public var graphicsStatus: GraphicsStatus {
    GraphicsStatus(
      choice: .auto, kind: fitter.kind, transfer: fitter.transfer, cell: fitter.cell,
      isCellAssumed: true)
  }

  public func showPictures(_ choice: GraphicsChoice, transfer: Transfer?) {}
}
