import Foundation
import StudioCore
import Testing

@testable import StudioService

@Suite("Fuzz: generation records", .timeLimit(Fuzz.timeLimit))
struct RecordFuzzTests {
  @Test("Any bytes are refused or read, and what is read is written and read again without loss")
  func records() throws {
    var fuzz = Fuzz("record", usually: 700)
    fuzz.longest = 2048
    fuzz.words = [
      "null", "{}", "[]", "\"\"", "true", "\"state\":\"unknown\",", "\"saved\"",
      "\"future\":{\"a\":[1.5]},",
      "\"2026-11-21T20:59:18.697Z\"", "\"2026-11-21T20:59:18Z\"", "\"0000-00-00T00:00:00Z\"",
      "\"9999-12-31T23:59:60.9999999Z\"", "\"-0001-01-01T00:00:00Z\"", "\"version\":2,",
      "\"worker\":{\"host\":\"h\",\"pid\":1},", "\"tags\":[\"x\"],", "\"isFavourite\":true,",
      "\"amount\":1e308", "\\u0000", "\\ud800", "\"seed\":\"7\"", ",", ":",
      "\"e\u{301}\":1,\"é\":2,",
    ]
    try fuzz.run { input, _ in
      guard let unknown = try? GenerationRecord.unknownMembers(in: Data(input)),
        let generation = try? GenerationRecord.makeDecoder().decode(
          Generation.self, from: Data(input))
      else { return "refused" }
      return try Self.check(GenerationRecord(generation, unknown: unknown))
    }
  }

  private static func check(_ record: GenerationRecord) throws -> String {
    let written = try record.encoded()
    let again = try read(written)
    try demand(again.unknown == record.unknown, "lost what a newer program wrote: \(again.unknown)")
    // Times have milliseconds in a record: those of another program may have had more.
    let times = [\Generation.createdAt, \.sentAtOrNow, \.finishedAtOrNow, \.retryAtOrNow]
    for time in times {
      let distance = again.generation[keyPath: time].timeIntervalSince(
        record.generation[keyPath: time])
      try demand(abs(distance) <= 0.0015, "a time moved by \(distance) s")
    }
    var same = again.generation
    same.createdAt = record.generation.createdAt
    same.sentAt = record.generation.sentAt
    same.finishedAt = record.generation.finishedAt
    same.error?.retryAt = record.generation.error?.retryAt
    try demand(same == record.generation, "\(same) is not \(record.generation)")
    // Beyond the year 9999 a time is no longer exact to the millisecond.
    let isExact = times.allSatisfy {
      abs(record.generation[keyPath: $0].timeIntervalSince1970) < 253e9
    }
    try demand(try !isExact || again.encoded() == written, "each writing changes it")
    return try checkContract(of: record.generation) + "\(record.unknown.count)"
  }

  private static func read(_ data: Data) throws -> GenerationRecord {
    do {
      return GenerationRecord(
        try GenerationRecord.makeDecoder().decode(Generation.self, from: data),
        unknown: try GenerationRecord.unknownMembers(in: data))
    } catch { throw Broken("cannot read what was written: \(error)") }
  }

  /// What scripts are told of it is JSON of one line.
  private static func checkContract(of generation: Generation) throws -> String {
    let line = generation.contract.json
    try demand(!line.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "a control character in --json")
    let contract = try JSONValue(parsing: line.utf8)
    try demand(contract["prompt"]?.text == generation.request.prompt, "another prompt in --json")
    let parts: [Any?] = [
      generation.sent, generation.answer, generation.usage, generation.error, generation.worker,
      generation.sentAt, generation.cost.amount, generation.duration,
    ]
    return "\(generation.state) \(parts.map { $0 == nil ? "-" : "+" }.joined()) "
      + "\(generation.images.count) \(generation.request.parameters.all.count) "
  }
}

extension Generation {
  fileprivate var sentAtOrNow: Date { sentAt ?? .distantPast }
  fileprivate var finishedAtOrNow: Date { finishedAt ?? .distantPast }
  fileprivate var retryAtOrNow: Date { error?.retryAt ?? .distantPast }
}
