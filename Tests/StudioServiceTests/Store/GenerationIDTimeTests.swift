import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite(.timeLimit(.minutes(3)))
struct GenerationIDTimeTests {
  @Test("an id spells its moment in UTC")
  func spelling() throws {
    let id = try GenerationID.new(at: Date(timeIntervalSince1970: 1_795_252_500.5))
    #expect(id.rawValue.hasPrefix("20261121T091500Z-8000"))
    #expect(id.datePath == "2026/11/21")
  }

  @Test("ids of one process rise, in one moment and when the clock is set back a little")
  func rising() throws {
    let now = Date()
    var last: Int64 = 0
    for step in 0..<2000 {
      let tick = GenerationID.nextTick(after: last, at: now.addingTimeInterval(Double(-step) / 1e4))
      #expect(tick > last)
      last = tick
    }
    let later = GenerationID.nextTick(after: last, at: now.addingTimeInterval(60))
    #expect(later > last)
    #expect(GenerationID.nextTick(after: later, at: now) < later, "a wrong clock is not kept")
  }

  @Test("a year that cannot be is refused", arguments: [-1.0, 4.3e9, .infinity, .nan])
  func wrongClock(_ seconds: Double) throws {
    #expect(throws: StudioError.self) {
      try GenerationID.new(at: Date(timeIntervalSince1970: seconds))
    }
  }

  @Test("keys sort as ids do and lead back to them")
  func keys() throws {
    var ids = try (0..<500).map { _ in
      try GenerationID.new(at: Date(timeIntervalSince1970: .random(in: 0..<4.2e9)))
    }
    ids += ["19700101T000000Z-00000000", "21060207T062815Z-ffffffff"].compactMap(
      GenerationID.init(rawValue:))
    let byKey = try ids.sorted { try #require($0.key) < #require($1.key) }
    #expect(byKey == ids.sorted())
    #expect(ids.allSatisfy { $0.key.flatMap(GenerationID.init(key:)) == $0 })
    #expect(GenerationID(rawValue: "20261321T091500Z-7f3a9c1e")?.key == nil)
  }

  @Test(
    "a day's key divides ids as their text does",
    arguments: ["2026-11-21", "2026-02-31", "2026-12-32", "2026-13-01", "2026-00-00", "2026-12-00"])
  func days(_ day: String) throws {
    let key = try #require(GenerationID.key(ofDay: day))
    let bound = day.replacing("-", with: "")
    for _ in 0..<2000 {
      let id = try GenerationID.new(
        at: Date(timeIntervalSince1970: .random(in: 1_767_225_600..<1_801_440_000)))
      #expect((try #require(id.key) >= key) == (id.rawValue >= bound), "\(id)")
    }
  }
}
