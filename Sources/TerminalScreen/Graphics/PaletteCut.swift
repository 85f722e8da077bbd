/// Chooses the colours of a palette by cutting the space of colours into boxes: always the box, the
/// channel and the place where the cut takes away most of the squared error.
struct PaletteCut {
  /// How much an error in red, green and blue is seen.
  private static let weights = SIMD3<Double>(3, 6, 2)

  private struct Cut {
    var channel: Int
    /// The last level below the cut.
    var level: UInt8
    var gain: Double
  }

  private struct Box {
    var bins: Range<Int>
    var cut: Cut?
  }

  private var bins: [ColorHistogram.Bin]
  private var boxes: [Box] = []

  /// At most `count` colours that stand for those of the histogram.
  static func palette(of histogram: ColorHistogram, count: Int) -> [SIMD3<UInt8>] {
    var cut = PaletteCut(bins: histogram.bins)
    cut.divide(into: count)
    return cut.boxes.map { cut.average(of: $0.bins) }
  }

  private init(bins: [ColorHistogram.Bin]) { self.bins = bins }

  private mutating func divide(into count: Int) {
    guard !bins.isEmpty else { return }
    boxes = [Box(bins: bins.indices, cut: bestCut(of: bins.indices))]
    while boxes.count < count, let index = mostRewarding, let cut = boxes[index].cut {
      let range = boxes[index].bins
      let middle = bins[range].partition { $0.level[cut.channel] > cut.level }
      boxes[index] = Box(
        bins: range.lowerBound..<middle, cut: bestCut(of: range.lowerBound..<middle))
      boxes.append(
        Box(bins: middle..<range.upperBound, cut: bestCut(of: middle..<range.upperBound)))
    }
  }

  private var mostRewarding: Int? {
    boxes.indices.filter { boxes[$0].cut != nil }
      .max { (boxes[$0].cut?.gain ?? 0) < (boxes[$1].cut?.gain ?? 0) }
  }

  private func average(of range: Range<Int>) -> SIMD3<UInt8> {
    var (count, sum) = (0, SIMD3<Int>.zero)
    for bin in bins[range] {
      count += bin.count
      sum &+= bin.sum
    }
    let half = SIMD3<Int>(repeating: count / 2)
    return SIMD3<UInt8>(truncatingIfNeeded: (sum &+ half) / SIMD3(repeating: max(1, count)))
  }

  /// Counts and sums of one channel, level by level.
  private struct Marginal {
    var count = [Double](repeating: 0, count: 32)
    var sum = [Double](repeating: 0, count: 32)
  }

  private func bestCut(of range: Range<Int>) -> Cut? {
    guard range.count > 1 else { return nil }
    var marginals = [Marginal](repeating: Marginal(), count: 3)
    for bin in bins[range] {
      for channel in 0..<3 {
        let level = Int(bin.level[channel])
        marginals[channel].count[level] += Double(bin.count)
        marginals[channel].sum[level] += Double(bin.sum[channel])
      }
    }
    return (0..<3).compactMap { Self.bestCut(of: marginals[$0], channel: $0) }
      .max { $0.gain < $1.gain }
  }

  private static func bestCut(of marginal: Marginal, channel: Int) -> Cut? {
    let (count, sum) = (marginal.count.reduce(0, +), marginal.sum.reduce(0, +))
    var best: Cut?
    var (below, belowSum) = (0.0, 0.0)
    for level in 0..<31 {
      below += marginal.count[level]
      belowSum += marginal.sum[level]
      let above = count - below
      guard below > 0, above > 0 else { continue }
      let aboveSum = sum - belowSum
      let gain = belowSum * belowSum / below + aboveSum * aboveSum / above - sum * sum / count
      let weighted = gain * weights[channel]
      if weighted > best?.gain ?? -1 {
        best = Cut(channel: channel, level: UInt8(level), gain: weighted)
      }
    }
    return best
  }
}
