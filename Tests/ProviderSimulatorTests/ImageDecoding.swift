import Pictures

/// Decodes a file completely with the program's own decoder.
enum ImageDecoding {
  static func size(_ bytes: [UInt8]) throws -> [Int] {
    let image = try ImageDecoder.decode(bytes: bytes)
    return [image.width, image.height]
  }
}
