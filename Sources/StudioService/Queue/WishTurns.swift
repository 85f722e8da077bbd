import StudioCore

/// Lets one caller at a time look a wish up and take it on, so that the same one called for twice at
/// once becomes one job, whether or not it is on disk yet.
struct WishTurns: Sendable {
  private let taken = Watched<Set<String>>([])

  /// Waits for those before; `end` lets the next one go on. Throws `cancelled`.
  func take(_ requestID: String) async throws(StudioError) {
    var isMine = false
    while !isMine {
      do {
        try await taken.first { $0.contains(requestID) ? nil : () }
      } catch {
        throw .unsent(true)
      }
      taken.change { isMine = $0.insert(requestID).inserted }
    }
  }

  func end(_ requestID: String) { taken.change { $0.remove(requestID) } }
}
