import FoundationEssentials
import StudioCore
import Testing

@Suite("A generation's id", .timeLimit(.minutes(3)))
struct GenerationIDTests {
  @Test("sorts by time and names its day's folders")
  func order() throws {
    let early = try #require(GenerationID(rawValue: "20261121T091500Z-ffffffff"))
    let late = try #require(GenerationID(rawValue: "20261121T091501Z-00000000"))
    #expect(early < late)
    #expect(early.datePath == "2026/11/21")
    #expect("\(early)" == early.rawValue)
  }

  @Test(
    "of any other shape is refused: it becomes a folder's name",
    arguments: [
      "", "..", "20261121T091500Z-7F3A9C1E", "20261121T091500Z-7f3a9c1",
      "20261121t091500Z-7f3a9c1e",
      "20261121T091500Z-7f3a9c1e/", "../../../../../../etc/pass", "20261121T091500Z_7f3a9c1e",
      "２0261121T091500Z-7f3a9c1e", "20261121T091500Z-7f3a9c1g", "20261121T091500Z-7f3a9c1\n",
      "20261121T091500Z-7f3a9c1e\u{0}",
    ])
  func shapes(text: String) {
    #expect(GenerationID(rawValue: text) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([GenerationID].self, from: try JSONEncoder().encode([text]))
    }
  }
}
