import Pictures
import Synchronization

/// A picture that a service wants painted.
struct PaintOrder: Sendable {
  /// The file to make of it.
  enum Format: Sendable, Equatable {
    case png
    case jpeg(quality: Int)
  }

  var prompt: String
  var seed: UInt64
  var width: Int
  var height: Int
  var format = Format.png
  var isTransparent = false
  /// The longest edge that is painted in detail; nil means the simulator's own. Previews of a
  /// picture in the making are coarse.
  var detail: Int?
}

/// Paints for both services, away from the event loops and few at a time.
final class PaintShop: Sendable {
  let options: SimulatorOptions
  let ledger: Ledger
  private let turnstile = Turnstile(width: 2)
  private let nextSeed: Mutex<UInt64?>

  init(options: SimulatorOptions, ledger: Ledger) {
    self.options = options
    self.ledger = ledger
    nextSeed = Mutex(options.firstRandomSeed)
  }

  /// The seed asked for, or a random one when it is not positive.
  func seed(_ wish: Int = 0) -> UInt64 {
    if wish > 0 { return UInt64(wish) }
    return nextSeed.withLock { next in
      guard let seed = next else { return UInt64.random(in: 1...UInt64(Int64.max)) }
      next = seed &+ 1
      return seed
    }
  }

  /// Paints a final picture and notes its digest in the ledger.
  func paint(_ order: PaintOrder, for ticket: LedgerTicket) async throws -> SimulatedPicture {
    let picture = try await paint(order)
    await ledger.paint(ticket, sha256: picture.sha256)
    return picture
  }

  /// Paints a picture that is not billed by itself.
  func paint(_ order: PaintOrder) async throws -> SimulatedPicture {
    let detail = min(order.detail ?? options.detail, options.detail)
    return try await turnstile.pass {
      try await Task.detached(priority: .utility) {
        .file(try Self.file(of: order, detail: detail))
      }.value
    }
  }

  /// A large valid picture for measurements.
  func payload(megabytes: Int, for ticket: LedgerTicket) async -> SimulatedPicture {
    let picture = SimulatedPicture.payload(PayloadPicture(bytes: megabytes * 1_000_000))
    await ledger.paint(ticket, sha256: picture.sha256)
    return picture
  }

  private static func file(of order: PaintOrder, detail: Int) throws -> [UInt8] {
    let painting = Painter(prompt: order.prompt, seed: order.seed).paint(
      width: order.width, height: order.height, detail: detail,
      isTransparent: order.isTransparent)
    let image = PixelImage(
      width: painting.width, height: painting.height, pixels: painting.pixels)
    switch order.format {
    case .png: return try ImageEncoder.png(image, compression: 3, text: [])
    case .jpeg(let quality): return try ImageEncoder.jpeg(image, quality: quality)
    }
  }
}
