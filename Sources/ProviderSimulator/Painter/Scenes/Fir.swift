/// A fir in layers, with snow or light on its boughs.
struct Fir {
  let setting: SceneSetting
  let foot: Place
  let height: Float

  func draw(on canvas: inout Canvas, nearness: Float, random: inout SeededRandom) {
    let palette = setting.palette
    let body = blend(Colour(hex: 0x1D3328), palette.shade, 0.55)
    let colour = blend(blend(body, palette.haze, 0.45 * (1 - nearness)), palette.shade, 0.2)
    let isWhite = setting.mood.weather == .snow
    let trim =
      isWhite ? blend(palette.light, Colour(repeating: 1), 0.3) : blend(colour, palette.light, 0.3)
    canvas.line(foot, foot - Place(0, height * 0.3), width: height * 0.05, palette.shade)
    let tiers = 7
    for tier in 0..<tiers {
      let part = Float(tier) / Float(tiers)
      let y = foot.y - height * (0.1 + 0.78 * part)
      let half = height * 0.24 * (1 - part * 0.86) * random.float(0.85...1.15)
      let drop = height * 0.05
      let tip = Place(foot.x, y - height * 0.22)
      let left = Place(foot.x - half, y + drop * random.float(0.4...1.3))
      let right = Place(foot.x + half, y + drop * random.float(0.4...1.3))
      canvas.polygon([tip, left, Place(foot.x, y - drop * 0.3), right], colour)
      let share: Float = isWhite ? 0.75 : 0.35
      canvas.line(blendPlace(tip, left, 0.35), left, width: height * 0.016, trim, share: share)
      canvas.line(
        blendPlace(tip, right, 0.5), right, width: height * 0.011, trim, share: share * 0.6)
    }
  }

  private func blendPlace(_ from: Place, _ to: Place, _ share: Float) -> Place {
    from + (to - from) * share
  }
}
