/// Decodes base64 that comes in pieces of any length.
///
/// Takes the standard and the URL-safe alphabet (RFC 4648 sections 4 and 5), skips white space, and
/// stops at padding. Anything else makes it `isDamaged`; bytes decoded until then stay good.
struct Base64Stream {
  private var bits: UInt32 = 0
  private var sextets = 0
  private var hasEnded = false
  private(set) var isDamaged = false

  /// Appends the bytes that `input` completes to `output`.
  mutating func decode(_ input: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    var index = input.startIndex
    while index < input.endIndex {
      if sextets == 0, !hasEnded {
        index = decodeQuads(input, from: index, into: &output)
        guard index < input.endIndex else { return }
      }
      take(input[index], into: &output)
      index += 1
    }
  }

  /// True when the text ended on a whole byte and held nothing foreign.
  mutating func finish() -> Bool {
    // One left-over sextet cannot make a byte.
    if sextets == 1 { isDamaged = true }
    return !isDamaged
  }

  /// The fast way: four clean characters at a time.
  private func decodeQuads(
    _ input: UnsafeRawBufferPointer, from start: Int, into output: inout [UInt8]
  ) -> Int {
    let quads = (input.endIndex - start) / 4
    guard quads > 0 else { return start }
    let old = output.count
    // One more, because each group is stored with a byte that the next one overwrites.
    output.append(contentsOf: repeatElement(0, count: quads * 3 + 1))
    let decoded = output.withUnsafeMutableBytes { output in
      Self.groups.withUnsafeBufferPointer { groups in
        Self.decode(
          UnsafeRawBufferPointer(rebasing: input[start...]), quads, groups,
          UnsafeMutableRawBufferPointer(rebasing: output[old...]))
      }
    }
    output.removeLast((quads - decoded) * 3 + 1)
    return start + decoded * 4
  }

  /// Returns how many of the quads were clean.
  private static func decode(
    _ input: UnsafeRawBufferPointer, _ quads: Int, _ groups: UnsafeBufferPointer<UInt32>,
    _ output: UnsafeMutableRawBufferPointer
  ) -> Int {
    for quad in 0..<quads {
      let from = quad &* 4
      let group =
        groups[Int(input[from])] | groups[256 &+ Int(input[from &+ 1])]
        | groups[512 &+ Int(input[from &+ 2])] | groups[768 &+ Int(input[from &+ 3])]
      guard group < foreign else { return quad }
      output.storeBytes(of: (group << 8).bigEndian, toByteOffset: quad &* 3, as: UInt32.self)
    }
    return quads
  }

  private mutating func take(_ byte: UInt8, into output: inout [UInt8]) {
    let value = Self.values[Int(byte)]
    if value < 64 {
      guard !hasEnded else { return isDamaged = true }
      bits = bits << 6 | UInt32(value)
      sextets += 1
      if sextets == 4 { emit(3, into: &output) }
    } else if byte == UInt8(ascii: "=") {
      if !hasEnded, sextets > 1 { emit(sextets - 1, into: &output) }
      hasEnded = true
    } else if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 {
      isDamaged = true
    }
  }

  /// Ends text without padding as well: call before `finish`.
  mutating func flush(into output: inout [UInt8]) {
    if !hasEnded, sextets > 1 { emit(sextets - 1, into: &output) }
  }

  private mutating func emit(_ count: Int, into output: inout [UInt8]) {
    let group = bits << UInt32(6 * (4 - sextets))
    for place in 0..<count {
      output.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * place)))
    }
    bits = 0
    sextets = 0
  }

  /// Value of each character; 64 and above for what is none.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, character) in alphabet.utf8.enumerated() { table[Int(character)] = UInt8(value) }
    table[Int(UInt8(ascii: "-"))] = 62
    table[Int(UInt8(ascii: "_"))] = 63
    return table
  }()

  /// What each character adds to the 24 bits of its group: four tables of 256, one for each place.
  private static let groups: [UInt32] = [18, 12, 6, 0].flatMap { shift in
    values.map { $0 < 64 ? UInt32($0) << UInt32(shift) : foreign }
  }

  /// Above all groups: no character of the alphabet.
  private static let foreign: UInt32 = 1 << 24
}
