import Glibc

/// Ranges behind each other, snow on the high ones, a lake or a valley with firs before them.
struct MountainScene: Scene {
  let setting: SceneSetting
  let sky: Sky
  let noise: Noise
  let hasLake: Bool
  private let isWhite: Bool
  private let shore: Float = 0.74

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    let side: Float = setting.seed % 2 == 0 ? 0.26 : 0.74
    sky = Sky(setting, sun: Place(setting.aspect * side, 0.2), horizon: 0.62)
    isWhite = setting.mood.weather == .snow
    hasLake =
      setting.mood.mentions(["lake", "water", "reflection", "fjord"]) || setting.seed % 3 != 0
  }

  func colour(at place: Place) -> Colour {
    guard place.y > shore else { return land(place) }
    return hasLake ? lake(place) : meadow(place)
  }

  private struct Range {
    var base: Float
    var rise: Float
    var frequency: Float
    var distance: Float
  }

  private static let ranges = [
    Range(base: 0.56, rise: 0.24, frequency: 1.6, distance: 0.82),
    Range(base: 0.62, rise: 0.43, frequency: 1.15, distance: 0.5),
    Range(base: 0.70, rise: 0.22, frequency: 1.9, distance: 0.28),
    Range(base: 0.755, rise: 0.12, frequency: 2.6, distance: 0.08),
  ]

  private func ridge(_ number: Int, _ x: Float) -> Float {
    let range = Self.ranges[number]
    let shape = noise.shifted(UInt64(number) + 3)
      .ridged(x * range.frequency + Float(number) * 7.3, 0.5, octaves: 5)
    let bell = number == 1 ? 0.55 + 0.75 * exp(-pow((x / setting.aspect - 0.56) * 3.1, 2)) : 1
    return range.base - range.rise * shape * bell
  }

  private func land(_ place: Place) -> Colour {
    for number in stride(from: 3, through: 0, by: -1) {
      let top = ridge(number, place.x)
      if place.y > top { return slope(number, place, top) }
    }
    return sky.colour(at: place)
  }

  /// Rock and snow, light on the side of the sun.
  private func slope(_ number: Int, _ place: Place, _ top: Float) -> Colour {
    let palette = setting.palette
    let range = Self.ranges[number]
    let depth = place.y - top
    let facet = noise.shifted(40 + UInt64(number))
    let toSun: Float = sky.sun.x < setting.aspect / 2 ? -1 : 1
    let spur = (noise.layered(place.x * 3.2, place.y * 3.2, octaves: 3) - 0.5) * 1.5
    let (u, v) = (place.x * 3.9 + spur, place.y * 3.4 + spur * 0.6)
    let here = facet.ridged(u, v, octaves: 5)
    let next = facet.ridged(u + toSun * 0.13, v - 0.06, octaves: 4)
    let light = ramp(-0.13, 0.15, here - next)
    let rock = blend(palette.shade, blend(palette.land, palette.light, 0.28) * 1.15, light)
    let snowLine = (setting.mood.weather == .snow ? 0.5 : 0.3) * range.rise
    let patches = noise.layered(place.x * 11, place.y * 17, octaves: 3)
    let snow = ramp(0.04, -0.03, depth - snowLine * (0.6 + here * 1.1) + (patches - 0.5) * 0.12)
    let snowColour = blend(
      blend(palette.shade, palette.zenith, 0.62), blend(palette.light, Colour(repeating: 1), 0.42),
      0.2 + 0.8 * light)
    var colour = number == 3 ? forest(place, depth) : blend(rock, snowColour, snow)
    colour = blend(colour, palette.haze, range.distance * 0.78)
    let mist = ramp(0.03, 0.2, depth) * range.distance * 0.75
    return blend(colour, blend(palette.haze, palette.horizon, 0.4), mist)
  }

  private func forest(_ place: Place, _ depth: Float) -> Colour {
    let palette = setting.palette
    let tops = noise.value(place.x * 90, 2) * 0.03
    let grain = noise.layered(place.x * 46, place.y * 22, octaves: 3)
    let fir = blend(palette.shade, blend(Colour(hex: 0x2F4A38), palette.land, 0.4), grain)
    return blend(palette.haze, fir, ramp(0, 0.02, depth - tops + 0.012))
  }

  private func lake(_ place: Place) -> Colour {
    let depth = (place.y - shore) / (1 - shore)
    let ripple = noise.layered(place.x * 3, 26 / (depth + 0.1), octaves: 3) - 0.5
    let mirrored = Place(
      place.x + ripple * 0.025 * (0.3 + depth), shore - (place.y - shore) * 1.55 + ripple * 0.03)
    let reflected = land(mirrored) * 0.82
    var colour = blend(reflected, setting.palette.water * 0.7, 0.2 + 0.34 * depth)
    colour = blend(colour, setting.palette.light, ramp(0.2, 0.42, ripple) * 0.3 * (1 - depth))
    return blend(colour, setting.palette.haze, ramp(0.06, 0, depth) * 0.6)
  }

  private func meadow(_ place: Place) -> Colour {
    let palette = setting.palette
    let depth = (place.y - shore) / (1 - shore)
    let drift = noise.layered(place.x * 2 + depth, place.y * 9, octaves: 4)
    let low =
      isWhite ? blend(palette.zenith, palette.shade, 0.35) : blend(palette.shade, palette.land, 0.6)
    let high =
      isWhite
      ? blend(palette.light, Colour(repeating: 1), 0.5)
      : blend(Colour(hex: 0x8DA048), palette.light, 0.25) * (1 - 0.5 * palette.darkness)
    let colour = blend(low, high, ramp(0.25, 0.75, drift + (depth - 0.5) * 0.12))
    return blend(palette.haze, colour, 0.45 + 0.55 * depth)
  }

  func draw(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0xF1)
    let grove: Float = sky.sun.x < setting.aspect / 2 ? 1 : -1
    for number in 0..<22 {
      let near = Float(number) / 21
      let spread = random.float(0...1)
      let x =
        grove > 0
        ? setting.aspect * (1 - spread * spread * 0.5) : setting.aspect * spread * spread * 0.5
      let foot = Place(x, 0.8 + near * 0.22)
      Fir(setting: setting, foot: foot, height: (0.1 + 0.26 * near) * random.float(0.75...1.15))
        .draw(on: &canvas, nearness: near, random: &random)
    }
  }

  func direction(at place: Place) -> Float {
    if place.y > shore { return (noise.value(place.x * 3, place.y * 9) - 0.5) * 0.3 }
    if place.y < ridge(1, place.x) && place.y < ridge(0, place.x) {
      return sky.direction(at: place)
    }
    return (noise.layered(place.x * 5, place.y * 5, octaves: 2) - 0.5) * 3.4 + 0.8
  }

  func illuminate(_ canvas: inout Canvas) {
    sky.illuminate(&canvas, hidesSun: ridge(1, sky.sun.x) < 0.24 || ridge(0, sky.sun.x) < 0.24)
  }
}
