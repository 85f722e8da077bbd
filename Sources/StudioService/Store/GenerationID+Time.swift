import FoundationEssentials
import Glibc
import StudioCore
import Synchronization

extension GenerationID {
  /// A new id: the UTC second, then four hex digits of its fraction, then four of chance.
  ///
  /// Ids made by one process rise strictly, even within a second and when the clock is set back
  /// a little; two processes collide once in 65536 within the same 15 µs, which the store refuses.
  /// Throws `bad-configuration` for a time outside 1970…2106.
  static func new(at date: Date = Date()) throws(StudioError) -> GenerationID {
    guard (0..<Double(UInt32.max)).contains(date.timeIntervalSince1970) else { throw clockIsWrong }
    let tick = lastTick.withLock { last in
      last = nextTick(after: last, at: date)
      return last
    }
    let low = UInt32(tick & 0xFFFF) << 16 | UInt32(UInt16.random(in: .min ... .max))
    guard let id = spelled(seconds: tick >> 16, low: low) else { throw clockIsWrong }
    return id
  }

  /// The lowest id of a second. Throws `bad-configuration` for one outside 1970…2106.
  static func first(at date: Date) throws(StudioError) -> GenerationID {
    guard (0..<Double(UInt32.max)).contains(date.timeIntervalSince1970),
      let id = spelled(seconds: Int64(date.timeIntervalSince1970), low: 0)
    else { throw clockIsWrong }
    return id
  }

  private static var clockIsWrong: StudioError {
    StudioError(
      .badConfiguration, "The computer's clock shows a year that cannot be.",
      hint: "Set the date and try again.")
  }

  private static let lastTick = Mutex<Int64>(0)

  /// The moment in 65536ths of a second; the next one where it is taken, or the clock went back by
  /// less than a second.
  static func nextTick(after last: Int64, at date: Date) -> Int64 {
    let now = Int64(date.timeIntervalSince1970 * 65536)
    return now <= last && last - now < 65536 ? last + 1 : now
  }

  /// A number that sorts as the id does; nil for an id that names no moment of 1970…2106, which
  /// `new` never makes.
  var key: Int64? {
    let digits = rawValue.utf8.map { Int32($0) - 0x30 }
    func number(_ range: Range<Int>) -> Int32 { digits[range].reduce(0) { $0 * 10 + $1 } }
    var parts = tm()
    parts.tm_year = number(0..<4) - 1900
    parts.tm_mon = number(4..<6) - 1
    parts.tm_mday = number(6..<8)
    parts.tm_hour = number(9..<11)
    parts.tm_min = number(11..<13)
    parts.tm_sec = number(13..<15)
    guard let seconds = UInt32(exactly: timegm(&parts)),
      let low = UInt32(rawValue.suffix(8), radix: 16)
    else { return nil }
    let key = Self.key(seconds: seconds, low: low)
    return GenerationID(key: key) == self ? key : nil
  }

  /// The second that it names; nil for an id that names no moment of 1970…2106.
  var date: Date? {
    key.map { Date(timeIntervalSince1970: Double(UInt64(bitPattern: $0 ^ .min) >> 32)) }
  }

  init?(key: Int64) {
    let bits = UInt64(bitPattern: key ^ .min)
    let low = UInt32(truncatingIfNeeded: bits)
    guard let id = Self.spelled(seconds: Int64(bits >> 32), low: low) else { return nil }
    self = id
  }

  /// The lowest key of a day written `yyyy-mm-dd`; days that the month does not have count as the
  /// next month's first. nil outside 1970…2106.
  static func key(ofDay day: String) -> Int64? {
    let numbers = day.split(separator: "-").compactMap { Int32($0) }
    guard numbers.count == 3 else { return nil }
    var parts = tm()
    parts.tm_year = numbers[0] - 1900
    parts.tm_mon = min(max(numbers[1], 1), 13) - 1
    parts.tm_mday = numbers[1] > 12 ? 1 : max(numbers[2], 1)
    let month = parts.tm_mon
    var seconds = timegm(&parts)
    if parts.tm_mon != month % 12 {
      parts.tm_mday = 1
      seconds = timegm(&parts)
    }
    return UInt32(exactly: seconds).map { key(seconds: $0, low: 0) }
  }

  private static func key(seconds: UInt32, low: UInt32) -> Int64 {
    Int64(bitPattern: UInt64(seconds) << 32 | UInt64(low)) ^ .min
  }

  private static func spelled(seconds: Int64, low: UInt32) -> GenerationID? {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func digits(_ number: some BinaryInteger, _ width: Int, radix: Int = 10) -> String {
      let text = String(number, radix: radix)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let day =
      digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2)
    let clock = digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
    return GenerationID(rawValue: "\(day)T\(clock)Z-\(digits(low, 8, radix: 16))")
  }
}
