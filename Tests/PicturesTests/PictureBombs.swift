@testable import Pictures

/// Small files that ask for much: memory, time, or both.
enum PictureBombs {
  /// Each by what it is.
  static func all() -> [(name: String, bytes: [UInt8])] {
    pngs() + jpegs() + webps() + [("the largest GIF", gif(65535, 65535))]
  }

  // MARK: PNG

  private static func pngs() -> [(name: String, bytes: [UInt8])] {
    let wide = png(10_000, 2500, idat: [zeros(megabytes: 101)])
    let tiny = { (chunks: [[UInt8]]) in png(1, 1, idat: [zeros(megabytes: 1)], before: chunks) }
    let zlib = zeros(megabytes: 100)
    let name = Array("Comment".utf8) + [0, 0]
    return [
      ("a PNG of a hundred megabytes", wide),
      ("an interlaced one", png(4000, 1000, interlaced: true, idat: [zeros(megabytes: 17)])),
      ("one pixel, and a hundred megabytes behind it", png(1, 1, idat: [zlib])),
      ("one with a deflated profile", tiny([maker.chunk("iCCP", name + zlib)])),
      ("one with a deflated text", tiny([maker.chunk("zTXt", name + zlib)])),
      (
        "one with a deflated text in UTF-8",
        tiny([maker.chunk("iTXt", name + [1, 0, 0, 0] + zlib)])
      ),
      ("one with 100,000 chunks", tiny([flood(maker.chunk("tEXt", [0x61, 0]), 100_000)])),
      ("one with 100,000 pieces of nothing", tiny([flood(maker.chunk("IDAT", []), 100_000)])),
      ("one with a chunk of two gigabytes", tiny([[0x7F, 0xFF, 0xFF, 0xFF] + Array("tEXt".utf8)])),
      ("the largest PNG", png(0x7FFF_FFFF, 0x7FFF_FFFF, idat: [])),
      ("the narrowest", png(1, 0x7FFF_FFFF, idat: [zlib])),
    ]
  }

  private static let maker = HandmadePNG(width: 1, height: 1, bitDepth: 8, colourType: 6)

  private static func png(
    _ width: Int, _ height: Int, interlaced: Bool = false, idat: [[UInt8]], before: [[UInt8]] = []
  ) -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let size = [width, height].flatMap { bigEndian($0, 4) }
    file += maker.chunk("IHDR", size + [8, 6, 0, 0, interlaced ? 1 : 0])
    for chunk in before { file += chunk }
    for data in idat { file += maker.chunk("IDAT", data) }
    return file + maker.chunk("IEND", [])
  }

  /// A zlib stream of so many zeros, a thousandth of their size: RFC 1951's fixed codes, a zero and
  /// then copies of it, 258 at a time. Eight copies make thirteen bytes.
  private static func zeros(megabytes: Int) -> [UInt8] {
    var bits = BitWriter(lowFirst: true)
    // The last block, with fixed codes.
    bits.put(0b110, 3)
    bits.put(0b0011_0000, 8)
    bits.put(0b1100_0101_00000, 13)
    var copies = BitWriter(lowFirst: true)
    for _ in 0..<8 { copies.put(0b1100_0101_00000, 13) }
    let blocks = megabytes * 1_000_000 / 2064 + 1
    let start: [UInt8] = [0x78, 0x01] + bits.bytes
    let count = 259 + blocks * 2064
    let sum = bigEndian((count % 65521) << 16 | 1, 4)
    return start + flood(copies.bytes, blocks) + [0] + sum
  }

  // MARK: JPEG

  private static func jpegs() -> [(name: String, bytes: [UInt8])] {
    [
      ("a JPEG of 450 scans", progressive(10_000, 10_000, scans: 450)),
      ("a small one of 450 scans", progressive(256, 256, scans: 450)),
      ("the largest JPEG", progressive(65_535, 65_535, scans: 0)),
      ("a JPEG that does not begin", [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 1_000_000)),
      ("one of empty segments", [0xFF, 0xD8] + flood([0xFF, 0xFE, 0, 2], 200_000)),
      ("one whose segment has no length", [0xFF, 0xD8] + flood([0xFF, 0xE1, 0, 0], 1000)),
    ]
  }

  /// A grey progressive JPEG in which every scan says of all blocks at once that nothing changes: one
  /// coefficient after the other, each in fourteen steps, which is all that the format allows.
  static func progressive(_ width: Int, _ height: Int, scans: Int) -> [UInt8] {
    let blocks = (width + 7) / 8 * ((height + 7) / 8)
    var file: [UInt8] = [0xFF, 0xD8]
    file += segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
    file += segment(0xC2, [8] + bigEndian(height, 2) + bigEndian(width, 2) + [1, 1, 0x11, 0])
    file += huffman(0x00, [0]) + huffman(0x10, [0xE0, 0x00])
    file += segment(0xDA, [1, 1, 0, 0, 0, 0]) + [UInt8](repeating: 0, count: blocks / 8 + 1)
    let nothing = unchanged(blocks)
    for scan in 0..<scans {
      let (place, step) = (UInt8(1 + scan / 14), UInt8(13 - scan % 14))
      let precision = (step == 13 ? 0 : (step + 1) << 4) | step
      file += segment(0xDA, [1, 1, 0, place, place, precision]) + nothing
    }
    return file + [0xFF, 0xD9]
  }

  /// Runs of up to 32,767 blocks without a coefficient: EOB14 is `0`, EOB0 `10`.
  private static func unchanged(_ blocks: Int) -> [UInt8] {
    var bits = BitWriter(lowFirst: false)
    var left = blocks
    while left >= 16_384 {
      let run = min(left, 32_767)
      bits.put(run - 16_384, 15)
      left -= run
    }
    for _ in 0..<left { bits.put(0b10, 2) }
    return bits.bytes.flatMap { $0 == 0xFF ? [0xFF, 0] : [$0] }
  }

  private static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
    [0xFF, marker] + bigEndian(data.count + 2, 2) + data
  }

  /// The first symbol has the code `0`, the second `10`.
  private static func huffman(_ place: UInt8, _ symbols: [UInt8]) -> [UInt8] {
    let counts = [1, UInt8(symbols.count - 1)] + [UInt8](repeating: 0, count: 14)
    return segment(0xC4, [place] + counts + symbols)
  }

  // MARK: WebP and GIF

  private static func webps() -> [(name: String, bytes: [UInt8])] {
    let canvas = chunk("VP8X", [0x02, 0, 0, 0] + littleEndian(9999, 3) + littleEndian(9998, 3))
    let frame = chunk("ANMF", [UInt8](repeating: 0, count: 16) + lossless(1, 1))
    let still = chunk("VP8X", [0, 0, 0, 0] + littleEndian(9999, 3) + littleEndian(9998, 3))
    return [
      (
        "a WebP that says it has four gigabytes", riff(lossless(10_000, 9999), stating: 0xFFFF_FFF6)
      ),
      ("one that says it is empty", riff(lossless(10_000, 9999), stating: 0)),
      ("one that is all size", riff(lossless(10_000, 9999))),
      ("one of two sizes", riff(still + lossless(1, 1))),
      (
        "one of 20,000 frames",
        riff(canvas + chunk("ANIM", [0, 0, 0, 0, 0, 0]) + flood(frame, 20_000))
      ),
      ("one of 50,000 unknown chunks", riff(still + flood(chunk("zzzz", []), 50_000))),
      ("the largest WebP", riff(lossless(16_384, 16_384))),
    ]
  }

  /// A lossless frame's header, and bits that may mean anything.
  private static func lossless(_ width: Int, _ height: Int) -> [UInt8] {
    let size = littleEndian((height - 1) << 14 | (width - 1), 4)
    return chunk("VP8L", [0x2F] + size + [UInt8](repeating: 0, count: 27))
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    Array(type.utf8) + littleEndian(data.count, 4) + data + (data.count % 2 == 0 ? [] : [0])
  }

  private static func riff(_ chunks: [UInt8], stating size: Int? = nil) -> [UInt8] {
    Array("RIFF".utf8) + littleEndian(size ?? chunks.count + 4, 4) + Array("WEBP".utf8) + chunks
  }

  private static func gif(_ width: Int, _ height: Int) -> [UInt8] {
    Array("GIF89a".utf8) + littleEndian(width, 2) + littleEndian(height, 2) + [0, 0, 0, 0x3B]
  }

  // MARK: Bytes

  private static func flood(_ piece: [UInt8], _ times: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(piece.count * times)
    for _ in 0..<times { bytes += piece }
    return bytes
  }

  private static func bigEndian(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
    bigEndian(value, count).reversed()
  }

  /// Writes codes of some bits, each from its first bit on; the last byte is filled with ones.
  private struct BitWriter {
    /// Whether a byte's lowest bit comes first, as in deflate, or its highest.
    let lowFirst: Bool
    private var bits: [UInt8] = []

    init(lowFirst: Bool) { self.lowFirst = lowFirst }

    mutating func put(_ code: Int, _ count: Int) {
      for place in (0..<count).reversed() { bits.append(UInt8(code >> place & 1)) }
    }

    var bytes: [UInt8] {
      stride(from: 0, to: bits.count, by: 8).map { start in
        (0..<8).reduce(0) { byte, place in
          let bit = start + place < bits.count ? bits[start + place] : 1
          return byte | bit << UInt8(lowFirst ? place : 7 - place)
        }
      }
    }
  }
}
