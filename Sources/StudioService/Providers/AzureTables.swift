import StudioCore

/// What each model family makes of each parameter on Azure OpenAI (2025-04-01-preview and v1).
enum AzureTables {
  static func table(for model: String?) -> ParameterTable {
    let name = (model ?? "").lowercased()
    if name.contains("dall-e") || name.contains("dalle") { return dalle3 }
    if name.hasPrefix("gpt-image-2") { return gptImage2 }
    if name.hasPrefix("gpt-image-1") { return gptImage1(family: name) }
    var guess = gptImage2
    guess.family = model ?? "this deployment"
    guess.isGuess = true
    // Of a model that is not known nobody knows whether it streams.
    guess.rules = guess.rules.map { rule in
      var rule = rule
      rule.watchedValue = nil
      return rule
    }
    return guess
  }

  private static let dalle3 = ParameterTable(
    family: "dall-e-3", promptLimit: 4000, imagesPerRequest: 1,
    rules: [
      ParameterRule(
        .size,
        .size(
          known: sizes([(1024, 1024), (1792, 1024), (1024, 1792)]), allowsAuto: false, limits: nil),
        default: .text("1024x1024")),
      ParameterRule(.quality, .choice(["standard", "hd"]), default: .text("standard")),
      ParameterRule(
        .count, .integer(1...10), default: .number(1),
        note: "made one after the other"),
      ParameterRule(.style, .choice(["vivid", "natural"]), default: .text("vivid")),
      unsupported(.format, .choice(["png"]), "dall-e-3 answers png"),
      noSeed,
      unsupported(.partials, .integer(0...3), "not supported by this model"),
    ])

  private static func gptImage1(family: String) -> ParameterTable {
    ParameterTable(
      family: family, promptLimit: 32000, imagesPerRequest: 10,
      rules: [
        ParameterRule(
          .size,
          .size(
            known: sizes([(1024, 1024), (1536, 1024), (1024, 1536)]), allowsAuto: true, limits: nil),
          default: .text("auto"))
      ] + gptImage)
  }

  private static let gptImage2 = ParameterTable(
    family: "gpt-image-2", promptLimit: 32000, imagesPerRequest: 10,
    rules: [
      ParameterRule(
        .size,
        .size(
          known: sizes([
            (1024, 1024), (1536, 1024), (1024, 1536), (2048, 1152), (2048, 2048), (3840, 2160),
          ]), allowsAuto: true,
          limits: ParameterRule.SizeLimits(
            multiple: 16, longestSide: 3840, aspect: 3, pixels: 655_360...8_294_400)),
        default: .text("auto"))
    ] + gptImage)

  private static let gptImage: [ParameterRule] = [
    ParameterRule(.quality, .choice(["low", "medium", "high", "auto"]), default: .text("auto")),
    ParameterRule(.count, .integer(1...10), default: .number(1)),
    ParameterRule(.format, .choice(["png", "jpeg"]), default: .text("png")),
    ParameterRule(
      .background, .choice(["auto", "opaque", "transparent"]), default: .text("auto"),
      note: "transparent needs png"),
    ParameterRule(.moderation, .choice(["auto", "low"]), default: .text("auto")),
    ParameterRule(.compression, .integer(0...100), note: "jpeg only"),
    ParameterRule(
      .partials, .integer(0...3), default: .number(0), watched: .number(2),
      note: "100 tokens each"),
    noSeed,
  ]

  private static let noSeed = unsupported(
    .seed, .integer(1...Int(Int32.max)), "not supported by this model")

  private static func unsupported(
    _ name: ParameterName, _ values: ParameterRule.Values, _ reason: String
  ) -> ParameterRule {
    ParameterRule(name, values, support: .unsupported(reason: reason))
  }

  private static func sizes(_ pairs: [(Int, Int)]) -> [ImageSize] {
    pairs.map { ImageSize(width: $0.0, height: $0.1) }
  }
}
