/// A sailing boat with its reflection.
struct Boat {
  let setting: SceneSetting
  /// The waterline amidships.
  let place: Place
  /// Height of the mast.
  let size: Float

  func draw(on canvas: inout Canvas) {
    let palette = setting.palette
    let dark = blend(Colour(hex: 0x3A2A26), palette.shade, 0.5)
    let cloth =
      blend(
        setting.mood.tint ?? Colour(hex: 0xF0E4CE), palette.light, 0.25)
      * (1 - 0.45 * palette.darkness)
    reflection(on: &canvas, dark, cloth)
    canvas.polygon(
      [at(-0.3, -0.09), at(0.34, -0.11), at(0.24, 0.02), at(-0.22, 0.02)], dark)
    canvas.line(at(-0.3, -0.095), at(0.34, -0.115), width: size * 0.02, cloth, share: 0.7)
    canvas.line(at(0, -0.08), at(0.01, -1), width: size * 0.022, endWidth: size * 0.01, dark)
    canvas.polygon([at(0.03, -0.97), at(0.3, -0.2), at(0.03, -0.16)], cloth) { point in
      blend(cloth, palette.shade, ramp(0, 0.3, (point.x - place.x) / size) * 0.35)
    }
    canvas.polygon(
      [at(-0.02, -0.9), at(-0.02, -0.17), at(-0.28, -0.2)], blend(cloth, palette.shade, 0.3))
  }

  private func reflection(on canvas: inout Canvas, _ dark: Colour, _ cloth: Colour) {
    canvas.polygon(
      [at(-0.22, 0.02), at(0.24, 0.02), at(0.14, 0.16), at(-0.12, 0.16)], dark, share: 0.5)
    canvas.polygon([at(-0.15, 0.1), at(0.2, 0.1), at(0.03, 0.62)], cloth, share: 0.18)
  }

  private func at(_ x: Float, _ y: Float) -> Place { place + Place(x, y) * size }
}
