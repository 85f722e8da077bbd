/// What a prompt says about light, weather and colour.
struct Mood: Sendable {
  enum Hour: Sendable { case dawn, day, sunset, dusk, night }
  enum Weather: Sendable { case clear, storm, mist, snow }

  let words: Set<Substring>
  let hour: Hour
  let weather: Weather
  /// A colour that the prompt names.
  let tint: Colour?

  init(prompt: String, seed: UInt64) {
    let words = Set(prompt.lowercased().split { !$0.isLetter })
    self.words = words
    weather = Self.weather(words)
    hour = Self.hour(words, weather, seed)
    tint = Self.tints.first { words.contains($0.word) }?.colour
  }

  func mentions(_ candidates: Set<Substring>) -> Bool { !words.isDisjoint(with: candidates) }

  private static func weather(_ words: Set<Substring>) -> Weather {
    if !words.isDisjoint(with: ["storm", "stormy", "tempest", "thunder", "rain", "gale"]) {
      return .storm
    }
    if !words.isDisjoint(with: ["snow", "snowy", "winter", "ice", "frost", "frozen"]) {
      return .snow
    }
    if !words.isDisjoint(with: ["mist", "misty", "fog", "foggy", "haze"]) { return .mist }
    return .clear
  }

  private static func hour(
    _ words: Set<Substring>, _ weather: Weather, _ seed: UInt64
  ) -> Hour {
    let named: [(Hour, Set<Substring>)] = [
      (.night, ["night", "midnight", "moon", "moonlight", "stars", "starry", "nocturne"]),
      (.dawn, ["dawn", "sunrise", "morning", "daybreak"]),
      (.sunset, ["sunset", "sundown", "golden", "evening", "sun"]),
      (.dusk, ["dusk", "twilight", "neon", "blue"]),
      (.day, ["noon", "day", "summer", "spring", "bright", "sunny", "winter", "snow"]),
    ]
    if let match = named.first(where: { !words.isDisjoint(with: $0.1) }) { return match.0 }
    if weather == .storm { return .dusk }
    return [.dawn, .day, .sunset, .sunset, .dusk][Int(seed % 5)]
  }

  private static let tints: [(word: Substring, colour: Colour)] = [
    ("red", Colour(hex: 0xC8322B)), ("crimson", Colour(hex: 0xA81C2E)),
    ("orange", Colour(hex: 0xE8772E)), ("gold", Colour(hex: 0xE0A83A)),
    ("yellow", Colour(hex: 0xF0C83C)), ("green", Colour(hex: 0x3F8F4F)),
    ("teal", Colour(hex: 0x2A8C8C)), ("turquoise", Colour(hex: 0x38B0A8)),
    ("blue", Colour(hex: 0x2F63B8)), ("indigo", Colour(hex: 0x3B3A8C)),
    ("purple", Colour(hex: 0x7A3F9C)), ("violet", Colour(hex: 0x7F55C0)),
    ("pink", Colour(hex: 0xE07FA0)), ("white", Colour(hex: 0xF2EEE6)),
    ("black", Colour(hex: 0x22201F)),
  ]
}
