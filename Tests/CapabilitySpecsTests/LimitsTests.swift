import CapabilitySpecs
import Testing

@Suite("Documents made to hurt", .timeLimit(.minutes(3)))
struct LimitsTests {
  private func codes(_ yaml: String) -> [String] { Fixture.diagnostics(yaml).map(\.code) }

  /// Ten levels of nine aliases each: 3.4 billion values when expanded.
  private static let laughs = (1...10).reduce("a0: &a0 [x]\n") { text, level in
    let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
    return text + "a\(level): &a\(level) [\(aliases)]\n"
  }

  @Test("aliases that expand beyond the bound are refused")
  func aliasesInValues() { #expect(codes(Self.laughs) == ["yaml.expansion"]) }

  @Test(
    "aliases inside mapping keys are refused before anything walks them",
    arguments: [
      "? *a10\n: x\n", "*a10 : x\n", "? [*a10, *a10]\n: x\n", "[*a10]: x\n", "z: {? *a10 : x}\n",
    ])
  func aliasesInKeys(key: String) { #expect(codes(Self.laughs + key) == ["yaml.expansion"]) }

  @Test("an alias in its ordinary place is read")
  func ordinaryAlias() throws {
    let yaml = Fixture.small(
      "{label: Small, description: One call.}", "{label: &a Small, description: *a}")
    let info = try CapabilityParser.parse(yaml, source: "x").capability.info
    #expect(info.label == "Small" && info.description == "Small")
  }

  @Test("deep nesting is refused", arguments: [65, 900, 100_000])
  func depth(levels: Int) {
    let yaml =
      "naftiko: " + String(repeating: "[", count: levels)
      + String(repeating: "]", count: levels)
    let found = codes(yaml)
    #expect(found == ["yaml.depth"] || (levels > 900 && found == ["yaml.syntax"]))
  }

  @Test("more than a mebibyte is refused, and so is nothing at all")
  func size() {
    #expect(codes(String(repeating: "#", count: (1 << 20) + 1)) == ["yaml.too-large"])
    #expect(codes("") == ["yaml.empty"])
    #expect(codes("# only a comment\n") == ["yaml.empty"])
    #expect(codes("--- a\n--- b\n") == ["yaml.syntax"])
    #expect(codes("- a\n") == ["schema.type"])
  }

  @Test("a flood of remarks is cut, and cannot hide what prevents use")
  func flood() {
    let flood = (0..<1_000).map { "                - {name: p\($0), in: query, x: y}\n" }.joined()
    let yaml = Fixture.small("port: 8080", "port: x").replacing(
      "                - {name: id, in: path}\n",
      with: flood + "                - {name: id, in: path}\n")
    let found = Fixture.allDiagnostics(yaml).map(\.code)
    #expect((200...201).contains(found.count) && found.contains("semantic.type"))
  }

  @Test("thousands of damaged documents are answered, each within a second")
  func mutations() async throws {
    // Small ones are quick; what they lack is in the larger ones.
    let documents =
      try Array(repeating: Self.tiny, count: 17)
      + [Fixture.small] + PublishedDocumentsTests.names.map(Fixture.text)
    let refused = try await withThrowingTaskGroup(of: Int.self) { group in
      for seed in 0..<2 {
        group.addTask { try Self.answer(1_000, of: documents, seed: UInt64(seed)) }
      }
      return try await group.reduce(0, +)
    }
    #expect(refused > 200)
  }

  private static let tiny = """
    naftiko: 1.0.0-alpha2
    binds: [{namespace: env, keys: {KEY: SOME_KEY}}]
    capability:
      consumes:
        - type: http
          namespace: up
          baseUri: https://a.invalid
          authentication: {type: bearer, token: '{{env.KEY}}'}
          resources: [{name: r, path: '/{id}', operations: [{name: o, method: GET}]}]
      exposes:
        - {type: mcp, namespace: m, port: 1, tools: [{name: t, description: T., call: up.o}]}
    """

  /// How many of so many mutants are refused.
  private static func answer(_ count: Int, of documents: [String], seed: UInt64) throws -> Int {
    var random = SplitMix(state: seed)
    var refused = 0
    for round in 0..<count {
      let mutant = Mutation.mutate(documents[round % documents.count], using: &random)
      let start = ContinuousClock.now
      do {
        let capability = try CapabilityParser.parse(mutant, source: "mutant.yaml").capability
        if round % 10 == 0 { _ = try? CapabilityNormaliser(capability) }
      } catch {
        refused += 1
        #expect(error.diagnostics.contains { $0.preventsUse })
        let lines = mutant.count(where: \.isNewline) + 2
        for mark in error.diagnostics.map(\.mark) where mark.line > lines || mark.column < 1 {
          Issue.record("\(mark) is not in the document")
        }
      }
      #expect(.now - start < .seconds(10))
    }
    return refused
  }

  @Test(
    "a text of a mebibyte takes no longer than others",
    arguments: ["label: %", "description: '%'", "{API_KEY: %", "path: /%", "port: 8080%"])
  func hugeScalars(piece: String) {
    let huge = String(repeating: "x", count: 900_000)
    let key = piece.prefix { $0 != ":" } + ":"
    let yaml = Fixture.small(String(key), piece.replacing("%", with: huge) + "\n# ")
    let start = ContinuousClock.now
    _ = codes(yaml)
    #expect(.now - start < .seconds(10))
  }
}
