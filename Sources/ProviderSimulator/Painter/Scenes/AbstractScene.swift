import Glibc

/// Bands, discs and arcs in one harmony, for prompts without a subject that is known.
struct AbstractScene: Scene {
  let setting: SceneSetting
  let noise: Noise
  private let colours: [Colour]

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    let sets: [[Int]] = [
      [0x1F2A44, 0x2F5D73, 0xE8A24A, 0xD9573F, 0xF3E5C8],
      [0x2B1B36, 0x6B2F5A, 0xD65A5A, 0xF2A65A, 0xFBE8C8],
      [0x10302F, 0x2F6F62, 0x9CC08A, 0xE8D48A, 0xF8F0DC],
      [0x16213E, 0x3A4F8C, 0x8FA8D8, 0xF0B8B0, 0xFAF0E6],
      [0x2A1E1A, 0x8A3B2A, 0xD98A3A, 0x3F7F86, 0xF2E6D0],
    ]
    var colours = sets[Int(setting.seed / 11 % 5)].map { Colour(hex: $0) }
    if let tint = setting.mood.tint { colours[3] = tint }
    self.colours = colours
  }

  /// A flow of bands that bends like marble.
  func colour(at place: Place) -> Colour {
    let bend = noise.warped(place.x * 0.9, place.y * 0.9, bend: 1.6, octaves: 3)
    let flow = (place.y * 0.8 + place.x * 0.35 + (bend - 0.5) * 1.5) * 5.2
    let band = flow.rounded(.down)
    let edge = flow - band
    let first = pick(Int32(band))
    let second = pick(Int32(band) &+ 1)
    let base = blend(first, second, ramp(0.88, 1, edge))
    let light = noise.layered(place.x * 4, place.y * 4, octaves: 3)
    let shade = 0.74 + 0.3 * ramp(0, 0.7, edge) + 0.16 * (light - 0.5)
    return base * shade
  }

  private func pick(_ band: Int32) -> Colour {
    let choice = noise.lattice(band, 77)
    return colours[min(4, Int(choice * 5))]
  }

  func draw(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0xAB5)
    let centre = Place(canvas.aspect * random.float(0.36...0.64), random.float(0.36...0.56))
    disc(on: &canvas, centre, random.float(0.2...0.28), colours[2], colours[3])
    disc(on: &canvas, centre + Place(0.2, 0.16), 0.13, colours[0], colours[1])
    disc(on: &canvas, centre + Place(-0.27, 0.2), 0.075, colours[4], colours[2])
    for number in 0..<4 {
      arc(
        on: &canvas, centre, 0.31 + 0.055 * Float(number), random.float(0...6.28),
        random.float(1...2.6), colours[number == 2 ? 3 : 4], 0.012 - 0.002 * Float(number))
    }
    for _ in 0..<9 {
      let start = Place(random.float(0...canvas.aspect), random.float())
      let angle = random.float(-0.5...0.1)
      let reach = Place(cos(angle), sin(angle)) * random.float(0.2...0.6)
      canvas.line(start, start + reach, width: 0.006, endWidth: 0.001, colours[4], share: 0.7)
    }
  }

  private func disc(
    on canvas: inout Canvas, _ centre: Place, _ radius: Float, _ inner: Colour, _ outer: Colour
  ) {
    canvas.ellipse(
      centre + Place(0.015, 0.02), Place(radius, radius) * 1.03, colours[0], share: 0.4)
    canvas.ellipse(centre, Place(radius, radius), inner) { turned in
      let depth = ramp(-1.1, 1.1, turned.x * 0.6 + turned.y * 0.8)
      return blend(blend(inner, Colour(repeating: 1), 0.16), outer, depth)
    }
  }

  private func arc(
    on canvas: inout Canvas, _ centre: Place, _ radius: Float, _ start: Float, _ sweep: Float,
    _ colour: Colour, _ width: Float
  ) {
    let steps = 40
    var last = centre + Place(cos(start), sin(start)) * radius
    for step in 1...steps {
      let angle = start + sweep * Float(step) / Float(steps)
      let next = centre + Place(cos(angle), sin(angle)) * radius
      canvas.line(last, next, width: width, colour, share: 0.85)
      last = next
    }
  }

  func direction(at place: Place) -> Float {
    noise.warped(place.x * 0.9, place.y * 0.9, bend: 1.6, octaves: 3) * 5 - 1.6
  }
}
