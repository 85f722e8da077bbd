import StudioTestSupport

/// Changes inputs a little, the way files and streams get damaged, and the way people attack.
struct Mutator {
  let words: [[UInt8]]
  let longest: Int

  private static let numbers = [
    "0", "-0", "-1", "1", "127", "128", "255", "256", "32768", "65535", "65536", "2147483647",
    "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551616", "1e5", "1e400", "-1e400", "1e-400", "0.1",
    "99999999999999999999999999999999999999999",
  ].map { Array($0.utf8) }

  /// Bytes that often stand at a boundary.
  private static let edges: [UInt8] = [
    0, 1, 7, 9, 10, 13, 0x1B, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0x9B, 0xBF, 0xC2, 0xED, 0xF4, 0xFF,
  ]

  /// A changed copy of one of the pool.
  func mutant(of pool: [[UInt8]], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = pool.isEmpty ? [] : pool[generator.below(pool.count)]
    repeat {
      change(&bytes, pool, &generator)
    } while !generator.once(in: 3)
    if bytes.count > longest { bytes.removeLast(bytes.count - longest) }
    return bytes
  }

  private func change(
    _ bytes: inout [UInt8], _ pool: [[UInt8]], _ generator: inout SeededGenerator
  ) {
    let place = generator.below(bytes.count + 1)
    switch generator.below(12) {
    case 0: replace(&bytes, at: place) { _ in UInt8(truncatingIfNeeded: generator.next()) }
    case 1: replace(&bytes, at: place) { $0 ^ 1 << UInt8(generator.below(8)) }
    case 2: replace(&bytes, at: place) { _ in Self.edges[generator.below(Self.edges.count)] }
    case 3: bytes.insert(Self.edges[generator.below(Self.edges.count)], at: place)
    case 4, 5: insertWord(&bytes, at: place, &generator)
    case 6: bytes.removeSubrange(range(from: place, in: bytes, &generator))
    case 7: bytes.insert(contentsOf: bytes[range(from: place, in: bytes, &generator)], at: place)
    case 8: changeNumber(&bytes, from: place, &generator)
    case 9: repeatRun(&bytes, at: place, &generator)
    case 10: bytes.removeLast(bytes.count - place)
    default: splice(&bytes, at: place, pool, &generator)
    }
  }

  private func replace(_ bytes: inout [UInt8], at place: Int, _ new: (UInt8) -> UInt8) {
    guard place < bytes.count else { return }
    bytes[place] = new(bytes[place])
  }

  private func range(
    from place: Int, in bytes: [UInt8], _ generator: inout SeededGenerator
  ) -> Range<Int> {
    let count = 1 << generator.below(9)
    return place..<min(bytes.count, place + 1 + generator.below(count))
  }

  private func insertWord(
    _ bytes: inout [UInt8], at place: Int, _ generator: inout SeededGenerator
  ) {
    guard !words.isEmpty else { return }
    let word = words[generator.below(words.count)]
    if generator.once(in: 2) {
      bytes.insert(contentsOf: word, at: place)
    } else {
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    }
  }

  /// Puts another number in the place of the next one.
  private func changeNumber(
    _ bytes: inout [UInt8], from place: Int, _ generator: inout SeededGenerator
  ) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Self.numbers[generator.below(Self.numbers.count)])
  }

  /// Many times the same, as in floods and deep nesting.
  private func repeatRun(
    _ bytes: inout [UInt8], at place: Int, _ generator: inout SeededGenerator
  ) {
    guard place < bytes.count else { return }
    let run = bytes[place..<min(bytes.count, place + 1 + generator.below(4))]
    let times = generator.below(1 << generator.below(9)) + 1
    bytes.insert(contentsOf: (0..<times).flatMap { _ in run }, at: place)
  }

  /// The beginning of this one and the end of another.
  private func splice(
    _ bytes: inout [UInt8], at place: Int, _ pool: [[UInt8]],
    _ generator: inout SeededGenerator
  ) {
    guard !pool.isEmpty else { return }
    let other = pool[generator.below(pool.count)]
    bytes.replaceSubrange(place..., with: other[generator.below(other.count + 1)...])
  }
}
