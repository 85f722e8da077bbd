import Pictures
import TerminalScreen

/// A picture file drawn for a box of cells, in one way of showing pictures.
struct DrawingRequest: Hashable, Sendable {
  var path: String
  var box: GridSize
  var fitter: PictureFitter
  /// What is wanted of it; nil for all.
  var part: PixelRect?
  /// The SHA-256 of the file, where a thumbnail of it is enough.
  var thumbnailOf: String?
}

/// How far the drawing of a picture is.
enum DrawingState: Equatable, Sendable {
  case pending
  /// As symbols, while its pixels are made.
  case sketched(FittedPicture)
  case ready(FittedPicture)
  /// Why there is none, in one sentence.
  case failed(String)

  /// Whether nothing more will come.
  var isFinal: Bool {
    switch self {
    case .pending, .sketched: false
    case .ready, .failed: true
    }
  }

  /// What there is to show.
  var picture: FittedPicture? {
    switch self {
    case .sketched(let picture), .ready(let picture): picture
    case .pending, .failed: nil
    }
  }
}

/// The drawings that were wanted last, as many as fit in the budget; older ones are forgotten.
struct DrawingCache: Sendable {
  /// What the drawings that are not wanted now may take, in bytes.
  static let budget = 16 << 20

  private struct Drawing: Sendable {
    var state = DrawingState.pending
    /// When it was wanted last.
    var lastWant: Int

    var bytes: Int { state.picture?.byteCount ?? 0 }
  }

  private var drawings: [DrawingRequest: Drawing] = [:]
  /// Those of which more will come.
  private var open: Set<DrawingRequest> = []
  /// What all of them take.
  private var bytes = 0
  private var wantCount = 0

  subscript(request: DrawingRequest) -> DrawingState? { drawings[request]?.state }

  /// Notes which drawings are wanted from now on, the most wanted first. Those that are under way and
  /// no longer wanted are forgotten, and dropped if they come all the same.
  /// - Returns: Everything that is to be made now, when that is not what was to be made before.
  mutating func want(_ requests: [DrawingRequest]) -> [DrawingRequest]? {
    wantCount += 1
    let known = drawings.count
    for request in requests {
      drawings[request, default: Drawing(lastWant: 0)].lastWant = wantCount
    }
    let isNew = drawings.count > known
    if isNew { open.formUnion(requests.filter { self[$0]?.isFinal == false }) }
    let outdated = open.subtracting(requests)
    for request in outdated { forget(request) }
    forgetOldest(besides: requests)
    guard isNew || !outdated.isEmpty else { return nil }
    return requests.filter { self[$0]?.isFinal == false }
  }

  private mutating func forgetOldest(besides wanted: [DrawingRequest]) {
    var rest = bytes - wanted.reduce(0) { $0 + (drawings[$1]?.bytes ?? 0) }
    guard rest > Self.budget else { return }
    let unwanted = drawings.filter { $1.lastWant < wantCount }
    for (request, old) in unwanted.sorted(by: { $0.value.lastWant < $1.value.lastWant })
    where rest > Self.budget {
      forget(request)
      rest -= old.bytes
    }
  }

  /// Forgets the drawings of a file that is gone.
  mutating func forget(_ path: String) {
    for request in drawings.keys.filter({ $0.path == path }) { forget(request) }
  }

  private mutating func forget(_ request: DrawingRequest) {
    bytes -= drawings.removeValue(forKey: request)?.bytes ?? 0
    open.remove(request)
  }

  /// Takes a drawing; one that nobody waits for any more is dropped.
  mutating func take(_ request: DrawingRequest, _ state: DrawingState) {
    guard let old = drawings[request] else { return }
    drawings[request]?.state = state
    bytes += (drawings[request]?.bytes ?? 0) - old.bytes
    if state.isFinal { open.remove(request) }
  }
}

/// What passes between wanting a drawing and seeing it.
struct DrawingWait: Sendable {
  /// How long a selection in the history stands still before its picture is drawn.
  static let stillness = Duration.milliseconds(80)
  /// How long an older picture may stay in the place of one that is being drawn.
  static let patience = Duration.milliseconds(150)

  /// The drawing shown last, while the wanted one is not there: the picture does not blink.
  struct StandIn: Sendable {
    var request: DrawingRequest
    var picture: FittedPicture
  }

  private(set) var wanted: DrawingRequest?
  /// Whether what is wanted may be drawn now.
  var isOver = true
  var standIn: StandIn?

  /// Notes what is wanted now, and how far that is.
  mutating func note(_ request: DrawingRequest?, _ state: DrawingState?) {
    wanted = request
    switch state {
    case .ready(let picture): standIn = request.map { StandIn(request: $0, picture: picture) }
    case .failed: standIn = nil
    case .pending, .sketched, nil: if standIn?.request.box != request?.box { standIn = nil }
    }
  }
}
