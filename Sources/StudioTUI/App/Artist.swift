import Dispatch
import Pictures
import Synchronization
import TerminalScreen

/// Draws picture files as cells, one at a time, on a thread of its own: decoding blocks.
///
/// Of the drawings waiting only the newest is made: the others belong to selections that moved on.
final class Artist: Sendable {
  typealias Answer = @Sendable (DrawingState?) -> Void

  private struct Order: Sendable {
    var request: DrawingRequest
    var answer: Answer
  }

  private struct Desk {
    var next: Order?
    var isBusy = false
  }

  private let desk = Mutex(Desk())
  private let queue = DispatchQueue(label: "drawing", qos: .utility)
  private let symbols: SymbolCells
  /// Pixels looked at in a cell, each way: more than any symbol can show.
  private static let pixelsPerCell = 8

  init(symbols: SymbolCells) { self.symbols = symbols }

  /// Calls `answer` once, from any thread; with nil when a newer order came first.
  func draw(_ request: DrawingRequest, answer: @escaping Answer) {
    let (outdated, starts) = desk.withLock { desk in
      defer {
        desk.next = Order(request: request, answer: answer)
        desk.isBusy = true
      }
      return (desk.next, !desk.isBusy)
    }
    outdated?.answer(nil)
    if starts { queue.async { self.work() } }
  }

  private func work() {
    while let order = nextOrder() { order.answer(draw(order.request)) }
  }

  private func nextOrder() -> Order? {
    desk.withLock { desk in
      defer {
        desk.isBusy = desk.next != nil
        desk.next = nil
      }
      return desk.next
    }
  }

  private func draw(_ request: DrawingRequest) -> DrawingState {
    let box = PixelSize(
      width: request.box.columns * Self.pixelsPerCell,
      height: request.box.rows * Self.pixelsPerCell * 2)
    do {
      let image = try ImageDecoder.decode(path: request.path, fitting: box)
      return .ready(symbols.draw(image, in: request.box))
    } catch {
      return .failed(error.message)
    }
  }
}
