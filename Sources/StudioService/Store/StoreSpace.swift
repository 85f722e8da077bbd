import Glibc
import StudioCore

/// Whether what a request may bring has room in the store, asked before anything is sent.
enum StoreSpace {
  /// Of a picture whose size nobody states: what both services make then.
  private static let usualPixels = 1024 * 1024
  /// The record, the journal, and a picture smaller than expected.
  private static let least = 8 << 20

  /// Bytes that the answer and its pictures take at most, by experience: a picture is kept twice
  /// for a while, as the answer's text and as its file, each below 4 bytes a pixel.
  static func wanted(_ parameters: Parameters) -> Int {
    let pixels = parameters[.size]?.text.flatMap(pixels) ?? usualPixels
    let count = min(max(parameters.count, 1), 64)
    return max(least, min(pixels, 1 << 28) * 4 * count * 2)
  }

  /// `1024x1024`.
  private static func pixels(_ size: String) -> Int? {
    let sides = size.lowercased().split(separator: "x").compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy({ (1...65536).contains($0) }) else { return nil }
    return sides[0] * sides[1]
  }

  /// Throws `disk-full`. Where the space cannot be told, nothing is refused.
  ///
  /// - Parameter others: what requests that are under way may still bring, in bytes.
  static func check(
    _ parameters: Parameters, besides others: Int = 0, in folder: String
  ) throws(StudioError) {
    try check(wanted(parameters) + others, in: folder)
  }

  static func check(_ wanted: Int, in folder: String) throws(StudioError) {
    guard let free = free(in: folder), free < wanted else { return }
    throw StudioError(
      .diskFull,
      "The store's disk has \(megabytes(free)) free, and this request, with those under way, may "
        + "need \(megabytes(wanted)).",
      hint: "Nothing was sent. Free some space in \(StudioError.printable(folder)), or choose "
        + "another store with --store.", isRetryable: true)
  }

  /// Bytes that this user may still write there; nil where it cannot be told.
  private static func free(in folder: String) -> Int? {
    var folder = folder
    var status = statvfs()
    while statvfs(folder, &status) != 0 {
      // The store is made by its first generation.
      guard errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash > folder.startIndex
      else { return nil }
      folder = String(folder[..<slash])
    }
    guard status.f_blocks > 0 else { return nil }
    let (bytes, isTooLarge) = Int(clamping: status.f_bavail)
      .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
    return isTooLarge ? nil : bytes
  }

  private static func megabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000
    return "\(tenths / 10).\(tenths % 10) MB"
  }
}
