import Glibc

/// Dunes with sharp crests, far mesas, and a caravan.
struct DesertScene: Scene {
  let setting: SceneSetting
  let sky: Sky
  let noise: Noise

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    let side: Float = setting.seed % 2 == 0 ? 0.28 : 0.7
    sky = Sky(setting, sun: Place(setting.aspect * side, 0.3), horizon: 0.52)
  }

  private func crest(_ number: Int, _ x: Float) -> Float {
    let part = Float(number) / 4
    let field = noise.shifted(UInt64(number) + 11)
    let wave = field.layered(x * (1.5 - 0.55 * part) + Float(number) * 3.7, 0.4, octaves: 2)
    return 0.5 + 0.1 * Float(number) + 0.02 - wave * (0.1 + 0.26 * part)
  }

  func colour(at place: Place) -> Colour {
    for number in stride(from: 4, through: 0, by: -1) {
      let top = crest(number, place.x)
      if place.y > top { return dune(number, place, place.y - top) }
    }
    return mesa(place) ?? sky.colour(at: place)
  }

  private func mesa(_ place: Place) -> Colour? {
    let block = noise.shifted(5).value(place.x * 3.1, 2)
    let top = 0.53 - 0.11 * ramp(0.56, 0.66, block) - 0.05 * ramp(0.72, 0.78, block)
    guard place.y > top else { return nil }
    let rock = blend(Colour(hex: 0xA65A42), setting.palette.haze, 0.62)
    let band = noise.value(2, place.y * 60)
    return rock * (0.92 + 0.12 * band)
  }

  /// One side of each dune lies in the light; the crest runs down the slope as a winding edge.
  private func dune(_ number: Int, _ place: Place, _ depth: Float) -> Colour {
    let palette = setting.palette
    let near = Float(number) / 4
    let field = noise.shifted(UInt64(number) + 31)
    let step: Float = 0.012
    let tilt = (crest(number, place.x + step) - crest(number, place.x - step)) / (2 * step)
    let toSun = min(1, max(-1, (place.x - sky.sun.x) * 3))
    let bend = field.layered(place.x * 2 + depth * 1.1, depth * 3.4, octaves: 2) - 0.5
    let light = ramp(-0.16, 0.2, tilt * toSun + bend * 1.1 - depth * 0.25 + 0.14 * (1 - abs(toSun)))
    let sand = blend(setting.mood.tint ?? Colour(hex: 0xD9904E), palette.light, 0.22)
    let lit = blend(sand, palette.light, 0.35) * (1 - 0.5 * palette.darkness)
    let shadow = blend(blend(palette.shade, Colour(hex: 0x7A3B3A), 0.5), palette.zenith, 0.16)
    var colour = blend(shadow, lit, 0.12 + 0.88 * light)
    let ripples = sin((place.y * 230 + sin(place.x * 24) * 2.4 + bend * 26) * (1.2 - 0.5 * near))
    colour *= 1 + ripples * 0.045 * near * (0.4 + 0.6 * light)
    colour = blend(colour, palette.light, ramp(0.012, 0, depth) * 0.55 * light)
    return blend(colour, blend(palette.haze, palette.horizon, 0.5), 0.6 * (1 - near) * (1 - near))
  }

  func draw(on canvas: inout Canvas) {
    let dark = blend(setting.palette.shade, Colour(hex: 0x3A2018), 0.4)
    for number in 0..<5 {
      let x = setting.aspect * 0.42 + Float(number) * 0.062
      Camel(foot: Place(x, crest(2, x) + 0.006), size: 0.052, colour: dark).draw(on: &canvas)
    }
  }

  func direction(at place: Place) -> Float {
    if place.y < 0.5 { return sky.direction(at: place) }
    return (noise.layered(place.x * 2, place.y * 3, octaves: 2) - 0.5) * 1.6
  }

  func illuminate(_ canvas: inout Canvas) { sky.illuminate(&canvas) }
}

/// A camel seen from afar.
private struct Camel {
  let foot: Place
  let size: Float
  let colour: Colour

  func draw(on canvas: inout Canvas) {
    for x in [-0.28, -0.16, 0.2, 0.3] as [Float] {
      canvas.line(at(x, -0.5), at(x + 0.03, 0), width: size * 0.09, endWidth: size * 0.06, colour)
    }
    canvas.ellipse(at(0.02, -0.58), Place(0.4, 0.19) * size, colour)
    canvas.ellipse(at(0.0, -0.78), Place(0.2, 0.2) * size, colour)
    canvas.line(at(0.36, -0.58), at(0.56, -0.9), width: size * 0.13, endWidth: size * 0.09, colour)
    canvas.ellipse(at(0.63, -0.93), Place(0.13, 0.07) * size, colour)
    canvas.ellipse(at(-0.02, -1.0), Place(0.09, 0.16) * size, colour)
  }

  private func at(_ x: Float, _ y: Float) -> Place { foot + Place(x, y) * size }
}
