internal import FoundationEssentials
public import Pictures
public import StudioCore

/// Pictures for tests: a sun over the sea, drawn by a few sums.
public enum SamplePicture {
  /// The picture; `hue` 0…1 shifts its colours.
  public static func draw(width: Int = 384, height: Int = 256, hue: Double = 0) -> PixelImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 4)
    for row in 0..<height {
      for column in 0..<width {
        let color = color(
          x: Double(column) / Double(width), y: Double(row) / Double(height),
          aspect: Double(width) / Double(height), hue: hue)
        pixels += [byte(color.0), byte(color.1), byte(color.2), 255]
      }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  private static func byte(_ level: Double) -> UInt8 { UInt8(max(0, min(255, level * 255))) }

  private static func color(
    x: Double, y: Double, aspect: Double, hue: Double
  ) -> (Double, Double, Double) {
    let horizon = 0.62
    let dx = (x - 0.62 + hue * 0.2) * aspect
    let dy = y - 0.42
    let distance = (dx * dx + dy * dy).squareRoot()
    let glow = max(0, 1 - distance * 1.6)
    let hill = 0.62 - max(0, 0.16 - abs(x - 0.2) * 0.5) - max(0, 0.1 - abs(x - 0.42) * 0.4)
    if y > hill, y < horizon { return (0.07, 0.09, 0.16 + hue * 0.1) }
    if y < horizon {
      if distance < 0.13 { return (1, 0.93, 0.78) }
      let sky = y / horizon
      return (
        0.13 + 0.65 * sky * (1 - hue) + glow * 0.4, 0.15 + 0.28 * sky + glow * 0.32,
        0.36 + 0.12 * (1 - sky) + hue * 0.3 * sky
      )
    }
    let depth = (y - horizon) / (1 - horizon)
    let streak = max(0, 0.22 - abs(x - 0.62 + hue * 0.2) * (1.2 + depth)) * 3
    let wave = Int(y * 90) % 3 == 0 ? 0.05 : 0
    return (
      0.1 + streak * 0.8 + wave, 0.16 + streak * 0.55 + wave, 0.32 - depth * 0.16 + streak * 0.3
    )
  }

  /// Writes so many pictures, `1.png` and on, into a folder and describes them.
  public static func write(_ count: Int, in folder: String) throws -> [GeneratedImage] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try (1...count).map { number in
      let bytes = try ImageEncoder.png(draw(hue: Double(number - 1) * 0.3))
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(number).png"))
      return GeneratedImage(
        file: "\(number).png", mediaType: "image/png", width: 384, height: 256,
        bytes: bytes.count, sha256: "")
    }
  }
}
