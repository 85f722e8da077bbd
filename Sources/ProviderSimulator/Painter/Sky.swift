import Glibc

/// Air with its light: gradient, sun or moon, clouds, stars.
struct Sky {
  let palette: Palette
  let noise: Noise
  /// Where the sun or moon stands.
  let sun: Place
  /// Height of the horizon.
  let horizon: Float
  /// Share of the sky that clouds cover.
  let cover: Float
  let isStormy: Bool

  init(_ setting: SceneSetting, sun: Place, horizon: Float) {
    palette = setting.palette
    noise = setting.noise.shifted(1)
    self.sun = sun
    self.horizon = horizon
    isStormy = setting.mood.weather == .storm
    switch setting.mood.weather {
    case .storm: cover = 0.95
    case .mist: cover = 0.5
    case .snow: cover = 0.45
    case .clear: cover = setting.mood.hour == .night ? 0.3 : 0.42
    }
  }

  func colour(at place: Place) -> Colour {
    let height = min(1, max(0, place.y / horizon))
    var colour = blend(palette.zenith, palette.middle, ramp(0, 0.72, height))
    colour = blend(colour, palette.horizon, ramp(0.5, 1.02, height) * (isStormy ? 0.55 : 0.9))
    let away = distance(place, sun)
    let slit = isStormy ? ramp(0.42, 0.95, height) : 1
    colour = blend(
      colour, palette.light, (0.75 * exp(-away * away * 14) + 0.25 * exp(-away * 2.6)) * slit)
    return clouds(over: colour, at: place, away: away)
  }

  /// Clouds flatten towards the horizon; the side that faces the sun is lit.
  private func clouds(over sky: Colour, at place: Place, away: Float) -> Colour {
    let depth = 1 / (horizon - place.y + 0.28)
    let (u, v) = (place.x * depth * 1.25, depth * 2.1)
    let density = noise.warped(u, v, bend: 1.5, octaves: 4)
    let toSun = sun - place
    let reach = 0.13 / max(0.15, distance(place, sun))
    let towards = noise.warped(
      u + toSun.x * reach * depth, v + toSun.y * reach * 1.6, bend: 1.5, octaves: 3)
    let low = 0.74 - cover * 0.5
    let mass = ramp(low, low + 0.24, density)
    let lit = ramp(-0.14, 0.2, density - towards)
    let glow = exp(-away * (isStormy ? 3.4 : 2.4))
    let shadow = blend(palette.shade, palette.zenith, isStormy ? 0.42 : 0.55)
    let dark = blend(
      blend(shadow, palette.middle, isStormy ? 0.1 : 0.42), palette.light, glow * 0.2)
    let bright = blend(
      blend(palette.horizon, Colour(repeating: 0.97), palette.darkness > 0.6 ? 0 : 0.3),
      palette.light, glow)
    let brightness: Float = palette.darkness > 0.9 ? 0.3 : isStormy ? 0.62 : 0.95
    let cloud = blend(dark, bright, lit * brightness * (0.45 + 0.75 * glow + (isStormy ? 0 : 0.25)))
    return blend(sky, cloud, mass * 0.94)
  }

  /// The way clouds and air are brushed.
  func direction(at place: Place) -> Float {
    (noise.layered(place.x * 2.2, place.y * 4, octaves: 2) - 0.5) * 1.7
  }

  /// The disc, and stars where it is dark.
  func illuminate(_ canvas: inout Canvas, hidesSun: Bool = false) {
    if palette.darkness > 0.7 && !isStormy { stars(on: &canvas) }
    guard !hidesSun else { return }
    let radius: Float = palette.darkness > 0.9 ? 0.036 : 0.032
    if !isStormy {
      canvas.ellipse(
        sun, Place(radius, radius), blend(palette.light, Colour(repeating: 1), 0.55), share: 0.92)
    }
    canvas.glow(sun, radius: 0.34, palette.light, strength: isStormy ? 0.35 : 0.5)
  }

  private func stars(on canvas: inout Canvas) {
    var random = SeededRandom(seed: UInt64(noise.lattice(3, 5) * 1e6))
    let count = Int(190 * canvas.aspect)
    for _ in 0..<count {
      let place = Place(
        random.float(0...canvas.aspect), random.float(0...1) * random.float(0...1) * horizon)
      let size = random.float(0...1)
      let strength = (0.25 + 0.75 * size * size) * ramp(1, 0.5, place.y / horizon)
      canvas.glow(
        place, radius: 0.0025 + 0.006 * size * size * size, Colour(1, 0.97, 0.9),
        strength: strength * palette.darkness)
    }
  }
}
