import Glibc
import StudioCore
import TerminalScreen

import struct FoundationEssentials.Date

/// Amounts, times and states as people read them on the command line.
enum Figures {
  /// `812 B`, `64 kB`, `1.2 MB`: powers of 1000.
  static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    if count < 999_500 { return "\((count + 500) / 1000) kB" }
    let tenths = (count + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10) MB"
  }

  /// `0:41`, `1:02:03`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(max(0, seconds))
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    let tail = twoDigits(whole % 60)
    return hours == 0 ? "\(minutes):\(tail)" : "\(hours):\(twoDigits(minutes)):\(tail)"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// `$0.08 estimate`, `free`, `unknown`.
  static func cost(_ cost: Cost) -> String {
    guard let amount = cost.amount, cost.basis != .unknown else { return "unknown" }
    if amount == 0 { return "free" }
    let thousandths = Int((amount * 1000).rounded())
    let digits = String(1000 + thousandths % 1000).dropFirst()
    // Tenths of cents only where there is no whole cent.
    let fraction = thousandths < 10 ? digits : digits.dropLast()
    let number = "\(thousandths / 1000).\(fraction)"
    return "\(cost.currency == "USD" ? "$\(number)" : "\(number) \(cost.currency)") \(cost.basis)"
  }

  /// Local: `09:12` today, `20 Nov` this year, else `Nov 2025`.
  static func shortDate(_ date: Date, now: Date = Date()) -> String {
    let (then, today) = (local(date), local(now))
    if then.tm_year != today.tm_year { return format(then, "%b %Y") }
    return format(then, then.tm_yday == today.tm_yday ? "%H:%M" : "%e %b")
  }

  /// Local: `20 Nov 2026 09:12`.
  static func fullDate(_ date: Date) -> String { format(local(date), "%e %b %Y %H:%M") }

  private static func local(_ date: Date) -> tm {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return parts
  }

  private static func format(_ parts: tm, _ pattern: String) -> String {
    var parts = parts
    return String(unsafeUninitializedCapacity: 64) { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        strftime($0.baseAddress, $0.count, pattern, &parts)
      }
    }
  }

  /// One character for a state.
  static func mark(_ state: Generation.State) -> String {
    switch state {
    case .draft, .waiting: "○"
    case .sending, .sent, .receiving, .saving: "●"
    case .saved: "✓"
    case .failed: "✗"
    case .unknown: "?"
    case .cancelled: "–"
    }
  }

  /// A state as people see it: the screen uses the same words.
  static func phase(_ state: Generation.State) -> String {
    state == .sent ? "sent, waiting" : state.rawValue
  }

  /// `waiting`, or `again in 0:42 (2 of 3) — rate limited`.
  static func phase(_ generation: Generation, now: Date = Date()) -> String {
    guard let resend = generation.resend, let reason = generation.refusal else {
      return phase(generation.state)
    }
    let pause = clock(Double(resend.seconds(from: now)))
    return "again in \(pause) (\(resend.number) of \(resend.limit)) — \(reason)"
  }

  /// The same, and of one that waits without anybody who works on it, just that: no time is counted
  /// down to what will not happen.
  static func phase(_ generation: Generation, among left: LeftJobs) -> String {
    if left.here.contains(where: { $0.id == generation.id }) {
      return "waiting, nobody works on it"
    }
    if let job = left.elsewhere.first(where: { $0.id == generation.id }) {
      return "waiting, asked for on \(job.worker?.host ?? "another machine")"
    }
    return phase(generation)
  }

  /// The size of the first picture, else the one asked for.
  static func size(_ generation: Generation) -> String {
    generation.images.first?.size?.description
      ?? generation.request.parameters[.size]?.description ?? "–"
  }
}
