import Glibc

/// Clouds of gas, stars, and a planet with its ring.
struct SpaceScene: Scene {
  let setting: SceneSetting
  let noise: Noise
  let planet: Place
  let radius: Float
  private let gas: [Colour]

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    planet = Place(setting.aspect * (setting.seed % 2 == 0 ? 0.66 : 0.36), 0.56)
    radius = 0.23 + 0.05 * setting.noise.lattice(1, 1)
    let sets: [[Int]] = [
      [0x1B2A6B, 0x8A3FA0, 0xF07A5A], [0x0F4A5C, 0x2F9C95, 0xF0C070],
      [0x4A1F5C, 0xC0406A, 0xF5B26A], [0x15305A, 0x4F6FD0, 0xC8D8F5],
    ]
    var gas = sets[Int(setting.seed / 3 % 4)].map { Colour(hex: $0) }
    if let tint = setting.mood.tint { gas[1] = tint }
    self.gas = gas
  }

  func colour(at place: Place) -> Colour {
    let (x, y) = (place.x * 1.7, place.y * 1.7)
    let cloud = noise.warped(x, y, bend: 2.6, octaves: 5)
    let other = noise.shifted(2).warped(x * 1.3 + 4, y * 1.3, bend: 2, octaves: 5)
    let dust = noise.shifted(3).ridged(x * 1.2, y * 1.2 + cloud, octaves: 4)
    let band = exp(-pow((place.y - 0.48 + (place.x / setting.aspect - 0.5) * 0.6) * 1.9, 2))
    var colour = blend(Colour(hex: 0x04060F), gas[0] * 0.55, ramp(0.25, 0.75, cloud) * 0.8)
    colour = blend(colour, gas[1], ramp(0.38, 0.66, cloud) * (0.35 + 0.65 * band))
    colour = blend(colour, gas[2], ramp(0.44, 0.68, other) * band * 0.9)
    colour = blend(
      colour, Colour(1, 0.95, 0.88), ramp(0.54, 0.7, cloud * 0.6 + other * 0.45) * band * 0.8)
    return blend(colour, Colour(hex: 0x05060D), ramp(0.55, 0.85, dust) * 0.45)
  }

  func draw(on canvas: inout Canvas) {
    ring(on: &canvas, front: false)
    let (noise, gas) = (self.noise.shifted(12), self.gas)
    let base = blend(gas[1], gas[2], 0.5)
    canvas.ellipse(planet, Place(radius, radius), base) { turned in
      let z = max(0, 1 - turned.x * turned.x - turned.y * turned.y).squareRoot()
      let latitude = turned.y + (noise.layered(turned.x * 2, turned.y * 4, octaves: 3) - 0.5) * 0.24
      let stripe = noise.layered(0.5, latitude * 7, octaves: 3)
      let swirl = noise.warped(turned.x * 3 / (0.4 + z), latitude * 8, bend: 1.2, octaves: 4)
      var skin = blend(
        gas[1] * 0.7, blend(gas[2], Colour(1, 0.93, 0.84), 0.45), stripe * 0.7 + swirl * 0.4)
      let light = ramp(-0.25, 0.95, turned.x * -0.62 + turned.y * -0.42 + z * 0.62)
      skin = skin * light + Colour(0.01, 0.012, 0.03)
      return blend(skin, gas[0] + Colour(repeating: 0.3), ramp(0.35, 0, z) * light * 0.8)
    }
    ring(on: &canvas, front: true)
    moon(on: &canvas)
  }

  private func ring(on canvas: inout Canvas, front: Bool) {
    let (planet, radius, noise) = (self.planet, self.radius, self.noise)
    let colour = blend(gas[2], Colour(1, 0.95, 0.85), 0.5)
    let (cosine, sine): (Float, Float) = (cos(-0.32), sin(-0.32))
    let reach = Place(radius * 2.3, radius * 1.3)
    canvas.paint(from: planet - reach, to: planet + reach) { place in
      let offset = place - planet
      let turned = Place(
        offset.x * cosine + offset.y * sine, (offset.y * cosine - offset.x * sine) / 0.27)
      let away = (turned.x * turned.x + turned.y * turned.y).squareRoot() / radius
      guard (turned.y > 0) == front, away > 1.35, away < 2.2 else { return (colour, 0) }
      let groove = noise.layered(away * 16, 3, octaves: 3)
      let edge = ramp(1.35, 1.45, away) * ramp(2.2, 2.1, away)
      let shadow: Float = !front && turned.x > 0 && turned.x < radius * 1.2 ? 0.35 : 1
      return (colour * (0.45 + 0.7 * groove) * shadow, edge * (0.25 + 0.75 * groove))
    }
  }

  private func moon(on canvas: inout Canvas) {
    let place = Place(setting.aspect - planet.x - 0.05, 0.27)
    let noise = self.noise.shifted(15)
    canvas.ellipse(place, Place(0.05, 0.05), Colour(repeating: 0.7)) { turned in
      let z = max(0, 1 - turned.x * turned.x - turned.y * turned.y).squareRoot()
      let light = ramp(-0.15, 0.95, turned.x * -0.62 + turned.y * -0.42 + z * 0.6)
      return Colour(0.8, 0.77, 0.74)
        * (0.65 + 0.4 * noise.layered(turned.x * 4, turned.y * 4, octaves: 3)) * light
    }
  }

  func direction(at place: Place) -> Float {
    let offset = place - planet
    if offset.x * offset.x + offset.y * offset.y < radius * radius { return -0.32 }
    return noise.layered(place.x * 2.4, place.y * 2.4, octaves: 2) * 6
  }

  func illuminate(_ canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0x57A)
    for _ in 0..<Int(520 * canvas.aspect) {
      let place = Place(random.float(0...canvas.aspect), random.float())
      guard distance(place, planet) > radius * 1.04 else { continue }
      let size = random.float() * random.float()
      let warm = random.float()
      canvas.glow(
        place, radius: 0.0025 + 0.012 * size * size,
        Colour(0.85 + 0.15 * warm, 0.93, 1 - 0.2 * warm),
        strength: 0.3 + 0.7 * size)
    }
    canvas.glow(planet - Place(radius, radius) * 0.62, radius: radius * 0.9, gas[2], strength: 0.3)
  }
}
