/// A valid PNG of noise of nearly any size, made piece by piece and never held as a whole.
///
/// The picture repeats one group of rows. Each group is one IDAT chunk with one stored block, so
/// all chunks but the last are the same bytes, and the checksum over everything follows from the
/// sums of one group.
struct PayloadPicture: Sendable {
  let width: Int
  let height: Int
  private let groupCount: Int
  private let head: [UInt8]
  private let group: [UInt8]
  private let tail: [UInt8]

  /// A picture whose file has about this many bytes.
  init(bytes: Int) {
    let ideal = Int((Double(max(bytes, 4096)) / 3).squareRoot())
    let columns = min(max(ideal, 16), 21_000)
    let rowLength = 1 + 3 * columns
    let rowsInGroup = max(1, 65_535 / rowLength)
    let rows = Self.noiseRows(columns: columns, count: rowsInGroup)
    let groups = max(1, bytes / (rows.count + 17))
    width = columns
    height = rowsInGroup * groups
    groupCount = groups
    head =
      PNGChunks.signature + PNGChunks.header(width: columns, height: rowsInGroup * groups)
      + PNGChunks.chunk("IDAT", [0x78, 0x01])
    group = PNGChunks.chunk("IDAT", PNGChunks.stored(rows, isLast: false))
    let checksum = Adler32.repeated(rows, times: groups)
    tail =
      PNGChunks.chunk("IDAT", PNGChunks.stored([], isLast: true) + PNGChunks.bytes(checksum))
      + PNGChunks.chunk("IEND", [])
  }

  var count: Int { head.count + groupCount * group.count + tail.count }

  var pieceCount: Int { groupCount + 2 }

  /// The pieces in order make the file.
  func piece(_ index: Int) -> [UInt8] {
    if index == 0 { return head }
    return index <= groupCount ? group : tail
  }

  /// SHA-256 of the file, in hexadecimal.
  var sha256: String {
    let digest = SHA256Digest()
    for index in 0..<pieceCount { digest.update(piece(index)) }
    return digest.hexadecimal()
  }

  private static func noiseRows(columns: Int, count: Int) -> [UInt8] {
    var random = SeededRandom(seed: UInt64(columns))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * (1 + 3 * columns))
    for _ in 0..<count {
      bytes.append(0)
      for _ in 0..<3 * columns { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
    }
    return bytes
  }
}

/// The parts of a PNG file.
enum PNGChunks {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// 8 bits, RGB, not interlaced.
  static func header(width: Int, height: Int) -> [UInt8] {
    chunk("IHDR", bytes(UInt32(width)) + bytes(UInt32(height)) + [8, 2, 0, 0, 0])
  }

  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bytes(UInt32(data.count)) + body + bytes(checksum(body))
  }

  /// One deflate block that is not compressed.
  static func stored(_ data: [UInt8], isLast: Bool) -> [UInt8] {
    let length = UInt16(data.count)
    let header: [UInt16] = [length, ~length]
    return [isLast ? 1 : 0] + header.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + data
  }

  static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    let table = table
    return ~bytes.reduce(0xFFFF_FFFF as UInt32) { value, byte in
      table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
    }
  }
}

/// The checksum at the end of a zlib stream.
enum Adler32 {
  private static let modulus = 65_521

  /// The checksum of `bytes` repeated: each turn adds the sum of the bytes to the low half, and
  /// the length times the low half plus the weighted sum to the high half.
  static func repeated(_ bytes: [UInt8], times: Int) -> UInt32 {
    var sum = 0
    var weighted = 0
    for byte in bytes {
      sum += Int(byte)
      weighted += sum
    }
    var (low, high) = (1, 0)
    for _ in 0..<times {
      high = (high + bytes.count * low + weighted) % modulus
      low = (low + sum) % modulus
    }
    return UInt32(high << 16 | low)
  }
}
