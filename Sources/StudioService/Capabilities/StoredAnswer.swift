import FoundationEssentials
import StudioCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The answer to a call that was carried out before, made of what is stored: an images answer, or a
/// stream of events where one was asked for.
struct StoredAnswer {
  private enum Piece: Sendable {
    case text([UInt8])
    /// A file that goes out as base64.
    case picture(OpenFile, size: Int)
  }

  private let generation: Generation
  private let isStream: Bool
  private var pieces: [Piece] = []

  /// Of the generations of one wish, all saved. Throws `input-output` where a picture is gone.
  init(_ generations: [Generation]) throws(StudioError) {
    guard let first = generations.first else {
      throw StudioError(.notFound, "There is no such generation.")
    }
    generation = first
    let body = first.sent.flatMap { try? JSONValue(parsing: Array($0.body.utf8)) }
    isStream = body?["stream"] == .bool(true)
    let images = generations.flatMap { generation in generation.images.map { (generation, $0) } }
    if !isStream { add(#"{"created":\#(Int(first.createdAt.timeIntervalSince1970)),"data":["#) }
    for (number, (generation, image)) in images.enumerated() {
      try add(
        image, of: generation, isFirst: number == 0,
        rest: isStream ? rest(of: generation, isLast: number == images.count - 1) : "")
    }
    if !isStream { add("]\(rest(of: first, isLast: true))}") }
  }

  /// What the answer said besides pictures, each member after a comma. The tokens are those of all
  /// pictures, and stand with the last.
  private func rest(of generation: Generation, isLast: Bool) -> String {
    var members = JSONObject()
    if isStream { members["created_at"] = .number(Self.seconds(generation)) }
    for (name, member) in AnswerSkeleton.told {
      members[member] = (generation.answer?.parameters?[name]?.text).map { .string($0) }
    }
    if isLast { members["usage"] = generation.usage.map(Self.json) }
    return members.members.map { ",\(JSONValue.string($0.name).json):\($0.value.json)" }.joined()
  }

  private static func seconds(_ generation: Generation) -> Int {
    Int(generation.createdAt.timeIntervalSince1970)
  }

  private static func json(_ usage: Usage) -> JSONValue {
    var json = JSONObject()
    json["input_tokens"] = usage.inputTokens.map { .number($0) }
    if let input = usage.inputTokens, let image = usage.inputImageTokens {
      json["input_tokens_details"] = [
        "image_tokens": .number(image), "text_tokens": .number(max(0, input - image)),
      ]
    }
    json["output_tokens"] = usage.outputTokens.map { .number($0) }
    json["total_tokens"] = usage.totalTokens.map { .number($0) }
    return .object(json)
  }

  private mutating func add(_ text: String) { pieces.append(.text(Array(text.utf8))) }

  private mutating func add(
    _ image: GeneratedImage, of generation: Generation, isFirst: Bool, rest: String
  ) throws(StudioError) {
    let file = try OpenFile(generation.path(of: image), O_RDONLY)
    let name = "image_generation.completed"
    if isStream {
      add("event: \(name)\ndata: {\"type\":\"\(name)\",\"b64_json\":\"")
    } else {
      add((isFirst ? "" : ",") + #"{"b64_json":""#)
    }
    pieces.append(.picture(file, size: try file.size()))
    let prompt = generation.answer?.revisedPrompt.map {
      #","revised_prompt":"# + JSONValue.string($0).json
    }
    add("\"" + (prompt ?? "") + rest + "}" + (isStream ? "\n\n" : ""))
  }

  var reply: ServiceReply {
    ServiceReply(
      generation: generation.id, status: 200,
      headers: [("content-type", isStream ? "text/event-stream" : "application/json")],
      byteCount: byteCount, body: body)
  }

  private var byteCount: Int {
    pieces.reduce(0) { sum, piece in
      switch piece {
      case .text(let bytes): sum + bytes.count
      case .picture(_, let size): sum + (size + 2) / 3 * 4
      }
    }
  }

  /// Whole groups of base64 each.
  private static let chunk = 96 << 10

  private var body: AsyncThrowingStream<[UInt8], any Error> {
    let place = Mutex((piece: 0, offset: 0))
    let pieces = pieces
    return AsyncThrowingStream {
      while true {
        let (number, offset) = place.withLock { $0 }
        guard number < pieces.count else { return nil }
        let bytes = try await Self.bytes(of: pieces[number], from: offset)
        place.withLock { $0 = bytes.isLast ? (number + 1, 0) : (number, offset + Self.chunk) }
        if !bytes.bytes.isEmpty { return bytes.bytes }
      }
    }
  }

  private static func bytes(
    of piece: Piece, from offset: Int
  ) async throws -> (bytes: [UInt8], isLast: Bool) {
    switch piece {
    case .text(let bytes): return (bytes, true)
    case .picture(let file, let size):
      return try await AnswerSpool.work.run { () throws(StudioError) in
        let wanted = min(chunk, size - offset)
        let data = try file.read(from: offset, limit: wanted)
        guard data.count == wanted else { throw .systemCall("read", file.path, EIO) }
        return (Array(data.base64EncodedString().utf8), offset + wanted >= size)
      }
    }
  }
}
