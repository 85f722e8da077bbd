import Glibc
import Pictures
import StudioCore

/// Tells whether a picture's file holds the whole picture, where nothing else tells how long it
/// should be: by going through its parts to the one that ends it. More may follow; services and
/// proxies do append bytes.
enum PictureTail {
  /// False for what is no picture; nil where that cannot be read.
  static func isWhole(_ path: String) -> Bool? {
    do throws(StudioError) {
      let file = try OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      var bytes = FileBytes(file, size: try file.size())
      let head = try file.read(limit: ImageSignature.prefixLength)
      return switch ImageSignature.sniff(head) {
      case .png: try bytes.endsPNG()
      case .jpeg: try bytes.endsJPEG()
      case .gif: try bytes.endsGIF()
      case .webp: try bytes.endsWebP()
      case nil: false
      }
    } catch {
      return nil
    }
  }
}

/// A file's bytes in their order.
private struct FileBytes {
  private let file: OpenFile
  private let size: Int
  private var offset = 0
  private var window: [UInt8] = []
  private var windowStart = 0

  init(_ file: OpenFile, size: Int) {
    self.file = file
    self.size = size
  }

  /// nil at the end.
  private mutating func next() throws(StudioError) -> UInt8? {
    guard offset < size else { return nil }
    if !(windowStart..<windowStart + window.count).contains(offset) {
      window = [UInt8](try file.read(from: offset, limit: 64 << 10))
      windowStart = offset
      guard !window.isEmpty else { return nil }
    }
    defer { offset += 1 }
    return window[offset - windowStart]
  }

  /// The most significant byte first; nil where the file ends before.
  private mutating func number(bytes count: Int) throws(StudioError) -> Int? {
    var number = 0
    for _ in 0..<count {
      guard let byte = try next() else { return nil }
      number = number << 8 | Int(byte)
    }
    return number
  }

  /// Chunks of length, type, data and checksum; `IEND` is the last (PNG, third edition, 5.3).
  mutating func endsPNG() throws(StudioError) -> Bool {
    offset = 8
    while let length = try number(bytes: 4), let type = try number(bytes: 4) {
      offset += length + 4
      if type == 0x4945_4E44 { return offset <= size }
    }
    return false
  }

  /// Segments that tell their length, and after a start of scan (`DA`) data up to the next marker;
  /// `D9` ends the image (ITU T.81, B.1).
  mutating func endsJPEG() throws(StudioError) -> Bool {
    offset = 2
    while let marker = try nextMarker() {
      switch marker {
      case 0xD9: return true
      case 0x01, 0xD8: break
      default:
        guard let length = try number(bytes: 2), length >= 2 else { return false }
        offset += length - 2
      }
    }
    return false
  }

  /// The code after `FF`, skipping data: in that, `FF` is followed by zero or a restart (`D0…D7`).
  private mutating func nextMarker() throws(StudioError) -> UInt8? {
    var isAfterFF = false
    while let byte = try next() {
      if isAfterFF, byte != 0, byte != 0xFF, !(0xD0...0xD7).contains(byte) { return byte }
      isAfterFF = byte == 0xFF
    }
    return nil
  }

  /// Blocks of blocks; `3B` is the trailer (GIF89a, 17 to 27).
  mutating func endsGIF() throws(StudioError) -> Bool {
    offset = 10
    try skipColours()
    offset += 2
    while let kind = try next() {
      switch kind {
      case 0x3B: return true
      case 0x21: offset += 1
      case 0x2C:
        offset += 8
        try skipColours()
        offset += 1
      default: return false
      }
      while let length = try next(), length > 0 { offset += Int(length) }
    }
    return false
  }

  /// Of a table whose size is in the byte before it.
  private mutating func skipColours() throws(StudioError) {
    guard let flags = try next(), flags & 0x80 != 0 else { return }
    offset += 3 << (Int(flags & 7) + 1)
  }

  /// The length is in the head, the least significant byte first (RFC 9649, 2.4).
  mutating func endsWebP() throws(StudioError) -> Bool {
    offset = 4
    guard let length = try number(bytes: 4) else { return false }
    return Int(UInt32(length).byteSwapped) + 8 <= size
  }
}
