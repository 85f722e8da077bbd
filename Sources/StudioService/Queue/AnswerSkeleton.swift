import FoundationEssentials
import StudioCore

/// What an images answer says besides its pictures. Everything is optional: the services differ,
/// and only `created` is promised (Azure 2025-04-01-preview; Ollama 0.14.3 to 0.32.5).
struct AnswerSkeleton: Decodable, Sendable {
  struct Datum: Decodable, Sendable {
    var b64_json: String?
    var url: String?
    var revised_prompt: String?
  }

  struct UsageFields: Decodable, Sendable {
    struct Details: Decodable, Sendable { var image_tokens: Int? }
    var input_tokens: Int?
    var output_tokens: Int?
    var total_tokens: Int?
    var input_tokens_details: Details?
  }

  struct Failure: Decodable, Sendable {
    var message: String?
  }

  var data: [Datum]?
  var usage: UsageFields?
  /// Some gateways report an error with status 200.
  var error: Failure?

  static func parse(_ json: [UInt8]) throws -> AnswerSkeleton {
    try JSONDecoder().decode(AnswerSkeleton.self, from: Data(json))
  }

  var urls: [String] {
    (data ?? []).compactMap { $0.b64_json == nil ? $0.url : nil }
  }

  var revisedPrompt: String? { data?.lazy.compactMap(\.revised_prompt).first }

  var studioUsage: Usage? {
    usage.map {
      Usage(
        inputTokens: $0.input_tokens, inputImageTokens: $0.input_tokens_details?.image_tokens,
        outputTokens: $0.output_tokens, totalTokens: $0.total_tokens)
    }
  }
}
