import Glibc

/// A door in a wall in the light, with a lamp and plants.
struct HouseScene: Scene {
  let setting: SceneSetting
  let noise: Noise
  private let street: Float = 0.84
  private let door: Place
  private let wallColour: Colour
  private let doorColour: Colour

  init(_ setting: SceneSetting) {
    self.setting = setting
    noise = setting.noise
    door = Place(setting.aspect * (setting.seed % 2 == 0 ? 0.42 : 0.56), 0.84)
    let walls = [0xE3CDA4, 0xC9D2C4, 0xD9A98A, 0xE8DDCB, 0x9FB4BC]
    wallColour = Colour(hex: walls[Int(setting.seed / 5 % 5)])
    doorColour = setting.mood.tint ?? Colour(hex: 0x2F6F78)
  }

  func colour(at place: Place) -> Colour {
    let palette = setting.palette
    if place.y > street { return pavement(place) }
    let stain = noise.warped(place.x * 2.2, place.y * 2.2, bend: 1.4, octaves: 5)
    let grain = noise.layered(place.x * 34, place.y * 34, octaves: 2)
    var colour = wallColour * (0.76 + 0.3 * stain + 0.08 * grain)
    colour = blend(colour, brick(place), ramp(0.66, 0.74, stain + (place.y - 0.6) * 0.22))
    let sunlit = sunlight(place)
    let dark = blend(colour * 0.42, palette.shade, 0.3 + 0.2 * palette.darkness)
    return blend(
      dark, blend(colour, palette.light, 0.25), sunlit * (1 - 0.55 * palette.darkness) + 0.1)
  }

  /// Slanting light with the shadow of leaves in it.
  private func sunlight(_ place: Place) -> Float {
    let slant = place.x * 0.75 + place.y
    let band = ramp(0.5, 0.62, slant / (0.5 + 0.5 * setting.aspect) + 0.08)
    let leaves = noise.shifted(3).layered(place.x * 9, place.y * 9, octaves: 4)
    return band * (1 - 0.75 * ramp(0.52, 0.62, leaves) * ramp(0.85, 0.2, place.y)) * 0.9 + 0.1
  }

  private func brick(_ place: Place) -> Colour {
    let row = (place.y * 34).rounded(.down)
    let shift: Float = Int(row) % 2 == 0 ? 0 : 0.5
    let (u, v) = (place.x * 15 + shift, place.y * 34)
    let joint = min(u - u.rounded(.down), (v - v.rounded(.down)) * 0.5)
    let tone = noise.lattice(Int32(u), Int32(row))
    let face = blend(Colour(hex: 0x9A5240), Colour(hex: 0xBE7A58), tone)
    return joint < 0.06 ? wallColour * 0.8 : face
  }

  private func pavement(_ place: Place) -> Colour {
    let palette = setting.palette
    let far = 1 / (place.y - street + 0.11)
    let (u, v) = ((place.x - setting.aspect / 2) * far * 1.4 + 40, far * 2.2)
    let cell = noise.lattice(Int32(u), Int32(v))
    let joint = min(u - u.rounded(.down), v - v.rounded(.down))
    let stone = blend(Colour(hex: 0x7C746C), Colour(hex: 0xA89C8C), cell)
    let dark = blend(stone * 0.5, palette.shade, 0.35)
    let lit = blend(dark, blend(stone, palette.light, 0.25), 0.2 + 0.5 * sunlight(place))
    return blend(joint < 0.1 ? dark : lit, palette.shade, 0.25 * palette.darkness)
  }

  func draw(on canvas: inout Canvas) {
    frame(on: &canvas)
    window(on: &canvas)
    lamp(on: &canvas)
    pots(on: &canvas)
    ivy(on: &canvas)
  }

  private func box(
    _ canvas: inout Canvas, _ low: Place, _ high: Place, _ colour: Colour,
    shade: ((Place) -> Colour)? = nil
  ) {
    canvas.polygon(
      [low, Place(high.x, low.y), high, Place(low.x, high.y)], colour, shade: shade)
  }

  private func frame(on canvas: inout Canvas) {
    let palette = setting.palette
    let stone = blend(Colour(hex: 0xD8CEBC), palette.shade, 0.2 + 0.4 * palette.darkness)
    let paint = blend(doorColour, palette.light, 0.08) * (1 - 0.4 * palette.darkness)
    let (noise, door) = (self.noise, self.door)
    box(&canvas, door + Place(-0.17, -0.5), door + Place(0.17, 0), stone)
    canvas.ellipse(door + Place(0, -0.5), Place(0.17, 0.13), stone)
    canvas.ellipse(
      door + Place(0, -0.5), Place(0.13, 0.095), blend(Colour(hex: 0xFFD590), palette.shade, 0.25))
    for angle in [0.6, 1.2, 1.94, 2.54] as [Float] {
      canvas.line(
        door + Place(0, -0.5), door + Place(cos(angle) * 0.13, -0.5 - sin(angle) * 0.095),
        width: 0.007, stone * 0.8)
    }
    box(&canvas, door + Place(-0.13, -0.49), door + Place(0.13, 0), paint) { place in
      let plank = noise.layered(place.x * 80, place.y * 3, octaves: 2)
      return paint * (0.76 + 0.4 * plank)
    }
    for y in [-0.45, -0.235] as [Float] {
      for x in [-0.112, 0.012] as [Float] {
        let low = door + Place(x, y)
        box(&canvas, low, low + Place(0.1, 0.185), paint * 0.62)
        box(&canvas, low + Place(0.008, 0.01), low + Place(0.1, 0.185), paint * 1.18)
        box(&canvas, low + Place(0.012, 0.014), low + Place(0.094, 0.176), paint * 0.92)
      }
    }
    canvas.ellipse(door + Place(0.108, -0.25), Place(0.011, 0.011), Colour(hex: 0xE8C060))
    canvas.ellipse(door + Place(0, -0.405), Place(0.016, 0.02), Colour(hex: 0xC8A048))
    box(&canvas, door + Place(-0.2, -0.012), door + Place(0.2, 0.022), stone * 0.82)
    box(&canvas, door + Place(-0.22, 0.02), door + Place(0.22, 0.05), stone * 0.66)
  }

  private func window(on canvas: inout Canvas) {
    let palette = setting.palette
    let side: Float = door.x < setting.aspect / 2 ? 1 : -1
    let place = Place(door.x + side * min(0.4, setting.aspect * 0.36), 0.42)
    let glass = blend(Colour(hex: 0xFFCB78), palette.zenith, 0.55 - 0.45 * palette.darkness)
    let shutter = blend(doorColour, palette.shade, 0.3)
    box(&canvas, place + Place(-0.095, -0.135), place + Place(0.095, 0.125), wallColour * 0.9)
    box(&canvas, place + Place(-0.08, -0.12), place + Place(0.08, 0.11), glass)
    for x in [-0.08, 0, 0.08] as [Float] {
      canvas.line(place + Place(x, -0.12), place + Place(x, 0.11), width: 0.009, wallColour)
    }
    canvas.line(place + Place(-0.08, -0.01), place + Place(0.08, -0.01), width: 0.008, wallColour)
    for x in [-0.17, 0.1] as [Float] {
      box(&canvas, place + Place(x, -0.13), place + Place(x + 0.07, 0.12), shutter) { point in
        shutter * (0.75 + 0.4 * (point.y * 55 - (point.y * 55).rounded(.down)))
      }
    }
    var random = SeededRandom(seed: setting.seed ^ 0x90)
    for _ in 0..<46 {
      let spot = place + Place(random.float(-0.11...0.11), 0.135 + random.float(-0.035...0.03))
      let bloom = random.float() > 0.5 ? Colour(hex: 0xD84A5A) : Colour(hex: 0x4A7A40)
      canvas.ellipse(spot, Place(0.013, 0.011), bloom * random.float(0.7...1.15))
    }
  }

  private var lampPlace: Place { door + Place(door.x < setting.aspect / 2 ? -0.23 : 0.23, -0.5) }

  private func lamp(on canvas: inout Canvas) {
    let iron = blend(Colour(hex: 0x262226), setting.palette.shade, 0.3)
    canvas.line(lampPlace + Place(0, -0.07), lampPlace + Place(0, -0.03), width: 0.006, iron)
    canvas.ellipse(lampPlace, Place(0.022, 0.034), Colour(hex: 0xFFDFA0))
    canvas.ellipse(lampPlace + Place(0, -0.034), Place(0.028, 0.011), iron)
    canvas.ellipse(lampPlace + Place(0, 0.034), Place(0.016, 0.007), iron)
  }

  private func pots(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0x9075)
    for x in [-0.26, 0.27] as [Float] {
      let foot = door + Place(x, 0.07)
      let clay = blend(Colour(hex: 0xB5633E), setting.palette.shade, 0.2)
      canvas.polygon(
        [
          foot + Place(-0.055, -0.1), foot + Place(0.055, -0.1), foot + Place(0.04, 0),
          foot + Place(-0.04, 0),
        ], clay
      ) { point in clay * (0.7 + 0.45 * ramp(-0.05, 0.05, point.x - foot.x)) }
      for _ in 0..<70 {
        let spread = Place(random.float(-0.085...0.085), random.float(-0.24 ... -0.08))
        let green = blend(Colour(hex: 0x2C4F30), Colour(hex: 0x86A04A), random.float())
        canvas.ellipse(
          foot + spread, Place(0.02, 0.009), angle: random.float(-1.5...1.5), green)
      }
    }
  }

  private func ivy(on canvas: inout Canvas) {
    var random = SeededRandom(seed: setting.seed ^ 0x1B)
    for _ in 0..<Int(520 * canvas.aspect) {
      let place = Place(
        random.float(0...canvas.aspect), random.float(0...1) * random.float(0...0.42))
      guard noise.layered(place.x * 3.4, 6, octaves: 3) * 0.5 > place.y else { continue }
      let green = blend(Colour(hex: 0x24402A), Colour(hex: 0x94A850), random.float())
      let lit = green * (0.5 + 0.6 * sunlight(place)) * (1 - 0.35 * setting.palette.darkness)
      canvas.ellipse(place, Place(0.017, 0.012), angle: random.float(-1.5...1.5), lit)
    }
  }

  func direction(at place: Place) -> Float {
    if place.y > street { return (noise.value(place.x * 6, place.y * 6) - 0.5) * 0.4 }
    return noise.layered(place.x * 3, place.y * 3, octaves: 2) * 3.1
  }

  func illuminate(_ canvas: inout Canvas) {
    let strength = 0.3 + 0.6 * setting.palette.darkness
    canvas.glow(lampPlace, radius: 0.3, Colour(1, 0.8, 0.5), strength: strength)
    canvas.glow(lampPlace, radius: 0.06, Colour(1, 0.93, 0.75), strength: 0.9)
  }
}
