import Glibc

/// A moment on the wall clock, spelled in the ways the two services spell it.
struct WireTime: Sendable {
  var seconds: Int
  var nanoseconds: Int

  static func now() -> WireTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WireTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
  }

  /// `2026-03-01T10:00:00Z`
  var rfc3339: String { "\(dateAndTime)Z" }

  /// `2026-03-01T10:00:00.000000001Z`
  var rfc3339Nano: String { "\(dateAndTime).\(Self.padded(nanoseconds, 9))Z" }

  func adding(seconds more: Int) -> WireTime {
    WireTime(seconds: seconds + more, nanoseconds: nanoseconds)
  }

  private var dateAndTime: String {
    var clock = time_t(seconds)
    var parts = tm()
    gmtime_r(&clock, &parts)
    let date =
      "\(parts.tm_year + 1900)-\(Self.padded(Int(parts.tm_mon) + 1, 2))-"
      + Self.padded(Int(parts.tm_mday), 2)
    let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.padded(Int($0), 2) }
    return date + "T" + time.joined(separator: ":")
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
