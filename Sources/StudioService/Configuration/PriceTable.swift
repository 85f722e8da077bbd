import StudioCore

/// What pictures cost, in US dollars: list prices for an estimate, token prices for what the service
/// says it used. As of September 2026; Azure generally matches OpenAI's list.
struct PriceTable: Sendable {
  /// US dollars for a million tokens.
  private struct TokenPrices {
    var textIn: Double
    var imageIn: Double
    var imageOut: Double
  }

  static let standard = PriceTable()

  private static let tokens: [(prefix: String, prices: TokenPrices)] = [
    ("gpt-image-1-mini", TokenPrices(textIn: 2, imageIn: 2.5, imageOut: 8)),
    ("gpt-image-1.5", TokenPrices(textIn: 5, imageIn: 8, imageOut: 32)),
    ("gpt-image-1", TokenPrices(textIn: 5, imageIn: 10, imageOut: 40)),
    ("gpt-image-2", TokenPrices(textIn: 5, imageIn: 8, imageOut: 30)),
  ]

  /// Output tokens of one picture: square and other, by quality (OpenAI's published table for
  /// gpt-image-1; gpt-image-2 is estimated by the same, in proportion to its area).
  private static let outputTokens: [String: (square: Double, other: Double)] = [
    "low": (272, 408), "medium": (1056, 1584), "high": (4160, 6240),
  ]

  /// Before anything is sent. `auto` quality is taken as high and `auto` size as square: an estimate
  /// that errs, errs upwards.
  func estimate(for request: GenerationRequest) -> Cost {
    guard isBilled(request.destination) else { return .free }
    let count = Double(request.parameters.count)
    let name = (request.destination.modelOrDeployment ?? "").lowercased()
    if name.contains("dall-e-3") || name.contains("dalle3") {
      return Cost(amount: count * dalle3(request.parameters), basis: .estimate)
    }
    guard let prices = prices(for: name) else { return .unknown }
    let tokens = outputTokens(request.parameters, isFreeSize: name.hasPrefix("gpt-image-2"))
    return Cost(amount: count * tokens * prices.imageOut / 1_000_000, basis: .estimate)
  }

  /// After it: from the usage that the service reported, else the estimate.
  func cost(of generation: Generation) -> Cost {
    guard isBilled(generation.request.destination) else { return .free }
    let name = (generation.request.destination.modelOrDeployment ?? "").lowercased()
    guard let prices = prices(for: name), let usage = generation.usage,
      let output = usage.outputTokens
    else { return generation.cost }
    let imageIn = usage.inputImageTokens ?? 0
    let textIn = max(0, (usage.inputTokens ?? 0) - imageIn)
    let dollars =
      Double(output) * prices.imageOut + Double(imageIn) * prices.imageIn
      + Double(textIn) * prices.textIn
    return Cost(amount: dollars / 1_000_000, basis: .actual)
  }

  private func isBilled(_ destination: Destination) -> Bool {
    destination.provider != .ollama && destination.provider != .demo
  }

  private func prices(for name: String) -> TokenPrices? {
    Self.tokens.first { name.hasPrefix($0.prefix) }?.prices
  }

  private func outputTokens(_ parameters: Parameters, isFreeSize: Bool) -> Double {
    let quality = parameters[.quality]?.description ?? "high"
    let row = Self.outputTokens[quality] ?? (4160, 6240)
    guard let size = parameters[.size].flatMap({ ImageSize(parsing: $0.description) }) else {
      return row.square
    }
    if isFreeSize { return row.square * Double(size.width * size.height) / (1024 * 1024) }
    return size.width == size.height ? row.square : row.other
  }

  private func dalle3(_ parameters: Parameters) -> Double {
    let isHD = parameters[.quality]?.description == "hd"
    let size = parameters[.size].flatMap { ImageSize(parsing: $0.description) }
    let isSquare = size.map { $0.width == $0.height } ?? true
    return (isHD ? 0.08 : 0.04) + (isSquare ? 0 : 0.04)
  }
}
