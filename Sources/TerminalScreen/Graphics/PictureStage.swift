/// Decides what of a frame's pictures is shown as pixels: keeps account of what the terminal has,
/// and says what has to be written for it, in which order. Writes nothing itself.
///
/// A part of a picture is shown by pixels when the terminal has them, by symbols otherwise. Pixels
/// that lie over cells are drawn strip by strip, each only while all of its cells are seen: what
/// covers a cell of it makes symbols of it, and when it is free again it is drawn again.
struct PictureStage {
  /// A frame as it is written, in one piece: `before`, then the grid's changes, then `after`.
  struct Frame {
    var grid: CellBuffer
    var before: [UInt8] = []
    var after: [UInt8] = []
  }

  /// A strip on the glass, over blank cells.
  struct Overlay: Hashable {
    var key: PictureKey
    var strip: Int
    /// The top left cell of the strip.
    var point: Point
    var size: GridSize
    var background: Color

    var rect: Rect { Rect(origin: point, size: size) }
  }

  /// What the terminal may hold in decoded pixels: a third of what kitty allows a screen.
  static let terminalBytes = 96 << 20

  let session: UInt8
  var colorDepth = ColorDepth.truecolor
  var passthrough = Passthrough.none
  var adapter: (any GraphicsAdapter)?
  /// The pictures that the terminal stores, or is about to.
  var budget = ImageBudget<PictureKey>(
    bytes: PictureStage.terminalBytes, count: PictureID.slots.count)
  var ids: [PictureKey: PictureID] = [:]
  /// The highest number in use since the terminal was empty.
  var highestSlot: UInt8?
  var stored: Set<PictureKey> = []
  var queue = UploadQueue()
  var overlays: Set<Overlay> = []
  /// Whether strips wait to be drawn.
  var hasUndrawnStrips = false
  /// Whether pictures wait for their cells.
  var hasUndrawnCells = false
  /// Written before the next frame.
  var pending: [UInt8] = []

  init(session: UInt8) { self.session = session }

  /// Whether `turn` has something to do.
  var wantsTurn: Bool { hasUndrawnCells || hasUndrawnStrips || !queue.isEmpty }

  /// The pictures that a terminal has been sent, at least in part.
  var liveIDs: [PictureID] { ids.values.sorted { $0.slot < $1.slot } }

  /// The frame for a grid with pictures.
  /// - Parameters:
  ///   - shown: what the cells of the terminal are believed to show; nil when everything is drawn.
  ///   - allowance: how many bytes of strips may be drawn with it; 0 for none, otherwise at least one
  ///     strip is drawn.
  mutating func frame(
    for buffer: CellBuffer, shown: CellBuffer?, drawing allowance: Int
  ) -> Frame {
    let sightings = adapter == nil ? [] : Sighting.all(in: buffer, for: adapter?.kind)
    var frame = Frame(grid: buffer)
    if adapter?.storesPictures == true { store(sightings.map(\.picture)) }
    if adapter == nil || adapter?.fillsCells == true {
      frame.grid = paced(filled(buffer), of: buffer, shown)
    } else {
      overlay(sightings, in: buffer, shown: shown, allowance, &frame)
    }
    frame.before = pending + frame.before
    pending = []
    return frame
  }

  /// The next piece of uploads, whole sequences of about `limit` bytes, and whether a picture has
  /// become complete with it, so that the frame shall be drawn again.
  mutating func upload(atMost limit: Int) -> (bytes: [UInt8], isNews: Bool) {
    let (bytes, finished) = queue.next(atMost: limit)
    stored.formUnion(finished)
    return (bytes, !finished.isEmpty)
  }
}

// MARK: - Pictures that the terminal stores

extension PictureStage {
  private mutating func store(_ pictures: [FittedPicture]) {
    let wanted = Set(pictures.map(\.key))
    let (dropped, abort) = queue.keepOnly(wanted)
    pending += passthrough.wrapped(abort, unlessEmpty: true)
    for key in dropped { forget(key) }
    for picture in pictures {
      budget.hold(picture.key, bytes: picture.decodedByteCount)
    }
    for key in budget.evict(keeping: wanted) {
      if let id = ids[key] { pending += passthrough.wrapped(KittyCommand.free(id)) }
      forget(key)
    }
    for picture in pictures { enqueue(picture) }
  }

  private mutating func enqueue(_ picture: FittedPicture) {
    guard let adapter, !stored.contains(picture.key), !queue.contains(picture.key),
      let id = ids[picture.key] ?? freeID
    else { return }
    ids[picture.key] = id
    highestSlot = max(highestSlot ?? id.slot, id.slot)
    queue.add(picture.key, abort: KittyCommand.abort(id)) { [passthrough] in
      adapter.upload(picture, as: id).map { passthrough.wrapped($0) }
    }
  }

  private var freeID: PictureID? {
    let used = Set(ids.values.map(\.slot))
    return PictureID.slots.first { !used.contains($0) }.map {
      PictureID(slot: $0, session: session)
    }
  }

  private mutating func forget(_ key: PictureKey) {
    budget.drop(key)
    ids[key] = nil
    stored.remove(key)
  }

  private func filled(_ buffer: CellBuffer) -> CellBuffer {
    let shown = buffer.pictures.map { stored.contains($0.key) ? ids[$0.key] : nil }
    return buffer.replacingParts { part, symbols, style in
      guard let id = shown[part.picture] else { return symbols.symbol(for: part, in: style) }
      return id.cell(row: part.row, column: part.column, background: style.background)
    }
  }
}

extension Passthrough {
  /// Nothing stays nothing.
  fileprivate func wrapped(_ sequence: [UInt8], unlessEmpty: Bool) -> [UInt8] {
    sequence.isEmpty ? [] : wrapped(sequence)
  }
}
