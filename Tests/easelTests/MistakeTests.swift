import Foundation
import Testing

@Suite("A mistake on the command line", .timeLimit(.minutes(3)))
struct MistakeTests {
  /// What was typed, and the words that help.
  struct Mistake: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var help: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let mistakes = [
    Mistake(arguments: ["generate", "-5 apples"], help: "easel generate -- "),
    Mistake(arguments: ["history", "--limit", "-3"], help: "at least 1, not -3"),
    Mistake(arguments: ["history", "modle:flux"], help: "modle: is no field; there are model:,"),
    Mistake(
      arguments: ["history", "after:2026-02-30"], help: "after: there is no day 2026-02-30"),
    Mistake(arguments: ["history", "\""], help: "“\"” has no letter or digit to look for"),
    Mistake(arguments: ["history", ":"], help: "“:” has no letter or digit to look for"),
    Mistake(
      arguments: ["generate", "x", "--provider", "ollama"], help: "--model NAME"),
    Mistake(
      arguments: ["generate", "x", "--provider", "demo", "--size", "0x0"],
      help: "1 to 99999 pixels"),
    Mistake(
      arguments: ["generate", "x", "--provider", "demo", "--model", "gpt-image-2"],
      help: "the models x/z-image-turbo"),
  ]

  @Test("in half of a provider's settings is told with all that is missing, at once")
  func halfSet() async throws {
    let key = ["AZURE_OPENAI_API_KEY": "a-key-of-nobody"]
    let endpoint = ["AZURE_OPENAI_ENDPOINT": "https://contoso.openai.azure.com"]
    func errors(_ environment: [String: String], _ arguments: String...) async throws -> String {
      try await EaselProgram(home: try TestHome(), environment: environment).run(arguments).errors
    }
    let nothing = try await errors([:], "generate", "x", "--provider", "azure")
    for name in ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_DEPLOYMENT"] {
      #expect(nothing.contains(name))
    }
    let place = try await errors(endpoint, "generate", "x", "--provider", "azure")
    #expect(place.contains("--deployment NAME") && place.contains("AZURE_OPENAI_API_KEY"))
    #expect(try await errors(endpoint, "config", "show").contains("AZURE_OPENAI_API_KEY"))
    #expect(try await errors(key, "config", "show").contains("set AZURE_OPENAI_ENDPOINT to"))
    #expect(
      try await errors(key.merging(endpoint) { $1 }, "config", "show").isEmpty, "it is all there")
  }

  @Test("in a script of faults is told with its place, and where to read how it goes")
  func script() async throws {
    let home = try TestHome()
    let path = "\(home.root)/script.json"
    try #"{"rules": [{"promt": "x", "fault": {"kind": "empty"}}]}"#.write(
      toFile: path, atomically: true, encoding: .utf8)
    let easel = EaselProgram(home: home)
    let run = try await easel.run("simulate", "--script", path)
    #expect(run.status == 78)
    #expect(run.errors.contains("rules[0].promt is not known; a rule has service, model,"))
    let manual = try await easel.run("simulate", "--help")
    #expect(manual.output.contains(#"      {"rules": ["#.dropFirst(4)))
    #expect(manual.output.contains("\n  rateLimit retryAfter retryAfterMilliseconds\n"))
  }

  @Test("is answered with what to do instead", arguments: mistakes)
  func help(_ mistake: Mistake) async throws {
    let run = try await EaselProgram(home: try TestHome()).run(mistake.arguments)
    #expect(run.status != 0 && run.output.isEmpty)
    #expect(run.errors.contains(mistake.help))
  }
}
