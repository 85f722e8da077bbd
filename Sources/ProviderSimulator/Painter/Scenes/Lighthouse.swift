import Glibc

/// A tapered tower with a gallery, a lantern and its beam.
struct Lighthouse {
  let setting: SceneSetting
  let foot: Place
  let sun: Place

  private var height: Float { 0.40 }
  private var lantern: Place { Place(foot.x, foot.y - height - 0.022) }

  func draw(on canvas: inout Canvas) {
    cottage(on: &canvas)
    let palette = setting.palette
    let dim = 1 - 0.4 * palette.darkness
    let white = blend(Colour(hex: 0xF2EBDD), palette.middle, 0.3 * palette.darkness) * dim
    let band =
      blend(setting.mood.tint ?? Colour(hex: 0xB8352C), palette.shade, 0.18) * (0.55 + 0.45 * dim)
    let (foot, height) = (foot, height)
    let lightSide: Float = sun.x < foot.x ? -1 : 1
    let points = [
      foot + Place(-0.05, 0), foot + Place(-0.028, -height), foot + Place(0.028, -height),
      foot + Place(0.05, 0),
    ]
    canvas.polygon(points, white) { place in
      let rise = (foot.y - place.y) / height
      let half = blend(0.05, 0.028, rise)
      let round = (place.x - foot.x) / half * lightSide
      let light = 0.42 + 0.58 * ramp(-1, 0.75, round)
      let stripe = Int(rise * 5 + 0.02 * round) % 2 == 1
      let lit = blend(stripe ? band : white, palette.light, 0.24 * ramp(0, 0.9, round))
      return blend(palette.shade, lit, light)
    }
    windows(on: &canvas)
    head(on: &canvas)
  }

  private func windows(on canvas: inout Canvas) {
    for step in 0..<3 {
      let y = foot.y - height * (0.2 + 0.27 * Float(step))
      canvas.ellipse(
        Place(foot.x + 0.004, y), Place(0.006, 0.011), setting.palette.shade, share: 0.85)
    }
  }

  private func head(on canvas: inout Canvas) {
    let palette = setting.palette
    let top = foot - Place(0, height)
    let iron = blend(Colour(hex: 0x2A2426), palette.shade, 0.4)
    func box(_ half: Float, _ low: Float, _ high: Float, _ colour: Colour) {
      canvas.polygon(
        [
          top + Place(-half, low), top + Place(-half, high), top + Place(half, high),
          top + Place(half, low),
        ], colour)
    }
    box(0.042, 0.004, -0.006, iron)
    box(0.021, -0.004, -0.048, blend(palette.light, Colour(hex: 0xFFF3C4), 0.5))
    for offset in [-0.021, -0.007, 0.007, 0.021] as [Float] {
      canvas.line(top + Place(offset, -0.004), top + Place(offset, -0.048), width: 0.003, iron)
    }
    for offset in stride(from: Float(-0.04), through: 0.041, by: 0.016) {
      canvas.line(top + Place(offset, 0), top + Place(offset, -0.02), width: 0.0022, iron)
    }
    canvas.line(top + Place(-0.041, -0.02), top + Place(0.041, -0.02), width: 0.0025, iron)
    let roof = blend(setting.mood.tint ?? Colour(hex: 0x8E2A25), palette.shade, 0.45)
    canvas.polygon(
      [top + Place(-0.03, -0.047), top + Place(0, -0.088), top + Place(0.03, -0.047)], roof)
    canvas.line(top + Place(0, -0.085), top + Place(0, -0.108), width: 0.003, iron)
  }

  /// The keeper's house beside the tower.
  private func cottage(on canvas: inout Canvas) {
    let palette = setting.palette
    let side: Float = foot.x > setting.aspect / 2 ? 1 : -1
    let base = foot + Place(0.115 * side, 0.012)
    let wall = blend(Colour(hex: 0xD8CBB8), palette.shade, 0.3 + 0.35 * palette.darkness)
    canvas.polygon(
      [
        base + Place(-0.06, 0), base + Place(-0.06, -0.05), base + Place(0.06, -0.05),
        base + Place(0.06, 0),
      ], wall)
    canvas.polygon(
      [
        base + Place(-0.07, -0.048), base + Place(-0.045, -0.088), base + Place(0.045, -0.088),
        base + Place(0.07, -0.048),
      ], blend(Colour(hex: 0x6B3A30), palette.shade, 0.45))
    for x in [-0.03, 0.025] as [Float] {
      canvas.ellipse(base + Place(x, -0.026), Place(0.009, 0.011), Colour(hex: 0xFFCF7A))
    }
  }

  func illuminate(_ canvas: inout Canvas) {
    let strength = 0.3 + 0.7 * setting.palette.darkness
    beam(on: &canvas, strength: strength * 0.62)
    canvas.glow(lantern, radius: 0.22, Colour(1, 0.86, 0.55), strength: 0.75 * strength)
    canvas.glow(lantern, radius: 0.05, Colour(1, 0.97, 0.86), strength: 1)
  }

  /// Two cones of light in the moist air.
  private func beam(on canvas: inout Canvas, strength: Float) {
    let noise = setting.noise.shifted(9)
    let (lantern, tilt): (Place, Float) = (self.lantern, foot.x > setting.aspect / 2 ? 0.1 : -0.1)
    let light = blend(setting.palette.light, Colour(1, 0.95, 0.78), 0.6)
    canvas.paint(from: Place(0, 0), to: Place(canvas.aspect, 0.7)) { place in
      let offset = place - lantern
      let along = abs(offset.x)
      let centre = -offset.x * tilt
      let half = 0.009 + along * 0.085
      let across = abs(offset.y - centre * (offset.x < 0 ? -1 : 1) * -1) / half
      guard across < 1 else { return (light, 0) }
      let fade = exp(-along * 1.5) * (1 - across * across)
      let mist = 0.6 + 0.6 * noise.layered(place.x * 5, place.y * 5, octaves: 3)
      return (light, fade * mist * strength)
    }
  }
}
