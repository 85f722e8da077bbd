import StudioCore
import Testing

@Suite("A request's check", .timeLimit(.minutes(3)))
struct RequestValidationTests {
  private static let limits = ParameterRule.SizeLimits(
    multiple: 16, longestSide: 3840, aspect: 3, pixels: 655_360...8_294_400)

  private static func table(isGuess: Bool = false) -> ParameterTable {
    ParameterTable(
      family: "fam", isGuess: isGuess, promptLimit: 10,
      rules: [
        ParameterRule(.size, .size(known: [], allowsAuto: true, limits: limits)),
        ParameterRule(.count, .integer(1...10)),
        ParameterRule(.quality, .choice(["low", "high"])),
        ParameterRule(.style, .choice(["x"]), support: .ignored(reason: "nobody looks at it")),
        ParameterRule(.seed, .integer(1...9), support: .unsupported(reason: "not known there")),
      ])
  }

  private func problems(
    _ parameters: [ParameterName: ParameterValue] = [:], prompt: String = "p",
    model: String? = "m", table: ParameterTable = table()
  ) -> [RequestProblem] {
    RequestValidation.problems(
      in: GenerationRequest(
        requestID: "r", prompt: prompt, destination: Destination(provider: .demo, model: model),
        parameters: Parameters(parameters)), table: table)
  }

  @Test("finds nothing wrong with what is allowed")
  func fine() {
    #expect(
      problems([.size: .text("1536x1024"), .count: .number(10), .quality: .text("low")]).isEmpty)
    #expect(problems([.size: .text("auto")]).isEmpty)
  }

  @Test(
    "stops a prompt that is empty or too long, in what a person counts", arguments: ["", " \n\t"])
  func prompt(text: String) {
    #expect(problems(prompt: text).map(\.field) == [.prompt])
    #expect(problems(prompt: text).map(\.severity) == [.error])
    #expect(problems(prompt: "12345678901").map(\.severity) == [.error])
    #expect(
      problems(prompt: "12345678901", table: Self.table(isGuess: true)).map(\.severity) == [
        .warning
      ])
    #expect(problems(prompt: "1234567890").isEmpty)
  }

  @Test("stops a request that is addressed to nobody")
  func destination() {
    #expect(problems(model: nil).map(\.field) == [.destination])
    #expect(problems(model: nil).map(\.severity) == [.error])
  }

  @Test(
    "stops a size that is certain to be refused, and says which bound it breaks",
    arguments: [
      ("3856x1600", "longest side"), ("1000x1000", "multiples of 16"), ("3200x640", "longer than"),
      ("512x512", "area"), ("3840x3840", "area"), ("big", "must look like"), ("0x16", "must look"),
    ])
  func sizes(text: String, complaint: String) throws {
    let found = problems([.size: .text(text)])
    #expect(found.map(\.severity) == [.error])
    #expect(try #require(found.first).message.contains(complaint))
  }

  @Test("only warns of a size where the model is a guess")
  func guess() {
    #expect(
      problems([.size: .text("512x512")], table: Self.table(isGuess: true)).map(\.severity)
        == [.warning])
  }

  @Test("lets new words through with a warning, and numbers out of range not at all")
  func values() {
    #expect(problems([.quality: .text("ultra")]).map(\.severity) == [.warning])
    for value in [ParameterValue.number(0), .number(11), .number(.min), .text("two")] {
      #expect(problems([.count: value]).map(\.severity) == [.error])
    }
  }

  @Test("says what is not sent, and why")
  func ignored() {
    for name in [ParameterName.style, .seed, .background] {
      let found = problems([name: .text("x")])
      #expect(found.map(\.severity) == [.warning])
      #expect(found.first?.message.contains("not sent") == true)
      #expect(found.first?.field == .parameter(name))
    }
  }
}
