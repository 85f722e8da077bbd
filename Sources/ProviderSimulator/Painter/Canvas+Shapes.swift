import Glibc

/// Shapes with soft edges.
extension Canvas {
  /// Half the width of a soft edge: one cell.
  private var edge: Float { 1 / Float(height) }

  /// An ellipse turned by `angle`, shaded by `shade` where that is given.
  mutating func ellipse(
    _ centre: Place, _ radii: Place, angle: Float = 0, _ colour: Colour, share: Float = 1,
    shade: ((Place) -> Colour)? = nil
  ) {
    let reach = max(radii.x, radii.y) + edge
    let (cosine, sine) = (cos(angle), sin(angle))
    let soft = edge / max(0.0001, min(radii.x, radii.y))
    paint(from: centre - reach, to: centre + reach) { place in
      let offset = place - centre
      let turned = Place(
        (offset.x * cosine + offset.y * sine) / radii.x,
        (offset.y * cosine - offset.x * sine) / radii.y)
      let distance = (turned.x * turned.x + turned.y * turned.y).squareRoot()
      let cover = 1 - ramp(1 - soft, 1 + soft, distance)
      return (shade?(turned) ?? colour, cover * share)
    }
  }

  /// A filled outline.
  mutating func polygon(
    _ points: [Place], _ colour: Colour, share: Float = 1, shade: ((Place) -> Colour)? = nil
  ) {
    guard let first = points.first else { return }
    let low = points.reduce(first) { Place(min($0.x, $1.x), min($0.y, $1.y)) }
    let high = points.reduce(first) { Place(max($0.x, $1.x), max($0.y, $1.y)) }
    let soft = edge
    paint(from: low - soft, to: high + soft) { place in
      let depth = Self.depth(of: place, in: points)
      return (shade?(place) ?? colour, share * ramp(-soft, soft, depth))
    }
  }

  /// A line that may taper.
  mutating func line(
    _ from: Place, _ to: Place, width: Float, endWidth: Float? = nil, _ colour: Colour,
    share: Float = 1
  ) {
    let reach = max(width, endWidth ?? width) + edge
    let low = Place(min(from.x, to.x), min(from.y, to.y)) - reach
    let high = Place(max(from.x, to.x), max(from.y, to.y)) + reach
    let along = to - from
    let length = max(1e-9, along.x * along.x + along.y * along.y)
    let soft = edge
    paint(from: low, to: high) { place in
      let offset = place - from
      let part = min(1, max(0, (offset.x * along.x + offset.y * along.y) / length))
      let half = blend(width, endWidth ?? width, part) / 2
      let away = distance(place, from + along * part)
      return (colour, share * min(1, half / soft) * (1 - ramp(half - soft, half + soft, away)))
    }
  }

  /// Light that fades with distance and adds to what is there.
  mutating func glow(_ centre: Place, radius: Float, _ colour: Colour, strength: Float) {
    let scale = Float(height)
    let columns = Self.span((centre.x - radius) * scale, (centre.x + radius) * scale, limit: width)
    let rows = Self.span((centre.y - radius) * scale, (centre.y + radius) * scale, limit: height)
    for row in rows {
      for column in columns {
        let place = Place((Float(column) + 0.5) / scale, (Float(row) + 0.5) / scale)
        let nearness = max(0, 1 - distance(place, centre) / radius)
        let index = row * width + column
        let light = colour * (strength * nearness * nearness * nearness)
        colours[index] += light * (Colour(repeating: 1) - colours[index])
      }
    }
  }

  /// How far inside an outline a place is; negative outside.
  private static func depth(of place: Place, in points: [Place]) -> Float {
    var nearest = Float.greatestFiniteMagnitude
    var isInside = false
    var previous = points[points.count - 1]
    for point in points {
      let side = point - previous
      let offset = place - previous
      let length = max(1e-9, side.x * side.x + side.y * side.y)
      let part = min(1, max(0, (offset.x * side.x + offset.y * side.y) / length))
      nearest = min(nearest, distance(offset, side * part))
      if (point.y > place.y) != (previous.y > place.y),
        place.x < (previous.x - point.x) * (place.y - point.y) / (previous.y - point.y) + point.x
      {
        isInside.toggle()
      }
      previous = point
    }
    return isInside ? nearest : -nearest
  }
}
