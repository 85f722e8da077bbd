import StudioCore
import Testing

@Suite("A filter line", .timeLimit(.minutes(3)))
struct HistoryQueryTests {
  private func query(_ line: String) -> HistoryQuery {
    HistoryFilter(line, takesUnknownFields: true).query
  }

  @Test("is read into words and fields")
  func fields() {
    let query = query(
      "red  fox model:gpt-image-2 provider:Azure size:1024×768 seed:-5 after:2026-01-02 "
        + "before:2026-02-03 status:Saved tag:best is:favorite")
    #expect(query.words == ["red", "fox"])
    #expect(query.model == "gpt-image-2")
    #expect(query.provider == "azure")
    #expect(query.size == "1024x768")
    #expect(query.seed == -5)
    #expect(query.after == "2026-01-02" && query.before == "2026-02-03")
    #expect(query.state == .saved)
    #expect(query.tag == "best")
    #expect(query.isFavourite)
  }

  @Test("holds phrases together in quotes, also in a field, also when one is left open")
  func quotes() {
    #expect(query(#""red fox" tag:"two words""#).words == ["red fox"])
    #expect(query(#"tag:"two words""#).tag == "two words")
    #expect(query(#""open end"#).words == ["open end"])
    #expect(query(#""model:x" fox"#).words == ["model:x", "fox"])
    #expect(!query(#""""#).canMatch && !query("\"").canMatch, "there is nothing to look for")
  }

  @Test("takes what is no field as a word", arguments: ["who:me", "a:b:c", ":", "16:9"])
  func words(text: String) {
    var expected = HistoryQuery()
    expected.words = [text]
    #expect(query(text) == expected)
  }

  @Test(
    "leaves out a field without a value that it can have",
    arguments: [
      "seed:many", "size:big", "after:yesterday", "after:2026-1-2", "after:2026-01-021",
      "after:2026-13-45", "before:2026-00-10", "after:2026-04-31", "before:2100-02-29",
      "after:+026-01-02", "status:done", "is:nice", "model:", "size:0x0",
    ])
  func leftOut(text: String) {
    #expect(query(text) == .all)
    #expect(HistoryFilter(text, takesUnknownFields: true).remark != nil)
  }

  @Test("that is empty means everything", arguments: ["", " ", "\t\n"])
  func empty(text: String) {
    #expect(query(text) == .all)
  }

  @Test(
    "A size is two sides with a cross between",
    arguments: [
      ("1024x768", 1024), ("1024×768", 1024), ("1024X768", 1024), ("99999x1", 99999), ("0x5", nil),
      ("100000x5", nil), ("5x", nil), ("x5", nil), ("5x5x5", nil), ("-5x5", nil), ("５x5", nil),
      ("5 x 5", nil), ("auto", nil), ("", nil),
    ] as [(String, Int?)])
  func sizes(text: String, width: Int?) {
    #expect(ImageSize(parsing: text)?.width == width)
  }
}
