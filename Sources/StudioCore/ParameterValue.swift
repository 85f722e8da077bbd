/// A parameter's value: a word or a whole number. In JSON, a string or a number.
public enum ParameterValue: Hashable, Sendable, Codable, CustomStringConvertible {
  case text(String)
  case number(Int)

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    }
  }

  public var description: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    }
  }

  public var number: Int? { if case .number(let number) = self { number } else { nil } }
  public var text: String? { if case .text(let text) = self { text } else { nil } }
}
