public import StudioCore

public import struct FoundationEssentials.Date

/// Values that tests talk about.
public enum Samples {
  /// 2026-11-21 09:15:00 UTC: the time at which tests take place.
  public static let now = Date(timeIntervalSince1970: 1_795_252_500)

  public static let azure = Destination(
    provider: .azure, resource: "contoso-images", deployment: "gpt-image-2", model: "gpt-image-2")
  public static let ollama = Destination(
    provider: .ollama, host: "http://localhost:11434", model: "x/z-image-turbo")
  public static let demo = Destination(
    provider: .demo, host: "in this process", model: "painter")

  public static let offers: [Offer] = [
    Offer(azure, .ready, note: "gpt-image-2 2026-04-21"),
    Offer(
      Destination(
        provider: .azure, resource: "contoso-images", deployment: "chat", model: "gpt-4.1"),
      .unavailable(reason: "makes no images", hint: "Pick a deployment of an image model.")),
    Offer(
      Destination(provider: .azure, resource: "fabrikam"),
      .untested("deployments cannot be listed with a key: type the name")),
    Offer(
      ollama,
      .unavailable(
        reason: "Ollama 0.32.6 makes no images", hint: "Use a version from 0.14 to 0.32.5.")),
    Offer(demo, .ready, note: "no key, no network"),
  ]

  /// The parameter table of a destination, in the manner of the real ones.
  public static func table(for destination: Destination) -> ParameterTable {
    destination.provider == .ollama ? ollamaTable : azureTable
  }

  private static let azureTable = ParameterTable(
    family: "gpt-image-2", promptLimit: 32_000, imagesPerRequest: 10,
    rules: [
      ParameterRule(
        .size,
        .size(
          known: [size(1024, 1024), size(1536, 1024), size(1024, 1536)], allowsAuto: true,
          limits: .init(
            multiple: 16, longestSide: 3840, aspect: 3, pixels: 655_360...8_294_400)),
        default: .text("auto")),
      ParameterRule(
        .quality, .choice(["auto", "low", "medium", "high"]), default: .text("auto")),
      ParameterRule(.count, .integer(1...10), default: .number(1)),
      ParameterRule(.format, .choice(["png", "jpeg"]), default: .text("png")),
      ParameterRule(.background, .choice(["auto", "opaque"]), default: .text("auto")),
      ParameterRule(
        .seed, .integer(0...Int(Int32.max)),
        support: .unsupported(reason: "not supported by this model")),
    ])

  private static let ollamaTable = ParameterTable(
    family: "x/z-image-turbo", imagesPerRequest: 1,
    rules: [
      ParameterRule(
        .size, .size(known: [size(1024, 1024), size(512, 512)], allowsAuto: false, limits: nil),
        default: .text("1024x1024")),
      ParameterRule(.count, .integer(1...10), default: .number(1), note: "one picture a request"),
      ParameterRule(.seed, .integer(1...Int(Int32.max))),
      ParameterRule(
        .quality, .choice(["low", "high"]), support: .ignored(reason: "ignored by Ollama")),
    ])

  private static func size(_ width: Int, _ height: Int) -> ImageSize {
    ImageSize(width: width, height: height)
  }
}

extension Samples {
  /// The id with a number in it, made so many minutes before `now`.
  public static func id(_ number: Int, minutesAgo: Int) -> GenerationID {
    let minutes = 9 * 60 + 15 - minutesAgo
    let day = minutes >= 0 ? 21 : 20
    let time = minutes >= 0 ? minutes : ((minutes % 1440) + 1440) % 1440
    let text =
      "202611\(day)T\(padded(time / 60, 2))\(padded(time % 60, 2))00Z-" + hexadecimal(number)
    return GenerationID(rawValue: text) ?? fallback
  }

  // The shape is right by the digits above; a test that meets this id has found a mistake.
  private static var fallback: GenerationID {
    guard let id = GenerationID(rawValue: "19700101T000000Z-00000000") else {
      preconditionFailure("a fixed id of the right shape")
    }
    return id
  }

  private static func hexadecimal(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// A waiting generation.
  public static func generation(
    _ number: Int, prompt: String, request: GenerationRequest? = nil, minutesAgo: Int
  ) -> Generation {
    let request =
      request
      ?? GenerationRequest(
        requestID: "sample-\(number)", prompt: prompt, destination: azure,
        parameters: Parameters([.size: .text("1536x1024"), .quality: .text("high")]))
    return Generation(
      id: id(number, minutesAgo: minutesAgo), request: request,
      cost: Cost(amount: 0.25, basis: .estimate),
      createdAt: now.addingTimeInterval(Double(-60 * minutesAgo)), folder: "/nowhere")
  }

  /// A generation in this state, reached legally.
  public static func generation(
    _ number: Int, prompt: String, state: Generation.State, minutesAgo: Int,
    error: StudioError? = nil
  ) -> Generation {
    var generation = generation(number, prompt: prompt, minutesAgo: minutesAgo)
    for step in [Generation.State.sending, .sent, .receiving, .saving, .saved] {
      guard generation.state != state else { break }
      if generation.state.next.contains(state), state != .waiting {
        generation.advance(to: state)
      } else {
        generation.advance(to: step)
      }
      if generation.state == .sent { generation.sentAt = generation.createdAt }
    }
    generation.error = error
    if !generation.state.isJob {
      generation.finishedAt = generation.createdAt.addingTimeInterval(38)
    }
    return generation
  }

  private static let subjects = [
    "a lighthouse in a storm, oil on canvas", "fox in the snow, woodcut", "harbour at dawn",
    "the red door, film grain", "a greenhouse on the moon", "two herons, ink on paper",
    "an old tram in the rain", "still life with lemons",
  ]

  /// A saved generation of a long history: 0 is the newest.
  public static func old(_ index: Int) -> Generation {
    var generation = generation(
      1_000_000 - index, prompt: subjects[index % subjects.count] + " no. \(index)",
      state: .saved, minutesAgo: min(9 * 60 + 14 + 1439, index))
    generation.images = [image(1)]
    generation.cost = Cost(amount: 0.04, basis: .actual)
    return generation
  }

  /// An image record without a file.
  public static func image(_ number: Int) -> GeneratedImage {
    GeneratedImage(
      file: "\(number).png", mediaType: "image/png", width: 1536, height: 1024, bytes: 2_400_000,
      sha256: "")
  }

  /// What the fake history finds: every word starts a word of the prompt, fields are equal.
  static func matches(_ generation: Generation, _ query: HistoryQuery) -> Bool {
    let words = generation.request.prompt.lowercased().split(separator: " ")
    let destination = generation.request.destination
    let hasWords = query.words.allSatisfy { wanted in
      words.contains { $0.hasPrefix(wanted.lowercased()) }
    }
    return hasWords && (query.state.map { $0 == generation.state } ?? true)
      && (query.provider.map { $0 == destination.provider.rawValue } ?? true)
      && (query.model.map { $0 == destination.modelOrDeployment } ?? true)
  }
}
