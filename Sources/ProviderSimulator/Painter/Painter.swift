/// Paints procedural pictures: the same prompt, seed and size give the same bytes.
///
/// The prompt's words choose a scene, an hour, weather and colours; the seed arranges them. A
/// brush then goes over the scene in strokes, large ones first.
struct Painter: Sendable {
  let prompt: String
  let seed: UInt64

  /// Finished pixels: RGBA, 8 bits each, rows from the top, straight alpha.
  struct Painting: Sendable {
    let width: Int
    let height: Int
    var pixels: [UInt8]
  }

  /// - Parameter detail: the longest edge, in pixels, that is painted; what is larger is the same
  ///   painting enlarged.
  func paint(width: Int, height: Int, detail: Int, isTransparent: Bool = false) -> Painting {
    let scale = min(1, Float(max(8, detail)) / Float(max(width, height)))
    var canvas = canvas(
      width: max(1, Int(Float(width) * scale)), height: max(1, Int(Float(height) * scale)))
    Varnish(seed: seed).apply(to: &canvas)
    var painting = Self.pixels(of: canvas, width: width, height: height)
    if isTransparent { Self.cutOut(&painting) }
    Label.draw(on: &painting)
    return painting
  }

  /// Scenes are composed at half the resolution where that leaves enough for the brush.
  private func canvas(width: Int, height: Int) -> Canvas {
    let setting = SceneSetting(
      prompt: prompt, seed: mixedSeed, aspect: Float(width) / Float(height))
    let scene = setting.scene()
    let half = max(width, height) > 640 ? 2 : 1
    var sketch = Canvas(width: max(1, width / half), height: max(1, height / half))
    sketch.fill(scene.colour)
    scene.draw(on: &sketch)
    var canvas = Brush(seed: mixedSeed).paint(
      sketch, width: width, height: height, direction: scene.direction)
    scene.illuminate(&canvas)
    return canvas
  }

  /// The prompt takes part, so that two prompts of one scene differ with the same seed.
  private var mixedSeed: UInt64 {
    prompt.utf8.reduce(seed &* 0x9E37_79B9_7F4A_7C15 &+ 1) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func pixels(of canvas: Canvas, width: Int, height: Int) -> Painting {
    var pixels = [UInt8](repeating: 255, count: width * height * 4)
    let columns = (0..<width).map { $0 * canvas.width / width }
    var previousRow = -1
    let stride = width * 4
    for row in 0..<height {
      let source = row * canvas.height / height
      if source == previousRow {
        let above = (row - 1) * stride
        pixels.withUnsafeMutableBytes { bytes in
          UnsafeMutableRawBufferPointer(rebasing: bytes[row * stride..<(row + 1) * stride])
            .copyMemory(
              from: UnsafeRawBufferPointer(rebasing: bytes[above..<above + stride]))
        }
        continue
      }
      previousRow = source
      var index = row * stride
      for column in columns {
        let colour = canvas.colours[source * canvas.width + column]
        pixels[index] = byte(colour.x)
        pixels[index + 1] = byte(colour.y)
        pixels[index + 2] = byte(colour.z)
        index += 4
      }
    }
    return Painting(width: width, height: height, pixels: pixels)
  }

  private static func byte(_ value: Float) -> UInt8 { UInt8(min(255, max(0, value * 255 + 0.5))) }

  /// Leaves an oval and lets the rest fade away.
  private static func cutOut(_ painting: inout Painting) {
    for row in 0..<painting.height {
      let y = (Float(row) + 0.5) / Float(painting.height) * 2 - 1
      for column in 0..<painting.width {
        let x = (Float(column) + 0.5) / Float(painting.width) * 2 - 1
        let away = (x * x + y * y).squareRoot()
        painting.pixels[(row * painting.width + column) * 4 + 3] = byte(ramp(1, 0.86, away))
      }
    }
  }
}
