import NIOCore
import StudioCore
import Testing

@testable import StudioServer

@Suite("A limit", .timeLimit(.minutes(3)))
struct LimitUnitTests {
  @Test("of listeners counts who is there, also when an answer was never begun")
  func listeners() throws {
    let count = Allowance(limit: 1)
    do {
      let place = try #require(count.enter())
      #expect(count.enter() == nil)
      withExtendedLifetime(place) {}
    }
    #expect(count.enter() != nil)
  }

  @Test("of calls begins with the call, and ends with the request")
  func calls() async throws {
    var limits = ServerLimits()
    limits.calls = 1
    let budget = WorkBudget(limits: limits)
    try await budget.run { _ in
      try await budget.run { share in
        try share.beginCall()
        await #expect(throws: DoorError.self) {
          try await budget.run { try $0.beginCall() }
        }
      }
    }
    try await budget.run { try $0.beginCall() }
  }

  @Test("of pieces holds for a body of any length, and no byte is lost")
  func pieces() {
    let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var rest = ByteBuffer(bytes: bytes)
    var pieces: [[UInt8]] = []
    while let piece = rest.takePiece() { pieces.append(Array(piece.readableBytesView)) }
    #expect(pieces.map(\.count) == [262_144, 262_144, 75_712])
    #expect(Array(pieces.joined()) == bytes)
  }
}
