import StudioCore

/// What pictures cost, in US dollars: list prices for an estimate, token prices for what the service
/// says it used. As of September 2026; Azure generally matches OpenAI's list.
struct PriceTable: Sendable {
  static let standard = PriceTable()

  /// True where nothing costs money, whatever its name.
  var isFree = false

  /// Before anything is sent. `auto` quality is taken as high and `auto` size as square: an estimate
  /// that errs, errs upwards.
  func estimate(for request: GenerationRequest) -> Cost {
    guard isBilled(request.destination) else { return .free }
    let name = (request.destination.modelOrDeployment ?? "").lowercased()
    guard let price = picturePrice(name, request.parameters) else { return .unknown }
    let partials = Double(request.parameters.partials) * partialPrice(name)
    return Cost(
      amount: Double(request.parameters.count) * (price + partials), basis: .estimate)
  }

  /// One partial picture takes 100 output tokens (OpenAI's guide to image generation).
  private func partialPrice(_ name: String) -> Double {
    (Self.rates(of: name)?.imageOut ?? 0) * 100 / 1_000_000
  }

  /// The sum; unknown where one of them is.
  func estimate(for requests: [GenerationRequest]) -> Cost {
    let costs = requests.map { estimate(for: $0) }
    guard costs.contains(where: { $0 != .free }) else { return .free }
    var sum = 0.0
    for cost in costs {
      guard let amount = cost.amount else { return .unknown }
      sum += amount
    }
    return Cost(amount: sum, basis: .estimate)
  }

  /// After it: from the usage that the service reported, else the estimate.
  func cost(of generation: Generation) -> Cost {
    guard isBilled(generation.request.destination) else { return .free }
    let name = (generation.request.destination.modelOrDeployment ?? "").lowercased()
    guard let rates = Self.rates(of: name), let usage = generation.usage,
      let output = usage.outputTokens
    else { return generation.cost }
    // Records may hold whatever a service once said: no arithmetic that traps.
    let imageIn = Double(usage.inputImageTokens ?? 0)
    let textIn = max(0, Double(usage.inputTokens ?? 0) - imageIn)
    let dollars =
      Double(output) * rates.imageOut + imageIn * rates.imageIn + textIn * rates.textIn
    return Cost(amount: dollars / 1_000_000, basis: .actual)
  }

  /// Only the studio's own providers are free. No document can take their names: `CalledOperation`
  /// gives them by a service's address.
  private func isBilled(_ destination: Destination) -> Bool {
    !isFree && destination.provider != .ollama && destination.provider != .demo
  }

  /// One picture; nil for a model that no list has.
  private func picturePrice(_ name: String, _ parameters: Parameters) -> Double? {
    let quality = parameters[.quality]?.description ?? "high"
    let size = parameters[.size].flatMap { ImageSize(parsing: $0.description) }
    let isSquare = size.map { $0.width == $0.height } ?? true
    if name.contains("dall-e-3") || name.contains("dalle3") {
      return (quality == "hd" ? 0.08 : 0.04) + (isSquare ? 0 : 0.04)
    }
    if let list = Self.pictures.first(where: { name.hasPrefix($0.prefix) }) {
      let row = list.rows[quality] ?? list.rows["high"]
      return row.map { isSquare ? $0.square : $0.other }
    }
    guard name.hasPrefix("gpt-image-2"), let rates = Self.rates(of: name) else { return nil }
    let tokens = Self.tokens[quality] ?? 4160
    let area = size.map { Double($0.width) * Double($0.height) / (1024 * 1024) } ?? 1
    return tokens * area * rates.imageOut / 1_000_000
  }
}

// The lists.
extension PriceTable {
  /// US dollars for a million tokens.
  private struct TokenRates {
    var textIn: Double
    var imageIn: Double
    var imageOut: Double
  }

  /// The first prefix of a model's name counts.
  private static let tokenRates: [(prefix: String, rates: TokenRates)] = [
    ("gpt-image-1-mini", TokenRates(textIn: 2, imageIn: 2.5, imageOut: 8)),
    ("gpt-image-1.5", TokenRates(textIn: 5, imageIn: 8, imageOut: 32)),
    ("gpt-image-1", TokenRates(textIn: 5, imageIn: 10, imageOut: 40)),
    ("gpt-image-2", TokenRates(textIn: 5, imageIn: 8, imageOut: 30)),
  ]

  private static func rates(of name: String) -> TokenRates? {
    tokenRates.first { name.hasPrefix($0.prefix) }?.rates
  }

  /// Published prices of one picture: 1024×1024, and the two oblong sizes.
  private static let pictures: [(prefix: String, rows: [String: (square: Double, other: Double)])] =
    [
      (
        "gpt-image-1-mini",
        ["low": (0.005, 0.006), "medium": (0.011, 0.015), "high": (0.036, 0.052)]
      ),
      ("gpt-image-1.5", ["low": (0.009, 0.013), "medium": (0.034, 0.05), "high": (0.133, 0.2)]),
      ("gpt-image-1", ["low": (0.011, 0.016), "medium": (0.042, 0.063), "high": (0.167, 0.25)]),
    ]

  /// Output tokens of one 1024×1024 picture of gpt-image-1. For gpt-image-2, which has free sizes, no
  /// table is published: it is taken to need as many, in proportion to the area.
  private static let tokens: [String: Double] = ["low": 272, "medium": 1056, "high": 4160]
}
