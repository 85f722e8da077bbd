import Glibc

/// Trunks in the mist with light between them, and an animal if the prompt names one.
struct ForestScene: Scene {
  let setting: SceneSetting
  let noise: Noise
  let sun: Place
  let isWhite: Bool
  private let isAutumn: Bool
  private let ground: Float = 0.73

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    sun = Place(setting.aspect * (setting.seed % 2 == 0 ? 0.62 : 0.4), 0.3)
    isAutumn =
      setting.mood.mentions(["autumn", "fall", "october"]) || setting.mood.hour == .sunset
    isWhite = setting.mood.mentions(["snow", "snowy", "winter", "frost"])
  }

  func colour(at place: Place) -> Colour {
    var colour = air(place)
    for depth in 0..<4 { colour = layer(depth, over: colour, at: place) }
    let edge = groundTop(place.x)
    if place.y > edge { colour = floor(place, place.y - edge) }
    return shafts(over: colour, at: place)
  }

  private func air(_ place: Place) -> Colour {
    let palette = setting.palette
    let away = distance(place, sun)
    let leaf = isWhite ? palette.haze : blend(palette.haze, Colour(hex: 0x8FA860), 0.3)
    var colour = blend(leaf, palette.light, exp(-away * 2.3))
    colour = blend(colour, palette.middle, ramp(0.3, 1, away) * 0.5)
    let foliage = noise.layered(place.x * 7, place.y * 7, octaves: 4)
    return blend(colour, blend(palette.shade, leaf, 0.5), ramp(0.5, 0.8, foliage) * 0.3)
  }

  /// Trunks of one depth, and the crowns above them.
  private func layer(_ depth: Int, over behind: Colour, at place: Place) -> Colour {
    let palette = setting.palette
    let near = Float(depth) / 3
    let cell: Float = blend(0.075, 0.27, near)
    let field = noise.shifted(UInt64(depth) + 60)
    let bark = blend(
      blend(palette.shade, Colour(hex: 0x3A2C26), 0.45), palette.haze, 0.72 * (1 - near))
    var colour = behind
    let column = Int32((place.x / cell).rounded(.down))
    for neighbour in column - 1...column + 1 {
      guard field.lattice(neighbour, 1) > 0.3 else { continue }
      let centre = (Float(neighbour) + 0.2 + 0.6 * field.lattice(neighbour, 2)) * cell
      let lean = (field.lattice(neighbour, 3) - 0.5) * 0.09 * (place.y - 0.8)
      let sway = sin(place.y * 7 + Float(neighbour)) * 0.006
      let half = cell * blend(0.075, 0.15, field.lattice(neighbour, 4)) * (0.8 + 0.35 * place.y)
      let across = (place.x - centre - lean - sway) / half
      guard abs(across) < 1 else { continue }
      let grain = field.layered(place.x * 60, place.y * 9, octaves: 2)
      let lit = ramp(-0.9, 1, across * (sun.x > centre ? 1 : -1))
      let skin = blend(bark * (0.7 + 0.45 * grain), palette.light, lit * lit * 0.38)
      let snow: Float = isWhite && across * (sun.x > centre ? -1 : 1) > 0.35 ? 0.55 : 0
      colour = blend(
        blend(skin, Colour(repeating: 0.9), snow * grain), colour, ramp(0.86, 1, abs(across)))
    }
    return crown(depth, near, bark, over: colour, at: place)
  }

  private func crown(
    _ depth: Int, _ near: Float, _ bark: Colour, over behind: Colour, at place: Place
  ) -> Colour {
    let palette = setting.palette
    let field = noise.shifted(UInt64(depth) + 80)
    let leaves = field.layered(place.x * (9 - near * 3), place.y * (9 - near * 3), octaves: 4)
    let low = blend(0.46, 0.2, near)
    let cover = ramp(0.5, 0.62, leaves + (low - place.y) * 0.95)
    let green = isAutumn ? Colour(hex: 0xD86A1E) : Colour(hex: 0x47683A)
    let leaf = isWhite ? blend(palette.haze, Colour(repeating: 0.95), 0.5) : green
    let tone = blend(blend(leaf, palette.shade, 0.25 + 0.3 * near), palette.haze, 0.4 * (1 - near))
    let sunlit = blend(tone, palette.light, 0.4 * exp(-distance(place, sun) * 2.4))
    return blend(behind, sunlit * (0.75 + 0.5 * leaves), cover * (0.5 + 0.4 * near))
  }

  private func groundTop(_ x: Float) -> Float {
    ground + (noise.layered(x * 2.4, 7, octaves: 3) - 0.5) * 0.09
  }

  private func floor(_ place: Place, _ depth: Float) -> Colour {
    let palette = setting.palette
    let near = min(1, depth / (1 - ground))
    let drift = noise.layered(place.x * 4, place.y * 13, octaves: 4)
    let speck = noise.layered(place.x * 30, place.y * 46, octaves: 2)
    let low: Colour
    let high: Colour
    if isWhite {
      low = blend(palette.zenith, palette.shade, 0.3)
      high = blend(palette.light, Colour(repeating: 1), 0.55)
    } else {
      low = blend(palette.shade, Colour(hex: 0x3B3A22), 0.5)
      high = blend(Colour(hex: 0x9A7A3C), palette.light, 0.32)
    }
    let pool = exp(-abs(place.x - sun.x - depth * 0.2) * 2.2)
    var colour = blend(low, high, ramp(0.2, 0.85, drift * 0.75 + pool * 0.42))
    colour = blend(colour, high, ramp(0.62, 0.75, speck) * (isWhite ? 0.1 : 0.4))
    return blend(blend(palette.haze, palette.light, 0.3), colour, 0.4 + 0.6 * ramp(0, 0.5, near))
  }

  /// Rays that fan out from the light.
  private func shafts(over colour: Colour, at place: Place) -> Colour {
    let offset = place - Place(sun.x, sun.y - 0.5)
    let angle = atan2(offset.x, max(0.01, offset.y))
    let ray = noise.layered(angle * 11, 3.3, octaves: 2)
    let strength = ramp(0.5, 0.78, ray) * ramp(0.05, 0.3, offset.y) * ramp(1.25, 0.3, offset.y)
    return blend(colour, setting.palette.light, strength * (0.36 - 0.16 * setting.palette.darkness))
  }

  func draw(on canvas: inout Canvas) {
    guard setting.mood.mentions(["fox", "wolf", "dog", "cat", "deer"]) else { return }
    let grey = setting.mood.mentions(["wolf", "cat"])
    Fox(
      foot: Place(setting.aspect * (sun.x > setting.aspect / 2 ? 0.36 : 0.62), 0.9), size: 0.36,
      coat: grey ? Colour(hex: 0x77736E) : Colour(hex: 0xD2682A), setting: setting,
      facesRight: sun.x > setting.aspect / 2
    ).draw(on: &canvas)
  }

  func direction(at place: Place) -> Float {
    if place.y > groundTop(place.x) { return (noise.value(place.x * 4, place.y * 7) - 0.5) * 0.7 }
    return 1.57 + (noise.layered(place.x * 5, place.y * 5, octaves: 2) - 0.5) * 1.5
  }

  func illuminate(_ canvas: inout Canvas) {
    canvas.glow(sun, radius: 0.42, setting.palette.light, strength: 0.34)
    var random = SeededRandom(seed: setting.seed ^ 0x5A)
    for _ in 0..<Int(90 * canvas.aspect) {
      let place = Place(random.float(0...canvas.aspect), random.float(0.05...0.98))
      let size = random.float(0.002...0.007)
      canvas.glow(
        place, radius: isWhite ? size * 1.2 : size,
        isWhite ? Colour(repeating: 1) : setting.palette.light,
        strength: random.float(0.15...(isWhite ? 0.9 : 0.5)))
    }
  }
}
