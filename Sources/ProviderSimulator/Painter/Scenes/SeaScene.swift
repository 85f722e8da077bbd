import Glibc

/// A lighthouse, or a sail, before open water.
struct SeaScene: Scene {
  let setting: SceneSetting
  let sky: Sky
  let noise: Noise
  let horizon: Float = 0.62
  let towerX: Float
  let hasLighthouse: Bool
  let isRough: Bool

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    let side: Float = setting.seed % 3 == 0 ? 0.34 : 0.68
    towerX = setting.aspect * side
    let sunX = setting.aspect * (side > 0.5 ? 0.24 : 0.78)
    sky = Sky(setting, sun: Place(sunX, 0.46), horizon: horizon)
    hasLighthouse = !setting.mood.mentions(["ship", "boat", "sail", "island", "beach"])
    isRough = setting.mood.weather == .storm
  }

  func colour(at place: Place) -> Colour {
    if hasLighthouse, place.y > rockTop(place.x) { return rock(place) }
    if place.y < horizon { return sky.colour(at: place) }
    return water(place)
  }

  /// Waves shrink towards the horizon and mirror the air above it.
  private func water(_ place: Place) -> Colour {
    let depth = (place.y - horizon) / (1 - horizon)
    let far = 1 / (depth + 0.05)
    let rough: Float = isRough ? 1 : 0.5
    let roll = (noise.layered(place.x * 2.2, far * 1.1, octaves: 2) - 0.5) * 2.4
    let swell = noise.ridged(
      place.x * (1.1 + far * 0.4), far * (isRough ? 1.9 : 2.6) + roll, octaves: 4)
    let chop = noise.layered(place.x * (4 + far * 1.1), far * 7, octaves: 3)
    let tilt = (swell - 0.45) * 0.12 * rough + (chop - 0.5) * 0.05
    let mirrored = sky.colour(
      at: Place(place.x + tilt * 0.4, max(0, horizon - depth * 0.34 - 0.02 + tilt)))
    let palette = setting.palette
    var colour = blend(palette.water, mirrored, 0.3 + 0.42 / (1 + depth * 3.4))
    colour = blend(colour, palette.shade, ramp(0.52, 0.16, swell) * 0.55 * rough + depth * 0.16)
    let column = exp(-pow((place.x - sky.sun.x) / (0.05 + depth * 0.2), 2))
    colour = blend(
      colour, palette.light, column * ramp(0.5, 0.78, chop + (swell - 0.5) * 0.3) * 0.85)
    let crest = ramp(isRough ? 0.6 : 0.76, isRough ? 0.8 : 0.95, swell + (chop - 0.5) * 0.36)
    let foam = blend(blend(palette.haze, Colour(repeating: 0.93), 0.7), palette.light, 0.14)
    colour = blend(colour, foam, crest * (0.2 + 0.6 * min(1, depth * 2.4)) * rough)
    let surf = hasLighthouse ? ramp(0.085, 0, abs(place.y - rockTop(place.x) + 0.02)) : 0
    return blend(colour, foam, surf * ramp(0.3, 0.62, chop) * 0.8)
  }

  private func rockTop(_ x: Float) -> Float {
    let side: Float = towerX > setting.aspect / 2 ? 1 : -1
    let away = (x - towerX) * side
    let slope = away < 0 ? ramp(-0.44, -0.02, away) : 1 - 0.26 * ramp(0.05, 0.5, away)
    let rugged = (noise.layered(x * 9, 4.5, octaves: 4) - 0.5) * 0.11
    let foot = 1.12 * ramp(0.34, 0, slope)
    return 0.83 - 0.2 * slope + foot * 0.42 - rugged * (0.35 + 0.65 * ramp(0, 0.3, slope))
  }

  private func rock(_ place: Place) -> Colour {
    let palette = setting.palette
    let depth = place.y - rockTop(place.x)
    let facet = noise.ridged(place.x * 7 + place.y * 3, place.y * 9, octaves: 4)
    let grain = noise.layered(place.x * 24, place.y * 24, octaves: 3)
    var colour = blend(palette.shade, blend(palette.land, palette.haze, 0.3), facet * 0.9)
    colour = blend(colour, palette.land * 1.25, ramp(0.5, 0.75, grain) * 0.4)
    let grass = ramp(0.045, 0, depth) * (palette.darkness > 0.6 ? 0.4 : 0.85)
    colour = blend(colour, blend(Colour(hex: 0x5B6B3A), palette.light, 0.22) * 0.9, grass)
    let rim = ramp(0.014, 0, depth) * 0.5
    colour = blend(colour, palette.light, rim)
    let wet = ramp(0.14, 0.26, depth)
    let spray = ramp(0.58, 0.8, noise.layered(place.x * 12, place.y * 16, octaves: 3))
    return blend(colour, blend(palette.haze, Colour(repeating: 0.9), 0.5), wet * spray * 0.55)
  }

  func draw(on canvas: inout Canvas) {
    if hasLighthouse {
      Lighthouse(setting: setting, foot: Place(towerX, rockTop(towerX) + 0.025), sun: sky.sun)
        .draw(on: &canvas)
      sail(on: &canvas, at: Place(setting.aspect - towerX, horizon + 0.015), size: 0.05)
    } else {
      let place = Place(setting.aspect * 0.6, horizon + 0.13)
      Boat(setting: setting, place: place, size: 0.34).draw(on: &canvas)
      sail(on: &canvas, at: Place(setting.aspect * 0.27, horizon + 0.02), size: 0.06)
    }
    birds(on: &canvas)
    if isRough { rain(on: &canvas) }
  }

  private func sail(on canvas: inout Canvas, at place: Place, size: Float) {
    Boat(setting: setting, place: place, size: size).draw(on: &canvas)
  }

  private func birds(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0xB1)
    let centre = Place(setting.aspect * random.float(0.3...0.7), random.float(0.2...0.4))
    for _ in 0..<6 {
      let body = centre + Place(random.float(-0.2...0.2), random.float(-0.08...0.08))
      let span = random.float(0.008...0.02)
      let colour = blend(setting.palette.shade, setting.palette.haze, 0.25)
      canvas.line(body, body + Place(-span, -span * 0.45), width: 0.004, endWidth: 0.001, colour)
      canvas.line(body, body + Place(span, -span * 0.5), width: 0.004, endWidth: 0.001, colour)
    }
  }

  private func rain(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0x7A)
    for _ in 0..<Int(240 * canvas.aspect) {
      let place = Place(random.float(0...canvas.aspect + 0.2), random.float(-0.1...0.9))
      let length = random.float(0.03...0.09)
      canvas.line(
        place, place + Place(-0.32, 1) * length, width: 0.0016, setting.palette.haze,
        share: random.float(0.05...0.28))
    }
  }

  func direction(at place: Place) -> Float {
    if place.y < horizon { return sky.direction(at: place) }
    if hasLighthouse, place.y > rockTop(place.x) {
      return 1.1 + noise.value(place.x * 6, place.y * 6)
    }
    return (noise.layered(place.x * 5, place.y * 8, octaves: 2) - 0.5) * (isRough ? 1.3 : 0.5)
  }

  func illuminate(_ canvas: inout Canvas) {
    sky.illuminate(&canvas)
    guard hasLighthouse else { return }
    Lighthouse(setting: setting, foot: Place(towerX, rockTop(towerX) + 0.025), sun: sky.sun)
      .illuminate(&canvas)
  }
}
