/// Finds a picture's size in its header, reading as little as the format allows.
enum ImageHeader {
  /// Gives up to `count` bytes at an offset, fewer at the end of the data.
  typealias Source = (_ offset: Int, _ count: Int) throws(ImageError) -> [UInt8]

  /// What the header states. Throws `unknownFormat`, or `corrupt` when it is cut short or nonsense.
  static func read(from source: Source) throws(ImageError) -> ImageInfo {
    let start = try source(0, 32)
    guard let signature = ImageSignature.sniff(start) else { throw .unknownFormat }
    let size: PixelSize? =
      switch signature {
      case .png: pngSize(start)
      case .gif: gifSize(start)
      case .webp: webpSize(start)
      case .jpeg: try jpegSize(source)
      }
    guard let size, size.width > 0, size.height > 0 else {
      throw .corrupt(signature, detail: "the header is damaged or incomplete")
    }
    return ImageInfo(signature: signature, size: size)
  }

  /// PNG (Third Edition) 11.2.1: IHDR comes first; sides are 31-bit.
  private static func pngSize(_ start: [UInt8]) -> PixelSize? {
    guard start.count >= 24, start[8..<16].elementsEqual([0, 0, 0, 13] + Array("IHDR".utf8)),
      start[16] < 0x80, start[20] < 0x80
    else { return nil }
    return PixelSize(width: bigEndian(start[16..<20]), height: bigEndian(start[20..<24]))
  }

  /// GIF89a section 18, the logical screen.
  private static func gifSize(_ start: [UInt8]) -> PixelSize? {
    guard start.count >= 10 else { return nil }
    return PixelSize(width: littleEndian(start[6..<8]), height: littleEndian(start[8..<10]))
  }

  /// RFC 9649: the first chunk is a lossy or a lossless frame, or states the canvas of both.
  private static func webpSize(_ start: [UInt8]) -> PixelSize? {
    guard start.count >= 30 else { return nil }
    switch String(decoding: start[12..<16], as: UTF8.self) {
    case "VP8 ":
      guard start[23..<26].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
      return PixelSize(
        width: littleEndian(start[26..<28]) & 0x3FFF, height: littleEndian(start[28..<30]) & 0x3FFF)
    case "VP8L":
      guard start[20] == 0x2F else { return nil }
      let bits = littleEndian(start[21..<25])
      return PixelSize(width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
    case "VP8X":
      return PixelSize(
        width: littleEndian(start[24..<27]) + 1, height: littleEndian(start[27..<30]) + 1)
    default:
      return nil
    }
  }

  /// ITU T.81 annex B: steps over segments to the frame header. Content credentials and thumbnails
  /// may put it hundreds of kilobytes into the file, so they are skipped, not read.
  private static func jpegSize(_ source: Source) throws(ImageError) -> PixelSize? {
    var offset = 2
    for _ in 0..<maximumSegments {
      let segment = try source(offset, 9)
      guard segment.count >= 4, segment[0] == 0xFF else { return nil }
      switch segment[1] {
      case 0xFF:  // a fill byte
        offset += 1
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(segment[1]):
        guard segment.count == 9 else { return nil }
        return PixelSize(width: bigEndian(segment[7..<9]), height: bigEndian(segment[5..<7]))
      case 0xC4, 0xCC, 0xDB, 0xDD...0xFE:
        offset += 2 + max(bigEndian(segment[2..<4]), 2)
      default:  // data, an end or a restart before any frame
        return nil
      }
    }
    return nil
  }

  /// Real files have a few dozen; a long run of empty ones must not keep a reader busy.
  private static let maximumSegments = 10_000

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  static func littleEndian(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
