import TerminalScreen

/// A picture file drawn for a box of cells.
struct DrawingRequest: Hashable, Sendable {
  var path: String
  var box: GridSize
}

/// How far the drawing of a picture is.
enum DrawingState: Equatable, Sendable {
  case pending
  case ready(CellBuffer)
  /// Why there is none, in one sentence.
  case failed(String)
}

/// The drawings that were wanted last; older ones are forgotten.
struct DrawingCache: Sendable {
  static let capacity = 12
  private var drawings: [(request: DrawingRequest, state: DrawingState)] = []

  subscript(request: DrawingRequest) -> DrawingState? {
    drawings.first { $0.request == request }?.state
  }

  /// Notes that a drawing is wanted; true when it has to be made.
  mutating func want(_ request: DrawingRequest) -> Bool {
    if let index = drawings.firstIndex(where: { $0.request == request }) {
      drawings.append(drawings.remove(at: index))
      return false
    }
    // A drawing that is pending and no longer wanted will be dropped when it comes.
    drawings.removeAll { $0.state == .pending }
    drawings.append((request, .pending))
    if drawings.count > Self.capacity { drawings.removeFirst() }
    return true
  }

  /// Takes a finished drawing; one that nobody waits for any more is dropped.
  mutating func take(_ request: DrawingRequest, _ state: DrawingState) {
    guard let index = drawings.firstIndex(where: { $0.request == request }) else { return }
    drawings[index].state = state
  }
}

/// What passes between wanting a drawing and seeing it.
struct DrawingWait: Sendable {
  /// How long a selection in the history stands still before its picture is drawn.
  static let stillness = Duration.milliseconds(80)
  /// How long an older picture may stay in the place of one that is being drawn.
  static let patience = Duration.milliseconds(150)

  private(set) var wanted: DrawingRequest?
  /// Whether what is wanted may be drawn now.
  var isOver = true
  /// The drawing shown last, while the wanted one is not there: the picture does not blink.
  var standIn: DrawingRequest?

  /// Notes what is wanted now, and how far that is.
  mutating func note(_ request: DrawingRequest?, _ state: DrawingState?) {
    wanted = request
    switch state {
    case .ready: standIn = request
    case .failed: standIn = nil
    case .pending, nil: if standIn?.box != request?.box { standIn = nil }
    }
  }
}
