import Glibc

/// Goes over a sketch in strokes: broad ones for the masses, fine ones where the sketch has detail.
struct Brush: Sendable {
  let seed: UInt64

  /// One size of brush, as shares of the picture's shorter edge.
  private struct Layer {
    var radius: Float
    var length: Float
    /// How different sketch and painting must be for a stroke.
    var threshold: Float
    var opacity: Float
    var jitter: Float
    /// Distance between strokes in radii.
    var spacing: Float
  }

  private static let layers = [
    Layer(radius: 0.030, length: 3.0, threshold: 0, opacity: 1, jitter: 0.05, spacing: 1.35),
    Layer(radius: 0.013, length: 3.4, threshold: 0.035, opacity: 0.92, jitter: 0.045, spacing: 1.3),
    Layer(radius: 0.0058, length: 3.8, threshold: 0.06, opacity: 0.9, jitter: 0.035, spacing: 1.25),
    Layer(radius: 0.0027, length: 3.6, threshold: 0.1, opacity: 0.85, jitter: 0.02, spacing: 1.4),
  ]

  func paint(
    _ sketch: Canvas, width: Int, height: Int, direction: (Place) -> Float
  ) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    canvas.fill { sketch.sample($0) * 0.9 }
    let unit = Float(min(width, height))
    for (index, layer) in Self.layers.enumerated() where layer.radius * unit > 0.7 {
      stroke(layer, number: index, on: &canvas, sketch, direction)
    }
    settle(&canvas, towards: sketch)
    return canvas
  }

  private func stroke(
    _ layer: Layer, number: Int, on canvas: inout Canvas, _ sketch: Canvas,
    _ direction: (Place) -> Float
  ) {
    let unit = min(1, canvas.aspect)
    let radius = layer.radius * unit
    var random = SeededRandom(seed: seed &+ UInt64(number) &* 977)
    let bristles = Bristles(seed: seed &+ UInt64(number))
    let step = radius * layer.spacing
    let count = (Int(canvas.aspect / step) + 2) * (Int(1 / step) + 2)
    for _ in 0..<count {
      let place = Place(random.float(-0.02...canvas.aspect + 0.02), random.float(-0.02...1.02))
      let wobble = random.float(-1...1)
      let tone = random.float(-1...1)
      let colour = sketch.sample(place)
      guard number == 0 || difference(canvas.sample(place), colour) > layer.threshold else {
        continue
      }
      let edge = edge(in: sketch, at: place, radius: radius)
      let free = direction(place) + wobble * 0.22
      let angle = edge.strength > 0.1 ? edge.angle : free
      let jittered = colour * (1 + tone * layer.jitter) + Colour(wobble, 0, -wobble) * 0.008
      var stroke = Stroke(
        centre: place, angle: angle, length: radius * layer.length * (0.75 + 0.3 * tone),
        radius: radius, colour: jittered, opacity: layer.opacity)
      shorten(&stroke, in: sketch, to: colour)
      stroke.draw(on: &canvas, bristles: bristles)
    }
  }

  /// Where the sketch changes, the way along the change, and how much it changes.
  private func edge(
    in sketch: Canvas, at place: Place, radius: Float
  ) -> (angle: Float, strength: Float) {
    func brightness(_ x: Float, _ y: Float) -> Float {
      sketch.sample(place + Place(x, y) * radius).brightness
    }
    let across = brightness(0.7, 0) - brightness(-0.7, 0)
    let down = brightness(0, 0.7) - brightness(0, -0.7)
    return (atan2(across, -down), (across * across + down * down).squareRoot())
  }

  /// A stroke ends before it would carry its colour into another.
  private func shorten(_ stroke: inout Stroke, in sketch: Canvas, to colour: Colour) {
    let way = Place(cos(stroke.angle), sin(stroke.angle))
    for _ in 0..<2 {
      let ahead = difference(sketch.sample(stroke.centre + way * stroke.length), colour)
      let behind = difference(sketch.sample(stroke.centre - way * stroke.length), colour)
      guard max(ahead, behind) > 0.2 else { return }
      stroke.length = max(stroke.radius, stroke.length * 0.5)
    }
  }

  private func difference(_ first: Colour, _ second: Colour) -> Float {
    let offset = first - second
    return abs(offset.x) + abs(offset.y) + abs(offset.z)
  }

  /// Lets a little of the sketch show through, so that fine things stay readable.
  private func settle(_ canvas: inout Canvas, towards sketch: Canvas) {
    let step = 1 / Float(canvas.height)
    for row in 0..<canvas.height {
      for column in 0..<canvas.width {
        let place = Place((Float(column) + 0.5) * step, (Float(row) + 0.5) * step)
        let index = row * canvas.width + column
        let drawn = sketch.sample(place)
        let change = difference(canvas.colours[index], drawn)
        canvas.colours[index] = blend(
          canvas.colours[index], drawn, 0.18 + 0.5 * ramp(0.15, 0.6, change))
      }
    }
  }
}

/// How much paint the hairs of a brush carry: a table that strokes enter at different places.
private struct Bristles {
  let hairs: [Float]

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    hairs = (0..<1024).map { _ in random.float() }
  }
}

/// One stroke of a flat brush with bristles.
private struct Stroke {
  var centre: Place
  var angle: Float
  var length: Float
  var radius: Float
  var colour: Colour
  var opacity: Float

  func draw(on canvas: inout Canvas, bristles: Bristles) {
    let scale = Float(canvas.height)
    let (cosine, sine) = (cos(angle), sin(angle))
    let reach = abs(sine) * length + abs(cosine) * radius
    let rows = Canvas.span(
      (centre.y - reach) * scale, (centre.y + reach) * scale, limit: canvas.height)
    let width = canvas.width
    let start = Int(bitPattern: UInt((centre.x * 7001 + centre.y * 977 + 64).magnitude)) & 1023
    canvas.colours.withUnsafeMutableBufferPointer { cells in
      bristles.hairs.withUnsafeBufferPointer { hairs in
        for row in rows {
          let y = (Float(row) + 0.5) / scale - centre.y
          let limits = limits(y, cosine, sine)
          let columns = Canvas.span(
            (centre.x + limits.low) * scale, (centre.x + limits.high) * scale - 1, limit: width)
          for column in columns {
            let x = (Float(column) + 0.5) / scale - centre.x
            let along = (x * cosine + y * sine) / length
            let across = (y * cosine - x * sine) / radius
            let hair = hairs[(start &+ Int(across * 7 + 64)) & 1023]
            let square = along * along
            let body = (1 - across * across) * (1 - square * square)
            let cover = min(1, max(0, body * 1.9)) * (0.55 + 0.75 * hair) * opacity
            let index = row * width + column
            cells[index] = blend(cells[index], colour * (0.955 + 0.09 * hair), cover)
          }
        }
      }
    }
  }

  /// The part of a row that the stroke covers, from the centre: where it is neither too far along
  /// nor too far across.
  private func limits(
    _ y: Float, _ cosine: Float, _ sine: Float
  ) -> (low: Float, high: Float) {
    var (low, high) = (-Float(4), Float(4))
    if abs(cosine) > 1e-4 {
      let ends = ((-length - y * sine) / cosine, (length - y * sine) / cosine)
      low = max(low, min(ends.0, ends.1))
      high = min(high, max(ends.0, ends.1))
    }
    if abs(sine) > 1e-4 {
      let ends = ((y * cosine - radius) / sine, (y * cosine + radius) / sine)
      low = max(low, min(ends.0, ends.1))
      high = min(high, max(ends.0, ends.1))
    }
    return (low, high)
  }
}
