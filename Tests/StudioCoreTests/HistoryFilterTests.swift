import StudioCore
import Testing

@Suite("A filter line as it is typed", .timeLimit(.minutes(1)))
struct HistoryFilterTests {
  @Test(
    "a field that cannot be understood is explained, and the rest is searched for",
    arguments: [
      ("after:foo", "after: wants a date such as 2026-11-21"),
      ("after:2026-13-45", "after: there is no day 2026-13-45"),
      ("before:2026-02-29", "before: there is no day 2026-02-29"),
      ("after:2026-2-1", "after: wants a date such as 2026-11-21"),
      ("before:", "before: wants a date such as 2026-11-21"),
      ("status:bogus", "status: wants one of saved, failed, unknown, cancelled, waiting"),
      ("size:x", "size: wants width and height such as 1024x1024"),
      ("seed:abc", "seed: wants a whole number"), ("is:red", "is: wants favourite"),
      (
        "Modle:flux",
        "modle: is no field; there are model:, provider:, size:, seed:, after:, before:, status:, "
          + "tag:, is:; in double quotes it is a word"
      ),
    ])
  func misunderstood(field: String, remark: String) {
    let filter = HistoryFilter("heron \(field) model:flux")
    #expect(filter.remark == remark)
    #expect(filter.query == HistoryFilter("heron model:flux").query)
    #expect(filter.remark(within: remark.count) == remark)
    #expect(filter.remark(within: 21)?.isEmpty == false, "there are fewer words for a small screen")
    #expect(filter.remark(within: 7) == nil, "none is cut")
  }

  @Test(
    "words without anything to look for are explained, as they would match everything",
    arguments: [":", "- :", "“ ”", #""...""#, ": model:flux", #"""#, #""""#, #"model:flux ""#])
  func nothingToLookFor(line: String) {
    let filter = HistoryFilter(line)
    #expect(filter.remark?.hasSuffix("has no letter or digit to look for") == true)
    #expect(filter.query.words.isEmpty)
    #expect(HistoryFilter(line + " fox").remark == nil)
  }

  @Test(
    "where unknown fields are taken they are words, and the known ones are checked all the same")
  func unknownFields() {
    let filter = HistoryFilter("foo:bar modle:flux", takesUnknownFields: true)
    #expect(filter.remark == nil)
    #expect(filter.query.words == ["foo:bar", "modle:flux"])
    #expect(HistoryFilter("after:soon", takesUnknownFields: true).remark != nil)
  }

  @Test("what is understood, and a colon in a prompt, are searched for without a remark")
  func understood() {
    for line in [
      "", "still: life", "16:9", #""a:b""#, "after:2026-11-21 seed:7 tag:x is:favourite",
      "before:2028-02-29", "a - b", "❄", "灯", #"fox ""#,
    ] {
      #expect(HistoryFilter(line).remark == nil, "\(line)")
      #expect(HistoryFilter(line).remark(within: 200) == nil, "\(line)")
      #expect(
        HistoryFilter(line).query == HistoryFilter(line, takesUnknownFields: true).query, "\(line)")
    }
  }
}
