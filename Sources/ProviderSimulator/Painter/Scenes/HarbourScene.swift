import Glibc

/// A town by the water with its lights and boats.
struct HarbourScene: Scene {
  let setting: SceneSetting
  let sky: Sky
  let noise: Noise
  private let quay: Float = 0.63
  private static let paints = [0xC98B5A, 0xB5564A, 0xD9B26B, 0x8FA3A0, 0xE0CBA6, 0x7C5B66]
    .map { Colour(hex: $0) }
  private let isCity: Bool

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    isCity = setting.mood.mentions(["city", "skyline", "tower", "neon", "metropolis"])
    let side: Float = setting.seed % 2 == 0 ? 0.3 : 0.7
    sky = Sky(setting, sun: Place(setting.aspect * side, 0.4), horizon: quay)
  }

  func colour(at place: Place) -> Colour {
    place.y < quay ? town(place) : water(place)
  }

  private func town(_ place: Place) -> Colour {
    for row in stride(from: 2, through: 0, by: -1) {
      if let colour = building(row, place) { return colour }
    }
    return sky.colour(at: place)
  }

  /// Houses of one row; each cell is one house with its own height, roof and windows.
  private func building(_ row: Int, _ place: Place) -> Colour? {
    let field = noise.shifted(UInt64(row) + 20)
    let near = Float(row) / 2
    let cell: Float = isCity ? 0.075 : 0.095
    let column = Int32(((place.x + Float(row) * 0.04) / cell).rounded(.down))
    let low: Float = isCity ? 0.07 : 0.05
    let tall: Float = isCity ? 0.4 : 0.2
    let bell = isCity ? exp(-pow((place.x / setting.aspect - 0.6) * 2.6, 2)) : 0.75
    let chance = field.lattice(column, 1)
    let height = (low + tall * chance * chance * bell) * blend(1.25, 0.72, near) + (1 - near) * 0.06
    let inside = (place.x + Float(row) * 0.04) / cell - Float(column)
    let gable: Float = isCity ? (chance > 0.8 ? 0.02 : 0) : 0.035
    let roof = gable * (1 - abs(inside - 0.5) * 2)
    let top = quay - height - roof
    guard place.y > top else { return nil }
    return wall(row, place, column, inside, place.y - top, isRoof: place.y < top + gable + 0.002)
  }

  private func wall(
    _ row: Int, _ place: Place, _ column: Int32, _ inside: Float, _ depth: Float, isRoof: Bool
  ) -> Colour {
    let palette = setting.palette
    let near = Float(row) / 2
    let field = noise.shifted(UInt64(row) + 30)
    let paint = Self.paints[Int(field.lattice(column, 3) * 5.99)]
    let dark = blend(paint, palette.shade, 0.32 + 0.5 * palette.darkness)
    let lit: Float = (sky.sun.x < place.x) == (inside < 0.4) ? 0.3 : 0
    var colour = blend(dark, palette.light, lit * (1 - 0.6 * palette.darkness))
    if isRoof { colour = blend(Colour(hex: 0x5A3A34), palette.shade, 0.45) }
    colour = blend(colour, palette.haze, 0.62 * (1 - near))
    guard !isRoof, depth > 0.02 else { return colour }
    let (u, v) = (inside * 5, place.y * 46)
    let (pane, floor) = (Int32(u), Int32(v))
    let isWindow = u - Float(pane) > 0.32 && v - Float(floor) > 0.4 && pane > 0 && inside < 0.92
    guard isWindow else { return colour }
    let isLit = field.lattice(column &* 31 &+ pane, floor) < 0.2 + 0.4 * palette.darkness
    let glass = isLit ? Colour(hex: 0xFFC766) : blend(palette.shade, palette.middle, 0.3)
    return blend(colour, glass, isLit ? 0.4 + 0.5 * palette.darkness : 0.5)
  }

  private func water(_ place: Place) -> Colour {
    let depth = (place.y - quay) / (1 - quay)
    let wave = noise.layered(place.x * 4, 9 / (depth + 0.14), octaves: 3) - 0.5
    let fine = noise.layered(place.x * 11, 30 / (depth + 0.2), octaves: 2) - 0.5
    let mirrored = Place(
      place.x + (wave * 0.05 + fine * 0.02) * (0.3 + depth),
      quay - (place.y - quay) * 1.25 + wave * 0.05 * depth - 0.004)
    let palette = setting.palette
    var colour = blend(town(mirrored) * 0.88, palette.water, 0.24 + 0.26 * depth)
    let column = exp(-pow((place.x - sky.sun.x) / (0.04 + depth * 0.14), 2))
    colour = blend(colour, palette.light, column * ramp(0, 0.3, wave + fine * 0.6) * 0.85)
    colour = blend(colour, palette.shade, ramp(0.02, 0.3, -wave) * 0.35 * depth)
    return blend(colour, palette.shade, ramp(0.03, 0, depth) * 0.6)
  }

  func draw(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0xB0A7)
    for number in 0..<6 {
      let near = Float(number) / 5
      let place = Place(
        setting.aspect * (0.1 + 0.8 * random.float()), quay + 0.025 + near * near * 0.25)
      Boat(setting: setting, place: place, size: 0.09 + 0.2 * near).draw(on: &canvas)
    }
  }

  func direction(at place: Place) -> Float {
    if place.y > quay { return (noise.value(place.x * 5, place.y * 9) - 0.5) * 0.4 }
    if place.y < quay - 0.3 { return sky.direction(at: place) }
    return 1.57 + (noise.value(place.x * 30, place.y * 20) - 0.5) * 0.4
  }

  func illuminate(_ canvas: inout Canvas) {
    sky.illuminate(&canvas, hidesSun: building(2, sky.sun) != nil || building(1, sky.sun) != nil)
    guard setting.palette.darkness > 0.2 else { return }
    var random = SeededRandom(seed: setting.seed ^ 0x1A)
    for _ in 0..<Int(16 * canvas.aspect) {
      let lamp = Place(random.float(0...canvas.aspect), quay - random.float(0.005...0.02))
      let colour = Colour(1, 0.8, 0.5)
      canvas.glow(lamp, radius: 0.035, colour, strength: 0.8 * setting.palette.darkness)
      for step in 1..<5 {
        let shift = random.float(-0.006...0.006)
        canvas.glow(
          lamp + Place(shift, Float(step) * 0.028), radius: 0.02, colour,
          strength: 0.45 * setting.palette.darkness / Float(step).squareRoot())
      }
    }
  }
}
