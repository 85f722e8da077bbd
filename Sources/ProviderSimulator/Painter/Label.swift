/// The line in the corner that says what this picture is.
enum Label {
  /// Draws the longest wording that fits, light on a shadow.
  static func draw(on painting: inout Painter.Painting) {
    let scale = max(1, min(painting.width, painting.height) / 480)
    let wordings = ["easel demo · procedural", "easel demo", "demo"]
    guard
      let text = wordings.first(where: { width(of: $0, scale) + 8 * scale <= painting.width }),
      painting.height >= 12 * scale
    else { return }
    let left = painting.width - width(of: text, scale) - 4 * scale
    let top = painting.height - 10 * scale
    write(text, left + scale, top + scale, scale, shade: 0, share: 0.55, on: &painting)
    write(text, left, top, scale, shade: 255, share: 0.8, on: &painting)
  }

  private static func width(of text: String, _ scale: Int) -> Int { text.count * 5 * scale }

  private static func write(
    _ text: String, _ left: Int, _ top: Int, _ scale: Int, shade: Float, share: Float,
    on painting: inout Painter.Painting
  ) {
    for (number, letter) in text.enumerated() {
      for (row, bits) in (glyphs[letter] ?? []).enumerated() {
        for column in 0..<4 where bits & (8 >> column) != 0 {
          let x = left + (number * 5 + column) * scale
          let y = top + row * scale
          dot(x, y, scale, shade, share, on: &painting)
        }
      }
    }
  }

  private static func dot(
    _ left: Int, _ top: Int, _ size: Int, _ shade: Float, _ share: Float,
    on painting: inout Painter.Painting
  ) {
    for y in top..<min(top + size, painting.height) {
      for x in left..<min(left + size, painting.width) {
        let index = (y * painting.width + x) * 4
        for channel in index..<index + 3 {
          let old = Float(painting.pixels[channel])
          painting.pixels[channel] = UInt8(blend(old, shade, share))
        }
      }
    }
  }

  /// Seven rows of four dots; the last two are below the line.
  private static let glyphs: [Character: [UInt8]] = [
    "a": [0, 0, 0b0110, 0b0001, 0b0111, 0b1001, 0b0111],
    "c": [0, 0, 0b0111, 0b1000, 0b1000, 0b1000, 0b0111],
    "d": [0b0001, 0b0001, 0b0111, 0b1001, 0b1001, 0b1001, 0b0111],
    "e": [0, 0, 0b0110, 0b1001, 0b1111, 0b1000, 0b0111],
    "l": [0b0110, 0b0010, 0b0010, 0b0010, 0b0010, 0b0010, 0b0111],
    "m": [0, 0, 0b1111, 0b1111, 0b1011, 0b1001, 0b1001],
    "o": [0, 0, 0b0110, 0b1001, 0b1001, 0b1001, 0b0110],
    "p": [0, 0, 0b1110, 0b1001, 0b1001, 0b1110, 0b1000, 0b1000],
    "r": [0, 0, 0b1011, 0b1100, 0b1000, 0b1000, 0b1000],
    "s": [0, 0, 0b0111, 0b1000, 0b0110, 0b0001, 0b1110],
    "u": [0, 0, 0b1001, 0b1001, 0b1001, 0b1001, 0b0111],
    "·": [0, 0, 0, 0, 0b0110, 0b0110, 0],
  ]
}
