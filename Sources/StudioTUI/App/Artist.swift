import Dispatch
import Glibc
import Pictures
import Synchronization
import TerminalScreen

/// Makes picture files ready for the screen, a few at a time, on threads of its own: decoding blocks.
///
/// Where several are wanted, all are there as symbols before the first one is made of pixels.
final class Artist: Sendable {
  /// Takes each drawing as far as it is: as symbols first, where pixels take longer.
  typealias Answer = @Sendable (DrawingRequest, DrawingState) -> Void

  private struct Order: Sendable {
    var request: DrawingRequest
    /// What it looks like as symbols, once they were made.
    var sketch: FittedPicture?
  }

  private struct Desk {
    /// What is wanted and nobody works at, in the order in which it is to be made.
    var waiting: [Order] = []
    var begun: Set<DrawingRequest> = []
    /// Those of the begun ones that nobody wants any more.
    var unwanted: Set<DrawingRequest> = []
    var workers = 0
  }

  private let desk = Mutex(Desk())
  /// Its threads give way to others, and go on doing so when they are lent to somebody else: all
  /// that is done at this quality (the store's scan, previews for MCP) is in no hurry either.
  private let queue = DispatchQueue(label: "drawing", qos: .utility, attributes: .concurrent)
  private let thumbnails: Thumbnails
  private let mostWorkers: Int
  private let answer: Answer

  /// One core stays free for the screen where there are enough; at least two work, so that a long
  /// drawing that nobody wants any more does not hold up the next one.
  static let standardWorkers = max(2, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))

  /// `answer` is called on any thread.
  init(
    thumbnails: Thumbnails = Thumbnails(folder: nil),
    workers: Int = Artist.standardWorkers, answer: @escaping Answer
  ) {
    self.thumbnails = thumbnails
    mostWorkers = workers
    self.answer = answer
  }

  /// Whether an answer may still come.
  var isBusy: Bool { desk.withLock { $0.workers > 0 } }

  /// Draws these, in this order, and forgets what was asked for before and has not been begun.
  func draw(_ requests: [DrawingRequest]) {
    let starting = desk.withLock { desk in
      let sketched = desk.waiting.filter { $0.sketch != nil }
      let sketches = Dictionary(
        sketched.map { ($0.request, $0.sketch) }, uniquingKeysWith: { first, _ in first })
      let new = requests.filter { !desk.begun.contains($0) }
      desk.unwanted = desk.begun.subtracting(requests)
      desk.waiting =
        new.filter { sketches[$0] == nil }.map { Order(request: $0) }
        + new.compactMap { request in
          sketches[request].map { Order(request: request, sketch: $0) }
        }
      let starting = max(0, min(mostWorkers - desk.workers, new.count))
      desk.workers += starting
      return starting
    }
    for _ in 0..<starting { queue.async { self.work() } }
  }

  private func work() {
    // A key gets a core at once, however much there is to draw.
    ThreadOrder.giveWay()
    while let order = begin() {
      end(order, sketch: draw(order))
    }
  }

  private func begin() -> Order? {
    desk.withLock { desk in
      guard !desk.waiting.isEmpty else {
        desk.workers -= 1
        return nil
      }
      let order = desk.waiting.removeFirst()
      desk.begun.insert(order.request)
      return order
    }
  }

  /// What was sketched waits for its pixels, if it is still wanted.
  private func end(_ order: Order, sketch: FittedPicture?) {
    desk.withLock { desk in
      desk.begun.remove(order.request)
      let isUnwanted = desk.unwanted.remove(order.request) != nil
      guard let sketch, !isUnwanted else { return }
      desk.waiting.append(Order(request: order.request, sketch: sketch))
    }
  }

  private func isUnwanted(_ request: DrawingRequest) -> Bool {
    desk.withLock { $0.unwanted.contains(request) }
  }

  private var isAnythingWaiting: Bool { desk.withLock { !$0.waiting.isEmpty } }

  /// Draws as far as it should be drawn now.
  /// - Returns: Its symbols, where its pixels are left for later.
  private func draw(_ order: Order) -> FittedPicture? {
    let (request, fitter) = (order.request, order.request.fitter)
    do {
      let picture = try picture(for: request)
      if isUnwanted(request) { return nil }
      let sketch = order.sketch ?? fitter.sketch(picture, in: request.box)
      guard fitter.showsPixels else {
        answer(request, .ready(sketch))
        return nil
      }
      if order.sketch == nil {
        answer(request, .sketched(sketch))
        if isAnythingWaiting { return sketch }
      }
      if isUnwanted(request) { return nil }
      answer(request, .ready(fitter.fit(picture.image, as: sketch)))
    } catch {
      answer(request, .failed(error.message))
    }
    return nil
  }

  private func picture(for request: DrawingRequest) throws(ImageError) -> DecodedPicture {
    guard let hash = request.thumbnailOf else {
      return try request.fitter.decode(path: request.path, part: request.part, for: request.box)
    }
    let image = try thumbnails.image(of: request.path, hash: hash)
    return DecodedPicture(image: image, size: image.size)
  }
}
