import Glibc

/// A fox that sits and looks aside, from ellipses and outlines.
struct Fox {
  /// Where it sits.
  let foot: Place
  /// Height from foot to ears.
  let size: Float
  let coat: Colour
  let setting: SceneSetting
  let facesRight: Bool

  func draw(on canvas: inout Canvas) {
    let palette = setting.palette
    let dim = 1 - 0.45 * palette.darkness
    let fur = blend(coat, palette.light, 0.1) * dim
    let dark = blend(Colour(hex: 0x2A1C18), palette.shade, 0.4)
    let cream = blend(Colour(hex: 0xF4E6D2), palette.light, 0.2) * dim
    canvas.ellipse(at(0, 0.01), Place(size * 0.42, size * 0.05), palette.shade, share: 0.45)
    tail(on: &canvas, fur, cream)
    body(on: &canvas, fur, cream, dark)
    head(on: &canvas, fur, cream, dark)
  }

  private func tail(on canvas: inout Canvas, _ fur: Colour, _ cream: Colour) {
    for step in 0..<15 {
      let part = Float(step) / 14
      let bend = at(-0.2 - 0.32 * sin(part * 2.3), -0.05 - 0.03 * part - 0.1 * part * part)
      let thick = size * (0.045 + 0.075 * sin(min(1, part * 1.12) * 3.05))
      canvas.ellipse(
        bend, Place(thick * 1.25, thick), part > 0.72 ? cream : fur * (0.86 + 0.16 * part))
    }
  }

  private func body(
    on canvas: inout Canvas, _ fur: Colour, _ cream: Colour, _ dark: Colour
  ) {
    ellipse(on: &canvas, -0.1, -0.17, 0.2, 0.175, 0.1, fur * 0.86)
    ellipse(on: &canvas, 0.0, -0.31, 0.135, 0.26, -0.2, fur)
    ellipse(on: &canvas, -0.12, -0.1, 0.15, 0.105, 0, fur * 0.95)
    ellipse(on: &canvas, 0.085, -0.34, 0.068, 0.15, -0.12, cream)
    for offset in [0.04, 0.115] as [Float] {
      canvas.line(
        at(offset + 0.01, -0.26), at(offset + 0.005, -0.06), width: size * 0.085,
        endWidth: size * 0.055, offset > 0.1 ? fur : fur * 0.82)
      canvas.line(
        at(offset + 0.005, -0.1), at(offset + 0.01, -0.005), width: size * 0.055,
        endWidth: size * 0.05, dark)
      ellipse(on: &canvas, offset + 0.025, -0.008, 0.04, 0.018, 0, dark)
    }
    ellipse(on: &canvas, -0.09, -0.015, 0.09, 0.026, 0, dark)
  }

  private func head(
    on canvas: inout Canvas, _ fur: Colour, _ cream: Colour, _ dark: Colour
  ) {
    let light = blend(fur, setting.palette.light, 0.25)
    canvas.polygon([at(-0.035, -0.68), at(-0.03, -0.9), at(0.075, -0.72)], dark)
    canvas.polygon([at(-0.018, -0.68), at(-0.018, -0.85), at(0.06, -0.71)], fur * 0.8)
    canvas.polygon([at(0.09, -0.72), at(0.135, -0.92), at(0.185, -0.69)], dark)
    canvas.polygon([at(0.105, -0.7), at(0.137, -0.875), at(0.17, -0.68)], light)
    ellipse(on: &canvas, 0.08, -0.62, 0.128, 0.115, 0.1, light)
    canvas.polygon([at(0.03, -0.6), at(0.12, -0.685), at(0.33, -0.56), at(0.12, -0.51)], light)
    canvas.polygon(
      [at(-0.02, -0.57), at(0.14, -0.585), at(0.31, -0.55), at(0.12, -0.5), at(0.03, -0.5)], cream)
    ellipse(on: &canvas, 0.322, -0.563, 0.02, 0.017, 0, dark)
    ellipse(on: &canvas, 0.135, -0.628, 0.017, 0.015, 0, dark)
    ellipse(on: &canvas, 0.139, -0.632, 0.005, 0.005, 0, cream)
  }

  private func ellipse(
    on canvas: inout Canvas, _ x: Float, _ y: Float, _ width: Float, _ height: Float,
    _ angle: Float, _ colour: Colour
  ) {
    let rim = blend(colour, setting.palette.light, 0.42)
    let lightX: Float = facesRight ? 1 : -1
    canvas.ellipse(
      at(x, y), Place(width, height) * size, angle: facesRight ? angle : -angle, colour
    ) { turned in
      let tone = blend(colour * 0.72, colour, ramp(-0.8, 0.3, turned.x * lightX - turned.y * 0.5))
      return blend(tone, rim, ramp(0.55, 1.1, turned.x * lightX - turned.y * 0.6) * 0.75)
    }
  }

  private func at(_ x: Float, _ y: Float) -> Place {
    foot + Place(facesRight ? x : -x, y) * size
  }
}
