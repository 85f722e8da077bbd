import Foundation
import Testing

@testable import TerminalScreen

@Suite("The order of threads", .timeLimit(.minutes(1)))
struct ThreadOrderTests {
  private struct Standing: Equatable {
    var niceness: Int?
    /// The slice of time in nanoseconds; nil where the kernel does not tell.
    var slice: Int?
  }

  private static func standing() throws -> Standing {
    let stat = try String(contentsOfFile: "/proc/thread-self/stat", encoding: .utf8)
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    let schedule = try? String(contentsOfFile: "/proc/thread-self/sched", encoding: .utf8)
    let slice = schedule?.split(separator: "\n").first { $0.hasPrefix("se.slice") }
    return Standing(
      niceness: Int(fields[17]),
      slice: slice?.split(separator: " ").last.flatMap { Int($0) })
  }

  /// Kernels before 6.12 know no such wish.
  private static var kernelGrantsSlices: Bool {
    let text = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
    let numbers = (text ?? "").split(separator: ".").prefix(2).compactMap { Int($0) }
    return numbers.count == 2 && (numbers[0], numbers[1]) >= (6, 12)
  }

  /// The standing before and after, on a thread of its own, as it cannot be taken back.
  private func change(_ body: @escaping @Sendable () -> Void) async throws -> [Standing] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let before = try Self.standing()
            body()
            return [before, try Self.standing()]
          })
      }
    }
  }

  @Test("A thread that gives way goes behind the others, which stay where they are")
  func givingWay() async throws {
    let here = try #require(try Self.standing().niceness)
    let standings = try await change { ThreadOrder.giveWay() }
    #expect(standings[0].niceness == here)
    #expect(standings[1].niceness == max(here, 10))
    #expect(try Self.standing().niceness == here)
  }

  @Test("A thread that goes first has a short slice of time and its own niceness")
  func goingFirst() async throws {
    let standings = try await change { ThreadOrder.goFirst() }
    #expect(standings[1].niceness == standings[0].niceness)
    if let slice = standings[1].slice, Self.kernelGrantsSlices { #expect(slice == 100_000) }
  }
}
