/// What `Range: bytes=…` asks of a file (RFC 9110, section 14).
enum ByteRange: Equatable {
  case whole
  case part(Range<Int>)
  /// No byte of the file is asked for.
  case unsatisfiable

  /// A header that is not understood, or asks for several parts, means the whole file.
  init(_ header: String?, size: Int) {
    self = header.flatMap { Self.read($0, size) } ?? .whole
  }

  private static func read(_ header: String, _ size: Int) -> ByteRange? {
    guard header.lowercased().hasPrefix("bytes=") else { return nil }
    let ends = header.dropFirst(6).split(
      separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy(isNumberOrEmpty) else { return nil }
    switch (Int(ends[0]), Int(ends[1])) {
    case (let first?, let last?):
      guard first <= last else { return nil }
      return first < size ? .part(first..<min(last + 1, size)) : .unsatisfiable
    case (let first?, nil): return first < size ? .part(first..<size) : .unsatisfiable
    case (nil, let count?):
      return count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
    case (nil, nil): return nil
    }
  }

  private static func isNumberOrEmpty(_ text: Substring) -> Bool {
    text.utf8.count <= 15 && text.allSatisfy(\.isASCIIDigit)
  }
}
