internal import Glibc

/// Collects the bytes of a bracketed paste up to its end mark, wherever reads split them.
struct PasteCollector {
  /// A paste longer than this is cut: a screen's text fields have no use for more.
  static let limit = 16 << 20

  private static let endMark = Array("\u{1B}[201~".utf8)

  private var content: [UInt8] = []
  /// How many bytes of the end mark have been seen.
  private var matched = 0

  /// Takes bytes from `start`; when the end mark is complete, the text and the index after it.
  mutating func feed(_ bytes: [UInt8], from start: Int) -> (text: String, next: Int)? {
    var index = start
    while index < bytes.count {
      if matched == 0 {
        let escape = Self.firstIndex(of: 0x1B, in: bytes, from: index) ?? bytes.count
        append(bytes[index..<escape])
        index = escape
      }
      guard index < bytes.count else { break }
      if bytes[index] == Self.endMark[matched] {
        matched += 1
        index += 1
        if matched == Self.endMark.count { return (text(), index) }
      } else {
        append(Self.endMark[..<matched])
        matched = 0
        if bytes[index] != 0x1B { append(bytes[index...index]); index += 1 }
      }
    }
    return nil
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    content += bytes.prefix(max(0, Self.limit - content.count))
  }

  /// The text with line ends as `\n`: terminals send `\r`.
  private func text() -> String {
    guard Self.firstIndex(of: 0x0D, in: content, from: 0) != nil else {
      return String(decoding: content, as: UTF8.self)
    }
    var normalized: [UInt8] = []
    normalized.reserveCapacity(content.count)
    var index = 0
    while let carriageReturn = Self.firstIndex(of: 0x0D, in: content, from: index) {
      normalized += content[index..<carriageReturn]
      normalized.append(0x0A)
      index = carriageReturn + 1
      if index < content.count, content[index] == 0x0A { index += 1 }
    }
    normalized += content[index...]
    return String(decoding: normalized, as: UTF8.self)
  }

  /// `memchr`: the search is what makes a paste of a megabyte take a millisecond.
  private static func firstIndex(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
