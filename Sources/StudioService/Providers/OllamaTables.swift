import StudioCore

/// What `POST /v1/images/generations` of Ollama (0.14.3 to 0.32.5) makes of each parameter.
enum OllamaTables {
  static func table(for model: String?) -> ParameterTable {
    let name = (model ?? "").lowercased()
    let isKnown = name.contains("z-image") || name.contains("flux2-klein")
    return ParameterTable(
      family: name.contains("flux2-klein")
        ? "FLUX.2 klein" : isKnown ? "Z-Image" : model ?? "Ollama",
      isGuess: !isKnown, imagesPerRequest: 1,
      rules: [size, count, seed] + ignored)
  }

  private static let size = ParameterRule(
    .size,
    .size(
      known: [(1024, 1024), (768, 768), (1024, 768), (768, 1024), (1280, 720), (512, 512)].map {
        ImageSize(width: $0.0, height: $0.1)
      },
      allowsAuto: false,
      limits: ParameterRule.SizeLimits(
        multiple: 1, longestSide: 4096, aspect: 4096, pixels: 1...(4096 * 4096))),
    default: .text("1024x1024"), note: "may be rounded to multiples of 16")

  private static let count = ParameterRule(
    .count, .integer(1...10), default: .number(1),
    note: "made one after the other")

  private static let seed = ParameterRule(
    .seed, .integer(1...Int(Int32.max)), note: "random if not set")

  private static let ignored: [ParameterRule] = [
    (.quality, ["standard"]), (.format, ["png"]), (.background, ["auto"]), (.style, ["vivid"]),
  ].map { name, words in
    ParameterRule(name, .choice(words), support: .ignored(reason: "ignored by the service"))
  }
}
