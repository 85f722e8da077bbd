import Glibc

/// A meadow of flowers up to a line of trees.
struct GardenScene: Scene {
  let setting: SceneSetting
  let sky: Sky
  let noise: Noise
  private let meadow: Float = 0.46

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    let side: Float = setting.seed % 2 == 0 ? 0.72 : 0.3
    sky = Sky(setting, sun: Place(setting.aspect * side, 0.2), horizon: meadow + 0.05)
  }

  func colour(at place: Place) -> Colour {
    let edge = meadow + (noise.layered(place.x * 1.4, 3, octaves: 2) - 0.5) * 0.05
    if place.y > edge { return grass(place, (place.y - edge) / (1 - edge)) }
    return trees(place, edge) ?? hills(place) ?? sky.colour(at: place)
  }

  private func hills(_ place: Place) -> Colour? {
    let top = meadow - 0.02 - 0.15 * noise.shifted(4).layered(place.x * 1.3, 1, octaves: 3)
    guard place.y > top else { return nil }
    let palette = setting.palette
    return blend(blend(Colour(hex: 0x5F7F8A), palette.land, 0.3), palette.haze, 0.55)
  }

  private func trees(_ place: Place, _ edge: Float) -> Colour? {
    let field = noise.shifted(6)
    let height = 0.02 + 0.17 * ramp(0.4, 0.75, field.layered(place.x * 2.1, 8, octaves: 2))
    let leaves = field.layered(place.x * 16, place.y * 16, octaves: 3)
    guard place.y > edge - height * (0.72 + 0.5 * leaves) else { return nil }
    let palette = setting.palette
    let green = blend(Colour(hex: 0x3F5F38), palette.shade, 0.35 + 0.3 * palette.darkness)
    let toSun = ramp(0.5, 0, distance(place, sky.sun) - 0.2)
    return blend(
      blend(green, palette.haze, 0.25), palette.light, leaves * leaves * (0.28 + 0.35 * toSun))
  }

  private func grass(_ place: Place, _ depth: Float) -> Colour {
    let palette = setting.palette
    let far = 1 / (depth + 0.12)
    let patch = noise.layered(place.x * (0.6 + far * 0.5), far * 2, octaves: 4)
    let blade = noise.layered(place.x * 70, place.y * 14, octaves: 2)
    let low = blend(Colour(hex: 0x28482C), palette.shade, 0.3 + 0.3 * palette.darkness)
    let high = blend(Colour(hex: 0x9DB04A), palette.light, 0.25) * (1 - 0.5 * palette.darkness)
    let colour = blend(low, high, ramp(0.2, 0.85, patch * 0.7 + blade * 0.42))
    return blend(blend(palette.haze, high, 0.5), colour, ramp(0, 0.45, depth + 0.1))
  }

  func draw(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0xF10)
    let kinds = flowers()
    let count = Int(460 * canvas.aspect)
    for number in 0..<count {
      let part = (Float(number) + 0.5) / Float(count)
      let depth = part * part
      let x = random.float(0...canvas.aspect)
      let colony = noise.shifted(8).layered(x * 2, depth * 4, octaves: 2)
      guard colony > 0.36 else { continue }
      let place = Place(x, meadow + 0.04 + depth * 0.56 + random.float(-0.02...0.02))
      let size = (0.004 + 0.05 * depth) * random.float(0.7...1.2)
      let kind = kinds[
        min(kinds.count - 1, Int(colony * random.float(0.6...1.4) * Float(kinds.count)))]
      bloom(on: &canvas, place, size, kind, depth, &random)
    }
  }

  /// The flowers' colours: those that the prompt names first.
  private func flowers() -> [Colour] {
    if let tint = setting.mood.tint {
      return [tint, tint * 1.15, blend(tint, Colour(1, 1, 1), 0.55)]
    }
    let sets: [[Int]] = [
      [0xD8382E, 0xE8603A, 0xF2E4D0, 0x5A6FC0], [0xE58FB0, 0xF6D6DC, 0xB05AA0, 0xFFF2D8],
      [0x6A5AC8, 0xA58AE0, 0xF4E27A, 0xF8F4EC], [0xF4B832, 0xF08030, 0xFFF0C0, 0xC8402E],
    ]
    return sets[Int(setting.seed / 7 % 4)].map { Colour(hex: $0) }
  }

  private func bloom(
    on canvas: inout Canvas, _ place: Place, _ size: Float, _ colour: Colour, _ depth: Float,
    _ random: inout SeededRandom
  ) {
    let palette = setting.palette
    let dim = 1 - 0.45 * palette.darkness
    let petal = blend(
      blend(colour, palette.light, 0.12) * dim, palette.haze, 0.4 * (1 - min(1, depth * 2.4)))
    let stem = blend(Colour(hex: 0x3C6032), palette.shade, 0.35)
    guard size > 0.011 else {
      return canvas.ellipse(place, Place(size, size * 0.75), petal)
    }
    let sway = random.float(-0.4...0.4)
    canvas.line(
      place, place + Place(-sway * size * 2, size * 4.2), width: size * 0.2, endWidth: size * 0.1,
      stem, share: 0.85)
    let petals = 5 + random.index(3)
    let turn = random.float(0...6.28)
    for number in 0..<petals {
      let angle = turn + Float(number) * 6.2832 / Float(petals)
      let offset = Place(cos(angle), sin(angle) * 0.72) * size * 0.58
      let tone = 0.8 + 0.28 * ramp(-1, 1, -sin(angle)) + random.float(-0.06...0.06)
      canvas.ellipse(
        place + offset, Place(size * 0.56, size * 0.36), angle: atan2(offset.y, offset.x),
        petal * tone)
    }
    canvas.ellipse(
      place, Place(size * 0.26, size * 0.2), blend(Colour(hex: 0xE8B838), palette.shade, 0.15) * dim
    )
  }

  func direction(at place: Place) -> Float {
    if place.y < meadow { return sky.direction(at: place) }
    return 1.57 + (noise.layered(place.x * 4, place.y * 4, octaves: 2) - 0.5) * 1.3
  }

  func illuminate(_ canvas: inout Canvas) { sky.illuminate(&canvas) }
}
