import StudioTestSupport

@testable import Pictures

extension PixelImage {
  /// Random pixels; alpha is 1…255 or all 255.
  static func noise(_ width: Int, _ height: Int, opaque: Bool, seed: UInt64 = 1) -> PixelImage {
    var generator = SeededGenerator(seed: seed)
    var pixels = (0..<width * height * 4).map { _ in UInt8.random(in: 1...255, using: &generator) }
    if opaque { for i in stride(from: 3, to: pixels.count, by: 4) { pixels[i] = 255 } }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  /// Red grows to the right, green downwards: smooth, so lossy formats keep it nearly.
  static func gradient(_ width: Int, _ height: Int) -> PixelImage {
    let pixels = (0..<width * height).flatMap { i -> [UInt8] in
      [UInt8(i % width * 255 / width), UInt8(i / width * 255 / height), 90, 255]
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  /// One colour everywhere.
  static func plain(_ width: Int, _ height: Int, _ pixel: [UInt8]) -> PixelImage {
    PixelImage(
      width: width, height: height, pixels: (0..<width * height).flatMap { _ in pixel })
  }

  /// The four bytes at a place.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    let start = (y * width + x) * 4
    return Array(pixels[start..<start + 4])
  }

  /// The mean of one channel.
  func mean(of channel: Int) -> Double {
    let values = stride(from: channel, to: pixels.count, by: 4).map { Double(pixels[$0]) }
    return values.reduce(0, +) / Double(values.count)
  }
}

/// A PNG file written by hand, for the kinds that the encoder does not make. The pixel data is stored,
/// not compressed.
struct HandmadePNG {
  var width: Int
  var height: Int
  var bitDepth: UInt8
  var colourType: UInt8
  var isInterlaced = false
  var palette: [UInt8] = []
  var transparency: [UInt8] = []
  /// Filter bytes and packed samples, pass after pass.
  var rows: [UInt8] = []

  var bytes: [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let interlace: UInt8 = isInterlaced ? 1 : 0
    file += chunk(
      "IHDR", word(width) + word(height) + [bitDepth, colourType, 0, 0, interlace])
    if !palette.isEmpty { file += chunk("PLTE", palette) }
    if !transparency.isEmpty { file += chunk("tRNS", transparency) }
    return file + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let checked = Array(type.utf8) + data
    return word(data.count) + checked + word(Int(CRC32.checksum(checked)))
  }

  private func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private func stored(_ data: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: data.count, by: 65535) {
      let block = data[start..<min(start + 65535, data.count)]
      let count = UInt16(block.count)
      stream.append(start + block.count == data.count ? 1 : 0)
      for half in [count, ~count] { stream += [UInt8(half & 255), UInt8(half >> 8)] }
      stream += block
    }
    var a = 1
    var b = 0
    for byte in data {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + word(b << 16 | a)
  }
}

/// An 8×8 CMYK JPEG of one colour, stored inverted with an Adobe marker: (255, 128, 0) under a key
/// of 200, which is about (200, 100, 0) in RGB.
let cmykJPEG: [UInt8] = hexadecimal(
  """
  ffd8ffee000e41646f626500640000000002ffdb0043000201010101010201010102020202020403020202020504\
  040304060506060605060606070908060709070606080b08090a0a0a0a0a06080b0c0b0a0c090a0a0affdb004301\
  020202020202050303050a0706070a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\
  0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0affc00014080008000804011100021101031101041100ffc4001f0000\
  010501010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000\
  017d01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a\
  25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83\
  8485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4\
  d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffc4001f01000301010101010101010100000000\
  00000102030405060708090a0bffc400b51100020102040403040705040400010277000102031104052131061241\
  510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a\
  434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a9293949596\
  9798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7\
  e8e9eaf2f3f4f5f6f7f8f9faffda000e040100021103110400003f00f1faff00550ff35cfd20afffd9
  """)

func hexadecimal(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
