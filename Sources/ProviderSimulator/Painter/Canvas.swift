/// A grid of colours to paint on, with shapes in the picture's own coordinates.
struct Canvas {
  let width: Int
  let height: Int
  var colours: [Colour]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    colours = Array(repeating: Colour(), count: width * height)
  }

  var aspect: Float { Float(width) / Float(height) }

  /// Fills every cell with the colour at its place.
  mutating func fill(_ colour: (Place) -> Colour) {
    let step = 1 / Float(height)
    let (width, height) = (width, height)
    colours.withUnsafeMutableBufferPointer { cells in
      for row in 0..<height {
        for column in 0..<width {
          cells[row * width + column] = colour(
            Place((Float(column) + 0.5) * step, (Float(row) + 0.5) * step))
        }
      }
    }
  }

  /// The colour at a place, interpolated.
  func sample(_ place: Place) -> Colour {
    let x = min(max(place.x * Float(height) - 0.5, 0), Float(width - 1))
    let y = min(max(place.y * Float(height) - 0.5, 0), Float(height - 1))
    let (column, row) = (min(Int(x), max(0, width - 2)), min(Int(y), max(0, height - 2)))
    let (u, v) = (x - Float(column), y - Float(row))
    let start = row * width + column
    let right = width > 1 ? 1 : 0
    let down = height > 1 ? width : 0
    let above = colours[start] + (colours[start + right] - colours[start]) * u
    let below =
      colours[start + down] + (colours[start + down + right] - colours[start + down]) * u
    return above + (below - above) * v
  }

  /// Lets `change` mix each cell of a box; its result's share is from 0 to 1.
  mutating func paint(
    from low: Place, to high: Place, _ change: (Place) -> (colour: Colour, share: Float)
  ) {
    let scale = Float(height)
    let columns = Self.span(low.x * scale, high.x * scale + 1, limit: width)
    let rows = Self.span(low.y * scale, high.y * scale + 1, limit: height)
    for row in rows {
      for column in columns {
        let result = change(Place((Float(column) + 0.5) / scale, (Float(row) + 0.5) / scale))
        guard result.share > 0 else { continue }
        let index = row * width + column
        colours[index] = blend(colours[index], result.colour, result.share)
      }
    }
  }

  /// The cells from `low` to `high` that exist.
  static func span(_ low: Float, _ high: Float, limit: Int) -> Range<Int> {
    let first = Int(min(max(0, low), Float(limit)))
    return first..<Int(min(max(Float(first), high + 1), Float(limit)))
  }
}
