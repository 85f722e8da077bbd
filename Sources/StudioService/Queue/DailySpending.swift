import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// What may be spent in a day of local time, by every process that uses the store.
final class DailySpending: Sendable {
  /// US dollars.
  let limit: Double
  /// Costs that change no more.
  private let settled = Mutex<[GenerationID: Double]>([:])

  init(limit: Double) { self.limit = limit }

  /// Of an operation that makes no pictures, nobody knows the price.
  ///
  /// Throws `spending-limit` for one that may be billed.
  func check(_ called: CalledOperation) throws(StudioError) {
    guard called.mayBeBilled else { return }
    throw StudioError(
      .spendingLimit,
      "What “\(ServiceText.clean(called.operation.name) ?? "")” costs is not known, "
        + "and there is a daily spending limit.",
      hint: "Only pictures can be called for under a limit (--daily-limit, EASEL_DAILY_LIMIT). "
        + "Nothing was sent.")
  }

  /// To be asked while no other generation can be recorded.
  ///
  /// Throws `spending-limit` where the day's generations and one more of this price would cost more
  /// than the limit, or its price is not known; and errors of the disk.
  func check(_ cost: Cost, in store: any GenerationStore) async throws(StudioError) {
    guard cost != .free else { return }
    guard let price = cost.amount else {
      throw StudioError(
        .spendingLimit, "What this would cost is not known, and there is a daily spending limit.",
        hint: "Use a model whose price is known, or lift the limit. Nothing was sent.")
    }
    let spent = try await spent(in: store)
    guard spent + price > limit else { return }
    throw StudioError(
      .spendingLimit,
      "Today's generations cost \(Self.dollars(spent)), this one about \(Self.dollars(price)): "
        + "more than the limit of \(Self.dollars(limit)) a day.",
      hint:
        "Raise it (--daily-limit, EASEL_DAILY_LIMIT), or wait until tomorrow. Nothing was sent.",
      isRetryable: true, retryAt: Self.midnight(daysAhead: 1))
  }

  private func spent(in store: any GenerationStore) async throws(StudioError) -> Double {
    let ids = try await store.ids(since: Self.midnight())
    let known = settled.withLock { settled in
      // Yesterday's are of no use any more.
      let today = Set(ids)
      settled = settled.filter { today.contains($0.key) }
      return settled
    }
    var sum = 0.0
    for id in ids {
      if let cost = known[id] {
        sum += cost
      } else {
        sum += try await cost(of: id, in: store)
      }
    }
    return sum
  }

  private func cost(
    of id: GenerationID, in store: any GenerationStore
  ) async throws(StudioError) -> Double {
    let generation: Generation
    do throws(StudioError) {
      generation = try await store.read(id)
    } catch {
      // A folder that was removed meanwhile; any other doubt must not let more be spent.
      guard error.code == .notFound else { throw error }
      return 0
    }
    let cost = generation.cost.amount ?? 0
    // What is unknown may still turn out to be saved, for another price.
    if !generation.state.isJob, generation.state != .unknown {
      settled.withLock { $0[id] = cost }
    }
    return cost
  }

  private static func midnight(daysAhead: Int32 = 0) -> Date {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (0, 0, 0)
    parts.tm_mday += daysAhead
    parts.tm_isdst = -1
    return Date(timeIntervalSince1970: Double(mktime(&parts)))
  }

  private static func dollars(_ amount: Double) -> String {
    let cents = Int((min(amount, 1e12) * 100).rounded(.up))
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
