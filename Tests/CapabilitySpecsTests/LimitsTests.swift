import CapabilitySpecs
import Testing

@Suite("Documents made to hurt", .timeLimit(.minutes(1)))
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

  @Test("a flood of remarks is cut, and cannot hide an error")
  func flood() {
    let flood = (0..<1_000).map { "key\($0): x\n" }.joined()
    let found = codes(Fixture.small("port: 8080", "port: x") + "\n" + flood)
    #expect(found.count <= 201 && found.contains("schema.value"))
  }

  @Test("seeded mutations of every document are answered, never fatal")
  func mutations() throws {
    let documents = try [Fixture.small] + PublishedDocumentsTests.names.map(Fixture.text)
    var random = SplitMix(state: 20_261_121)
    var refused = 0
    for round in 0..<600 {
      let mutant = Mutation.mutate(documents[round % documents.count], using: &random)
      do {
        _ = try CapabilityParser.parse(mutant, source: "mutant.yaml")
      } catch {
        refused += 1
        #expect(error.diagnostics.contains { $0.severity == .error })
        let lines = mutant.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
          .count
        for diagnostic in error.diagnostics {
          #expect((1...lines + 1).contains(diagnostic.mark.line) && diagnostic.mark.column >= 1)
        }
      }
    }
    #expect(refused > 100)
  }
}
