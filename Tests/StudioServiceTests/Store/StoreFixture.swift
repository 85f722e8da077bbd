import FoundationEssentials
import Glibc
import StudioCore
import Testing

@testable import StudioService

/// A folder that goes with the last reference to it.
final class StoreFolder: Sendable {
  let path: String

  init() throws {
    // In memory where there is such a folder: a store makes everything durable, which takes time.
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var name = Array("\(place)/easel-store-XXXXXX".utf8CString)
    try #require(mkdtemp(&name) != nil)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var root: String { "\(path)/store" }
  var cache: String { "\(path)/cache" }

  /// A store as another process would have it: with descriptors and an index of its own.
  func store() -> FileGenerationStore { FileGenerationStore(root: root, cache: cache) }

  func removeCache() throws { try FileManager.default.removeItem(atPath: cache) }
}

func sample(
  _ prompt: String = "a lighthouse in a storm", at date: Date = Date(),
  requestID: String = "r-\(UInt64.random(in: 0 ... .max))",
  destination: Destination = Destination(provider: .demo, model: "demo-painter"),
  _ parameters: Parameters = Parameters()
) throws -> Generation {
  Generation(
    id: try .new(at: date),
    request: GenerationRequest(
      requestID: requestID, prompt: prompt, destination: destination, parameters: parameters),
    createdAt: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded()))
}

/// Moves through all states up to `state`.
func advance(_ generation: inout Generation, to state: Generation.State) {
  let path: [Generation.State] = [.sending, .sent, .receiving, .saving, .saved]
  for next in path {
    if generation.state == state { return }
    generation.advance(to: next)
  }
}

extension FileGenerationStore {
  /// Makes a generation that has ended, with `seconds` from sending to end.
  @discardableResult
  func save(_ generation: Generation, seconds: Double = 2) async throws -> GenerationID {
    let owned = try await create(generation)
    var generation = generation
    advance(&generation, to: .saved)
    generation.sentAt = generation.createdAt
    generation.finishedAt = generation.createdAt.addingTimeInterval(seconds)
    try owned.record(generation)
    owned.release()
    return generation.id
  }

  func list(_ line: String = "", limit: Int = 1000) async throws -> [GenerationID] {
    try await history(HistoryFilter(line, takesUnknownFields: true).query, offset: 0, limit: limit)
      .generations.map(\.id)
  }
}

func mode(_ path: String) throws -> Int {
  try #require(
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int, "\(path)")
}

func size(_ path: String) throws -> Int {
  try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, "\(path)")
}

func content(_ path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}

func put(_ text: String, at path: String) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
}

/// Tries until it holds; false after `seconds`.
func holds(
  within seconds: Double = 60, _ condition: () async throws -> Bool
) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return try await condition()
}
