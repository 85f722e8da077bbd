import Glibc

public import struct FoundationEssentials.Date

/// Dates as people in one place read them: short and local.
public struct LocalTime: Sendable {
  /// Seconds east of UTC at a moment.
  private let offset: @Sendable (Date) -> Int

  public init(offset: @escaping @Sendable (Date) -> Int) { self.offset = offset }

  public static let utc = LocalTime { _ in 0 }

  /// The machine's own time zone, `TZ` honoured.
  public static let system = LocalTime { date in
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return parts.tm_gmtoff
  }

  /// Local seconds since 1970, rounded down.
  private func seconds(_ date: Date) -> Int {
    Int(date.timeIntervalSince1970.rounded(.down)) + offset(date)
  }

  /// Days since 1970 in this place.
  func day(_ date: Date) -> Int { seconds(date).floorDivided(by: 86_400) }

  /// `09:12`
  func time(_ date: Date) -> String {
    let second = seconds(date) - day(date) * 86_400
    return "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60))"
  }

  /// `09:12` today, `20 Nov` in the same year, else `Nov 2025`; never more than eight characters.
  func short(_ date: Date, now: Date) -> String {
    if day(date) == day(now) { return time(date) }
    let (year, month, dayOfMonth) = civil(day(date))
    let name = Self.months[month - 1]
    return year == civil(day(now)).year ? "\(dayOfMonth) \(name)" : "\(name) \(year)"
  }

  /// `09:12` today, else `20 Nov 2026 09:12`.
  func full(_ date: Date, now: Date) -> String {
    if day(date) == day(now) { return time(date) }
    let (year, month, dayOfMonth) = civil(day(date))
    return "\(dayOfMonth) \(Self.months[month - 1]) \(year) \(time(date))"
  }

  /// `2026-11-20`, the date in UTC on which this place's today began: what a history query takes.
  func queryDay(of date: Date) -> String {
    let begin = day(date) * 86_400 - offset(date)
    let (year, month, dayOfMonth) = civil(begin.floorDivided(by: 86_400))
    return "\(year)-\(twoDigits(month))-\(twoDigits(dayOfMonth))"
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The Gregorian date of a day counted from 1970, by the usual sums over 400-year cycles.
  private func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let cycle = shifted.floorDivided(by: 146_097)
    let dayOfCycle = shifted - cycle * 146_097
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Int {
  fileprivate func floorDivided(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}
