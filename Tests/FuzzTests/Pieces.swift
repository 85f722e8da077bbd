import StudioTestSupport

extension Array where Element == UInt8 {
  /// The bytes cut at random places, some pieces empty.
  func pieces(_ generator: inout SeededGenerator) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var place = 0
    let size = 1 << generator.below(8)
    while place < count {
      let end = Swift.min(count, place + generator.below(size + 1))
      pieces.append(Array(self[place..<end]))
      place = end
    }
    return pieces
  }

  /// Every byte for itself.
  var singles: [[UInt8]] { map { [$0] } }
}
