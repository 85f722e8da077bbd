internal import TerminalScreen

/// Numbers and times as people read them, the same everywhere.
enum Format {
  /// `812 B`, `64 kB`, `1.2 MB`: powers of 1000, never more than eight columns below a petabyte.
  static func bytes(_ count: Int) -> DisplayText {
    let count = max(0, count)
    if count < 1000 { return DisplayText("\(count) B") }
    if count < 999_500 { return DisplayText("\((count + 500) / 1000) kB") }
    var (tenths, unit) = (count / 100_000, 0)
    var remainder = count % 100_000 >= 50_000 ? 1 : 0
    while tenths + remainder >= 10_000, unit < largeUnits.count - 1 {
      remainder = tenths % 1000 >= 500 ? 1 : 0
      tenths /= 1000
      unit += 1
    }
    tenths += remainder
    return DisplayText("\(tenths / 10).\(tenths % 10) \(largeUnits[unit])")
  }

  private static let largeUnits = ["MB", "GB", "TB"]

  /// `0:41`, `1:02:03`, full seconds only; negative counts as 0.
  static func clock(_ duration: Duration) -> DisplayText {
    let seconds = max(0, Int(duration.components.seconds))
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let tail = twoDigits(seconds % 60)
    if hours == 0 { return DisplayText("\(minutes):\(tail)") }
    return DisplayText("\(hours):\(twoDigits(minutes)):\(tail)")
  }

  /// `0:41` for seconds.
  static func clock(seconds: Double) -> DisplayText {
    clock(.seconds(seconds.isFinite ? min(max(0, seconds), 1e9) : 0))
  }

  /// `just now`, `5 min ago`, `3 h ago`, `12 days ago`, for seconds: rounded down.
  static func age(_ seconds: Double) -> String {
    let minutes = seconds.isFinite ? Int(min(max(0, seconds), 1e11)) / 60 : 0
    switch minutes {
    case 0: return "just now"
    case ..<60: return "\(minutes) min ago"
    case ..<(48 * 60): return "\(minutes / 60) h ago"
    default: return "\(minutes / 1440) days ago"
    }
  }

  /// `$0.08`; other currencies `0.08 EUR`. Below a cent three digits that count: `$0.004`.
  static func money(_ amount: Double, currency: String = "USD") -> DisplayText {
    let amount = amount.isFinite ? min(max(0, amount), 1e12) : 0
    let isTiny = amount > 0 && amount < 0.01
    let scale = isTiny ? 1000 : 100
    // Never nothing for something: less than a tenth of a cent shows as one.
    let units = max(isTiny ? 1 : 0, Int((amount * Double(scale)).rounded()))
    let digits = String(units % scale)
    let fraction = String(repeating: "0", count: (isTiny ? 3 : 2) - digits.count) + digits
    let number = "\(grouped(units / scale)).\(fraction)"
    return DisplayText(currency == "USD" ? "$\(number)" : "\(number) \(currency)")
  }

  /// `12,345`.
  static func count(_ number: Int) -> DisplayText { DisplayText(grouped(number)) }

  /// `1 image`, `2 images`.
  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> DisplayText {
    DisplayText("\(grouped(number)) \(number == 1 ? one : many ?? one + "s")")
  }

  private static func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

extension DisplayText {
  /// The text cut or filled with spaces to this width; numbers stand at the right.
  func aligned(_ side: Side = .left, columns width: Int) -> DisplayText {
    let shown = truncated(columns: width)
    let space = DisplayText(String(repeating: " ", count: max(0, width - shown.columns)))
    return side == .left ? shown + space : space + shown
  }

  /// Where a text stands in its column.
  enum Side {
    case left, right
  }
}
