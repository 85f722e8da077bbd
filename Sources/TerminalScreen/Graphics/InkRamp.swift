import Pictures

/// Draws a picture as more or less ink: one ASCII character a cell, no colours.
///
/// With nothing but letters, evenly graded light is easier to recognise than shapes.
struct InkRamp {
  /// In steps of ink from none to full, even in DejaVu Sans Mono and nearly so in other fonts.
  private static let characters = Array(" .:;*+=x%S&#@".unicodeScalars)

  /// The least difference of light that is stretched to the whole ramp; less is noise.
  private static let leastContrast = 0.1

  /// Whether the terminal shows dark characters on a light background.
  let isDarkOnLight: Bool

  func draw(_ image: PixelImage, size: GridSize) -> CellBuffer {
    var buffer = CellBuffer(size: size)
    guard size.rows > 0, size.columns > 0 else { return buffer }
    let reduced = image.scaled(to: PixelSize(width: size.columns, height: size.rows))
    let samples = Self.stretched(Self.samples(reduced))
    for (index, sample) in samples.enumerated() {
      let ink = sample.opacity * (isDarkOnLight ? 1 - sample.light : sample.light)
      let step = Int((ink * Double(Self.characters.count - 1)).rounded())
      buffer[index / size.columns, index % size.columns] = Cell(Self.characters[step], width: 1)
    }
    return buffer
  }

  /// Light and opacity of one pixel, 0…1.
  private struct Sample {
    var light: Double
    let opacity: Double
  }

  private static func samples(_ image: PixelImage) -> [Sample] {
    stride(from: 0, to: image.pixels.count, by: 4).map { start in
      let pixel = image.pixels[start..<start + 4].map { Double($0) / 255 }
      let light = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
      return Sample(light: light, opacity: pixel[3])
    }
  }

  /// The samples with the light of what can be seen spread over the whole ramp.
  private static func stretched(_ samples: [Sample]) -> [Sample] {
    let visible = samples.filter { $0.opacity > 0 }.map(\.light)
    guard let low = visible.min(), let high = visible.max(), high - low >= leastContrast
    else { return samples }
    return samples.map { sample in
      var sample = sample
      sample.light = min(1, max(0, (sample.light - low) / (high - low)))
      return sample
    }
  }
}
