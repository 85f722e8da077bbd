import FoundationEssentials

/// When a service said to come back: `retry-after-ms`, else `Retry-After` in seconds or as an HTTP
/// date (RFC 9110 section 10.2.3).
enum RetryAfter {
  /// Seconds of a year: who says more means never.
  private static let longest: Double = 366 * 86_400

  static func date(_ headers: [(name: String, value: String)], now: Date = Date()) -> Date? {
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    /// nil for what is no time to come back at all.
    func date(after seconds: Double) -> Date? {
      seconds >= 0 && seconds.isFinite ? now + min(seconds, longest) : nil
    }
    if let seconds = header("retry-after-ms").flatMap({ Double($0) }).map({ $0 / 1000 }),
      let date = date(after: seconds)
    {
      return date
    }
    guard let text = header("retry-after") else { return nil }
    if let seconds = Double(text) { return date(after: seconds) }
    return httpDate(text)
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

  /// `12 s`, `3 min`, `2 h`: rounded up, so that coming back then is not too early.
  static func words(until date: Date, now: Date = Date()) -> String {
    let seconds = max(1, Int(date.timeIntervalSince(now).rounded(.up)))
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\((seconds + 59) / 60) min" }
    return "\((seconds + 3599) / 3600) h"
  }
}
