import Foundation
import StudioCore
import Testing

@testable import StudioService

@Suite(.timeLimit(.minutes(3)))
struct HistorySearchTests {
  let folder = try! StoreFolder()

  private static let words = [
    "a", "Lighthouse", "light", "storm", "low-sun", "café", "CAFE\u{301}", "oil", "on", "canvas",
    "嵐の灯台", "灯台", "油絵", "서울의", "夜", "ラーメン", "เชียงใหม่", "🦊", "fox🦊", "3d", "4k",
    "naïve", "Straße", "NEAR", "OR", "NOT", "AND", "\"quoted\"", "star*", "-minus", "col:on",
    "100%",
    "under_score", "it's", "(paren", "été", "Ünder", "x/z-image", "हिन्दी", "المدينة",
  ]
  private static let evil = [
    "\"", "*", "-", "^", "(", ")", "NEAR(", "a\"b", "'", ";", "\\", "%", "_", ":", "{", "}", "+",
    "\u{0}", "a\u{0}b", "\u{301}", "\u{200D}", "\"\"", "a*", "*a", "rowid:1", "NEAR/2", "--", "/*",
  ]

  @Test("a search gives what a plain look at every record gives, and never an error")
  func asPlainFilter() throws {
    var random = SeededRandom(state: 20_261_121)
    let generations = try (0..<500).map { try Self.generation($0, &random) }
    for generation in generations {
      let path = StoreLayout(root: folder.root).folder(of: generation.id)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try GenerationRecord.makeEncoder().encode(generation)
        .write(to: URL(filePath: "\(path)/generation.json"))
    }
    let index = HistoryIndex(layout: StoreLayout(root: folder.root), cache: folder.cache)
    try index.scan()
    let texts = generations.map { Self.tokens($0.request.prompt) }
    var hits = 0
    for _ in 0..<200 {
      let query = Self.query(&random)
      let words = query.words.map(Self.tokens)
      let expected = zip(generations, texts).filter { generation, text in
        Self.matches(generation, query) && words.allSatisfy { Self.contains(text, $0) }
      }.map(\.0.id).sorted(by: >)
      let found = try index.search(query, offset: 0, limit: 1000)
      #expect(found.ids == expected, "\(query)")
      #expect(found.total == expected.count)
      hits += expected.count
    }
    #expect(hits > 1000, "queries that find nothing prove nothing")
  }

  @Test("characters of the search language are only characters", arguments: evil)
  func evilWords(_ word: String) async throws {
    let store = folder.store()
    let id = try await store.save(try sample("one \(word) two"))
    var query = HistoryQuery()
    query.words = [word]
    #expect(try await store.history(query, offset: 0, limit: 5).total == 1)
    query.words = [word, "two"]
    #expect(try await store.history(query, offset: 0, limit: 5).generations.map(\.id) == [id])
    query.words = [word, "three"]
    #expect(try await store.history(query, offset: 0, limit: 5).total == 0)
    query = HistoryQuery()
    (query.model, query.tag, query.provider, query.size) = (word, word, word, word)
    #expect(try await store.history(query, offset: 0, limit: 5).total == 0)
  }

  @Test(
    "words are found as people expect",
    arguments: [
      ("嵐の灯台、油絵", "灯台", true), ("嵐の灯台、油絵", "台灯", false), ("a café at night", "cafe", true),
      ("a cafe\u{301} at night", "café", true), ("lighthouse", "LIGHT", true),
      ("lighthouse", "house", false), ("a 🦊 in snow", "🦊", true), ("a 🐺 in snow", "🦊", false),
      ("low-sun", "low-s", true), ("sun low", "low-s", false), ("서울의 밤", "서울", true),
    ])
  func expectations(_ prompt: String, _ word: String, _ isFound: Bool) async throws {
    let store = folder.store()
    try await store.save(try sample(prompt))
    #expect(try await store.list(word).count == (isFound ? 1 : 0))
  }

  // A plain filter, written apart from the index: tokens of folded text.

  private static func matches(_ generation: Generation, _ query: HistoryQuery) -> Bool {
    let request = generation.request
    let names = [request.destination.model, request.destination.deployment].compactMap { $0 }
    let day = "\(generation.id)".prefix(8)
    func date(_ text: String) -> String { text.replacing("-", with: "") }
    return query.model.map { part in names.contains { $0.lowercased().contains(part.lowercased()) }
    }
      ?? true
      && query.provider.map { $0 == request.destination.provider.rawValue } ?? true
      && query.size.map { $0 == request.parameters[.size]?.description } ?? true
      && query.seed.map { $0 == request.parameters[.seed]?.number } ?? true
      && query.state.map { $0 == generation.state } ?? true
      && query.tag.map { tag in generation.tags.contains { $0.lowercased() == tag.lowercased() } }
        ?? true
      && (!query.isFavourite || generation.isFavourite)
      && query.after.map { day >= date($0) } ?? true
      && query.before.map { day < date($0) } ?? true
  }

  private static func contains(_ text: [String], _ wanted: [String]) -> Bool {
    guard let last = wanted.last else { return true }
    guard text.count >= wanted.count else { return false }
    return (0...(text.count - wanted.count)).contains { start in
      let piece = text[start..<(start + wanted.count)]
      return piece.dropLast().elementsEqual(wanted.dropLast())
        && piece.last?.hasPrefix(last) == true
    }
  }

  private static func tokens(_ text: String) -> [String] {
    let folded = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    var tokens = [""]
    for scalar in folded.unicodeScalars {
      let alone =
        (0x0E00...0x0E7F).contains(scalar.value) || (0x3040...0x9FFF).contains(scalar.value)
        || (0xAC00...0xD7A3).contains(scalar.value) || scalar.value > 0x1F000
      if alone {
        tokens += [String(scalar), ""]
      } else if CharacterSet.alphanumerics.contains(scalar) {
        tokens[tokens.count - 1].unicodeScalars.append(scalar)
      } else {
        tokens.append("")
      }
    }
    return tokens.filter { !$0.isEmpty }
  }

  private static func generation(_ number: Int, _ random: inout SeededRandom) throws -> Generation {
    let prompt = (0..<Int.random(in: 1...8, using: &random))
      .compactMap { _ in words.randomElement(using: &random) }.joined(separator: " ")
    var parameters = Parameters()
    parameters[.size] =
      [.text("1024x1024"), .text("1536x1024"), nil].randomElement(using: &random) ?? nil
    parameters[.seed] = [.number(7), .number(42), nil].randomElement(using: &random) ?? nil
    let destination = [
      Destination(provider: .azure, resource: "r", deployment: "Prod", model: "gpt-image-2"),
      Destination(provider: .ollama, host: "h", model: "x/z-image-turbo"),
    ].randomElement(using: &random)
    var generation = try sample(
      prompt, at: Date(timeIntervalSince1970: 1_767_225_600 + Double(number) * 20_000),
      destination: destination ?? Destination(provider: .demo), parameters)
    advance(&generation, to: [.waiting, .sent, .saved].randomElement(using: &random) ?? .saved)
    generation.isFavourite = Bool.random(using: &random)
    generation.tags = ["Best", "100%", "über"].filter { _ in Bool.random(using: &random) }
    return generation
  }

  private static func query(_ random: inout SeededRandom) -> HistoryQuery {
    func maybe<Value>(_ values: [Value]) -> Value? {
      Int.random(in: 0..<6, using: &random) == 0 ? values.randomElement(using: &random) : nil
    }
    var query = HistoryQuery()
    query.words = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
      let word = (words + evil.filter { !$0.contains("\u{301}") }).randomElement(using: &random)
      return word.map { Bool.random(using: &random) ? $0 : String($0.prefix(2)) }
    }
    query.model = maybe(["gpt", "TURBO", "prod", "nothing", "%"])
    query.provider = maybe(["azure", "ollama"])
    query.size = maybe(["1024x1024", "1536x1024", "24x10"])
    query.seed = maybe([7, 42, 1])
    query.state = maybe([.waiting, .sent, .saved, .failed])
    query.tag = maybe(["best", "100%", "ÜBER", "be"])
    query.isFavourite = maybe([true]) ?? false
    query.after = maybe(["2026-02-01", "2026-03-15", "1950-01-01", "2200-01-01"])
    query.before = maybe(["2026-02-01", "2026-03-15", "1950-01-01", "2200-01-01"])
    return query
  }
}

/// The same numbers in every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
