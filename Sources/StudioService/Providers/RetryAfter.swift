import FoundationEssentials

/// When a service said to come back: `retry-after-ms`, else `Retry-After` in seconds or as an HTTP
/// date (RFC 9110 section 10.2.3).
enum RetryAfter {
  /// Seconds of a year: who says more means never.
  private static let longest: Double = 366 * 86_400

  /// Never before `now`, and never more than a year from it; nil for what is no time at all.
  static func date(_ headers: [(name: String, value: String)], now: Date = Date()) -> Date? {
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    if let milliseconds = header("retry-after-ms").flatMap(number) {
      return now + min(milliseconds / 1000, longest)
    }
    guard let text = header("retry-after") else { return nil }
    if let seconds = number(text) { return now + min(seconds, longest) }
    return httpDate(text).map { min(max($0, now), now + longest) }
  }

  /// Digits, perhaps with a fraction. `Double` alone would take signs, exponents and words, too.
  private static func number(_ text: String) -> Double? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } ? Double(text) : nil
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that RFC 9110 lets a server write.
  private static func httpDate(_ text: String) -> Date? {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "," })
    guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let numbers = zip([3, 1, 4, 5, 6], [1...9999, 1...31, 0...23, 0...59, 0...60])
      .compactMap { place, range in Int(parts[place]).flatMap { range.contains($0) ? $0 : nil } }
    guard numbers.count == 5 else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.date(
      from: DateComponents(
        year: numbers[0], month: month + 1, day: numbers[1], hour: numbers[2], minute: numbers[3],
        second: numbers[4]))
  }

  /// `12 s`, `3 min`, `2 h`, `5 days`: rounded up, so that coming back then is not too early.
  static func words(until date: Date, now: Date = Date()) -> String {
    let seconds = max(1, Int(date.timeIntervalSince(now).rounded(.up)))
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\((seconds + 59) / 60) min" }
    if seconds < 48 * 3600 { return "\((seconds + 3599) / 3600) h" }
    // The header may have said anything beyond it.
    let isCapped = Double(seconds) > longest - 60
    return isCapped ? "a year or more" : "\((seconds + 86_399) / 86_400) days"
  }
}
