import FoundationEssentials
import Pictures
import StudioCore
import StudioServer
import Synchronization

/// A studio that paints at once, or not at all, as the prompt says; what it paints is real.
final class SketchStudio: Studio, ServiceCalls {
  private struct State {
    var generations: [Generation] = []
    var listeners: [Int: AsyncStream<StudioEvent>.Continuation] = [:]
    var calls: [ServiceCall] = []
    var cancelled = 0
    var number = 0
    var released: Set<String> = []
  }

  let folder: String
  private let state = Mutex(State())
  private let place: Destination
  private let table: ParameterTable

  init(place: Destination = SketchStudio.ollama, table: ParameterTable = SketchStudio.table) {
    self.place = place
    self.table = table
    folder = FileManager.default.temporaryDirectory.path + "/sketch-\(UUID().uuidString)"
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let ollama = Destination(
    provider: .ollama, host: "http://localhost:11434", model: "sketcher")

  static let table = ParameterTable(
    family: "Sketch", promptLimit: 4000, imagesPerRequest: 10,
    rules: [
      ParameterRule(
        .size,
        .size(
          known: [ImageSize(width: 64, height: 64)], allowsAuto: false,
          limits: ParameterRule.SizeLimits(
            multiple: 1, longestSide: 4096, aspect: 4096, pixels: 1...16_777_216)),
        default: .text("64x64"), note: "rounded"),
      ParameterRule(.count, .integer(1...10), default: .number(1)),
      ParameterRule(.quality, .choice(["low", "high"])),
      ParameterRule(.style, .choice(["vivid"]), support: .ignored(reason: "ignored here")),
      ParameterRule(.seed, .integer(1...Int(Int32.max))),
    ])

  var calls: [ServiceCall] { state.withLock { $0.calls } }
  var cancelledCalls: Int { state.withLock { $0.cancelled } }
  var listenerCount: Int { state.withLock { $0.listeners.count } }

  /// Lets the calls with this prompt go on.
  func release(_ prompt: String) { state.withLock { _ = $0.released.insert(prompt) } }

  // MARK: ServiceCalls

  func destination(service: String, operation: String) async -> Destination? {
    operation == "createimage" ? place : nil
  }

  func call(_ call: ServiceCall) async throws(StudioError) -> ServiceReply {
    state.withLock { $0.calls.append(call) }
    let prompt = call.arguments["body"]?["prompt"]?.text ?? ""
    switch prompt {
    case "unreachable":
      throw StudioError(
        .unreachable, "Nobody answers at\u{1B}[31m localhost.", hint: "Start it.",
        isRetryable: true)
    case "refused":
      return reply(400, #"{"error":{"message":"No \u001b[1msuch thing.","code":"bad"}}"#)
    case "words": return reply(200, #"{"said":{"word":"hello"},"rest":1}"#)
    default: break
    }
    var generation = begin(call, prompt)
    do {
      if prompt.hasPrefix("slow") { try await wait(for: prompt) }
    } catch {
      generation.advance(to: .cancelled)
      generation.error = StudioError(.cancelled, "Stopped.", mayHaveBeenBilled: true)
      change(generation)
      state.withLock { $0.cancelled += 1 }
      throw StudioError(.cancelled, "Stopped.", mayHaveBeenBilled: true)
    }
    if self.current(generation.id)?.state == .cancelled {
      throw StudioError(.cancelled, "Stopped.", mayHaveBeenBilled: true)
    }
    let count = call.arguments["body"]?["n"]?.int ?? 1
    if prompt == "late record" {
      Task { [generation] in
        try? await Task.sleep(for: .milliseconds(50))
        var generation = generation
        try self.finish(&generation, prompt, count: count)
      }
    } else {
      try finish(&generation, prompt, count: count)
    }
    return reply(200, #"{"created":1,"data":[]}"#, generation.id)
  }

  private func reply(_ status: Int, _ body: String, _ id: GenerationID? = nil) -> ServiceReply {
    let bytes = Array(body.utf8)
    let stream = AsyncThrowingStream<[UInt8], any Error> { feed in
      feed.yield(Array(bytes.prefix(5)))
      feed.yield(Array(bytes.dropFirst(5)))
      feed.finish()
    }
    return ServiceReply(
      generation: id, status: status, headers: [("Content-Type", "application/json")],
      byteCount: bytes.count, body: stream)
  }

  private func wait(for prompt: String) async throws {
    while !state.withLock({ $0.released.contains(prompt) }) {
      try await Task.sleep(for: .milliseconds(2))
      let isCancelled = state.withLock { state in
        state.generations.contains { $0.request.prompt == prompt && $0.state == .cancelled }
      }
      if isCancelled { return }
    }
  }

  private func begin(_ call: ServiceCall, _ prompt: String) -> Generation {
    let number = state.withLock { state in
      state.number += 1
      return state.number
    }
    let digits = String(number, radix: 16)
    let name = "20261121T091500Z-" + String(repeating: "0", count: 8 - digits.count) + digits
    guard let id = GenerationID(rawValue: name) else { preconditionFailure("no id: \(name)") }
    var parameters = Parameters()
    if let seed = call.arguments["body"]?["seed"]?.int { parameters[.seed] = .number(seed) }
    let request = GenerationRequest(
      requestID: call.requestID, prompt: prompt, destination: place, parameters: parameters)
    var generation = Generation(
      id: id, request: request, cost: .free, createdAt: Date(), folder: "\(folder)/\(name)")
    change(generation)
    for next in [Generation.State.sending, .sent] {
      generation.advance(to: next)
      change(generation)
    }
    generation.sentAt = Date()
    return generation
  }

  private func finish(
    _ generation: inout Generation, _ prompt: String, count: Int
  ) throws(StudioError) {
    for next in [Generation.State.receiving, .saving] {
      generation.advance(to: next)
      change(generation)
    }
    try? FileManager.default.createDirectory(
      atPath: generation.folder, withIntermediateDirectories: true)
    for place in 1...count {
      let picture = Self.picture(prompt, place)
      let bytes = (try? ImageEncoder.png(picture, compression: 1)) ?? []
      let data = Data(prompt.hasPrefix("broken") ? Array(bytes.prefix(bytes.count - 200)) : bytes)
      try? data.write(to: URL(filePath: "\(generation.folder)/\(place).png"))
      generation.images.append(
        GeneratedImage(
          file: "\(place).png", mediaType: "image/png", width: picture.width,
          height: picture.height, bytes: data.count, sha256: ""))
    }
    generation.finishedAt = Date()
    generation.advance(to: .saved)
    change(generation)
  }

  /// Noise does not compress: a large picture is a large file.
  private static func picture(_ prompt: String, _ seed: Int) -> PixelImage {
    let isLarge = prompt.contains("large")
    let side = isLarge ? 700 : 64
    var state = UInt64(seed)
    let pixels = [UInt8](unsafeUninitializedCapacity: side * side * 4) { out, count in
      for place in 0..<side * side * 4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        out[place] = place % 4 == 3 ? 255 : isLarge ? UInt8(state >> 56) : UInt8(seed)
      }
      count = side * side * 4
    }
    return PixelImage(width: side, height: side, pixels: pixels)
  }

  // MARK: Studio

  func change(_ generation: Generation) {
    let listeners = state.withLock { state in
      if let place = state.generations.firstIndex(where: { $0.id == generation.id }) {
        state.generations[place] = generation
      } else {
        state.generations.insert(generation, at: 0)
      }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.yield(.changed(generation)) }
  }

  private func current(_ id: GenerationID) -> Generation? {
    state.withLock { $0.generations.first { $0.id == id } }
  }

  func parameterTable(for destination: Destination) -> ParameterTable { table }

  func estimate(for request: GenerationRequest) async -> Estimate {
    Estimate(cost: .free, typicalSeconds: nil)
  }

  func offers() -> AsyncStream<[Offer]> {
    AsyncStream { feed in
      feed.yield([Offer(place, .ready)])
      feed.finish()
    }
  }

  func defaultDestination() async -> Destination { place }

  func submit(_ request: GenerationRequest) async throws(StudioError) -> [Generation] { [] }

  func cancel(_ id: GenerationID) async throws(StudioError) {
    var generation = try await generation(id)
    guard generation.advance(to: .cancelled) else {
      throw StudioError(.invalidRequest, "This generation is not running.")
    }
    generation.error = StudioError(.cancelled, "Stopped.", mayHaveBeenBilled: true)
    change(generation)
  }

  func jobs() async throws(StudioError) -> [Generation] {
    state.withLock { $0.generations.filter(\.state.isJob).reversed() }
  }

  func generation(_ id: GenerationID) async throws(StudioError) -> Generation {
    guard let generation = current(id) else {
      throw StudioError(.notFound, "There is no generation \(id).")
    }
    return generation
  }

  func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage {
    let all = state.withLock { state in
      state.generations.filter { query.state == nil || $0.state == query.state }
    }
    return HistoryPage(
      generations: Array(all.dropFirst(offset).prefix(limit)), offset: offset, total: all.count)
  }

  func events() -> AsyncStream<StudioEvent> {
    let (stream, feed) = AsyncStream.makeStream(of: StudioEvent.self)
    let number = state.withLock { state in
      state.number += 1
      state.listeners[state.number] = feed
      return state.number
    }
    feed.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }
    return stream
  }

  func draft() async -> Draft { Draft() }
  func save(_ draft: Draft) async {}
  func promptHistory() async -> [String] { [] }
  func leftJobs() async throws(StudioError) -> LeftJobs { LeftJobs() }
  func resume(_ ids: [GenerationID]) async throws(StudioError) -> Resumption { Resumption() }
  func runningHere() async -> Int { 0 }
  func drain() async {}
  func stop() async {}
}
