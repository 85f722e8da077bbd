/// The contract of `generate --json`, `history --json`, `show --json` and `jobs --json`, as a script
/// reads it.
struct Record: Decodable, Sendable {
  struct Image: Decodable, Sendable {
    var path: String
    var mediaType: String
    var width: Int
    var height: Int
    var bytes: Int
    var sha256: String
  }

  struct Cost: Decodable, Sendable {
    var amount: Double?
    var currency: String
    var basis: String
  }

  struct Failure: Decodable, Sendable {
    var code: String
    var message: String
    var hint: String?
    var retryable: Bool
    var mayHaveBeenBilled: Bool
  }

  var version: Int
  var id: String
  var state: String
  var provider: String
  var resource: String?
  var deployment: String?
  var model: String?
  var prompt: String
  var parameters: [String: Value]
  var images: [Image]
  var record: String
  var createdAt: String
  var duration: Double?
  var cost: Cost
  var warnings: [String]
  var error: Failure?

  /// A word or a number.
  enum Value: Decodable, Equatable, Sendable {
    case text(String)
    case number(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }
}
