import StudioTestSupport
import Testing

@testable import Pictures

@Suite("Fuzz: pictures", .timeLimit(Fuzz.timeLimit))
struct PictureFuzzTests {
  private static let words = [
    "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "tEXt", "zTXt", "iTXt", "iCCP",
    "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "GIF87a", "GIF89a",
    "\u{0}\u{0}",
    "Exif", "JFIF", "Adobe",
  ]

  @Test("A file's kind is told by its first bytes alone, and its size is read or refused")
  func signatures() throws {
    var fuzz = Fuzz("signature", usually: 2000)
    fuzz.words = Self.words
    fuzz.seeds = try Self.files()
    try fuzz.run { input, _ in
      let kind = ImageSignature.sniff(input)
      try demand(kind == Self.kind(input), "taken for \(String(describing: kind))")
      try Self.checkTexts(input)
      do {
        let info = try ImageDecoder.info(prefix: input)
        try demand(info.signature == kind, "the header is of another kind")
        try demand(info.size.width > 0 && info.size.height > 0, "an empty picture")
        try demand(info.size.width < 1 << 31 && info.size.height < 1 << 31, "beyond any format")
        return "\(info.signature) \(info.size.width.bitWidth - info.size.width.leadingZeroBitCount)"
      } catch let error as ImageError {
        return try Self.word(for: error)
      }
    }
  }

  @Test("A damaged picture is refused, or has the size that its header states")
  func pictures() throws {
    var fuzz = Fuzz("picture", usually: 300)
    fuzz.words = Self.words
    fuzz.seeds = try Self.files()
    fuzz.slowest = 5
    let limits = DecodeLimits(maximumPixels: 40_000)
    try fuzz.run { input, random in
      let box = random.once(in: 2) ? PixelSize(width: 9, height: 7) : nil
      let input = random.once(in: 2) ? Self.withRightChecksums(input) : input
      try Self.checkRowByRow(input, fitting: box, limits)
      do {
        let image = try ImageDecoder.decode(bytes: input, fitting: box, limits: limits)
        let size = try ImageDecoder.info(prefix: input).size
        try demand(image.size == box.map { size.fitted(into: $0) } ?? size, "another size")
        try demand(image.pixels.count == 4 * image.size.pixelCount, "too few pixels")
        return "\(image.size)"
      } catch let error as ImageError {
        return try Self.word(for: error)
      }
    }
  }

  /// Behind a PNG's end stands nothing; where something does its rows are inflated one by one, and
  /// they have to be the same.
  private static func checkRowByRow(
    _ input: [UInt8], fitting box: PixelSize?, _ limits: DecodeLimits
  ) throws {
    guard ImageSignature.sniff(input) == .png else { return }
    let slow = try? ImageDecoder.decode(bytes: input + [0], fitting: box, limits: limits)
    guard let slow else { return }
    let fast = try? ImageDecoder.decode(bytes: input, fitting: box, limits: limits)
    try demand(fast == slow, "inflated at once it is another picture")
  }

  /// Damage that no checksum tells of.
  private static func withRightChecksums(_ input: [UInt8]) -> [UInt8] {
    guard ImageSignature.sniff(input) == .png else { return input }
    var output = input
    var start = PNGStart.signature
    while start + 12 <= input.count {
      let length = input[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= input.count else { break }
      let checksum = CRC32.checksum(Array(input[start + 4..<end]))
      for i in 0..<4 { output[end + i] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * i)) }
      start = end + 4
    }
    return output
  }

  /// By the formats' own specifications, said another way than the code does.
  private static func kind(_ input: [UInt8]) -> ImageSignature? {
    let text = String(String.UnicodeScalarView(input.prefix(12).map { Unicode.Scalar($0) }))
    if text.unicodeScalars.starts(with: "\u{89}PNG\r\n\u{1A}\n".unicodeScalars) { return .png }
    if text.unicodeScalars.starts(with: "\u{FF}\u{D8}\u{FF}".unicodeScalars) { return .jpeg }
    if text.hasPrefix("GIF87a") || text.hasPrefix("GIF89a") { return .gif }
    let isWebP = text.hasPrefix("RIFF") && text.unicodeScalars.count == 12
    return isWebP && text.unicodeScalars.suffix(4).elementsEqual("WEBP".unicodeScalars)
      ? .webp : nil
  }

  /// Texts can be read from whatever starts as a PNG, and one that is added is read again.
  private static func checkTexts(_ input: [UInt8]) throws {
    guard let texts = try? PNGTextChunks.read(input), input.count >= 33 else { return }
    let added = try PNGTextChunks.adding([("Title", "é")], to: input)
    let again = try PNGTextChunks.read(added)
    guard input.starts(with: PNGStart.bytes) else { return }
    try demand(again.count == texts.count + 1, "\(again.count) texts, there were \(texts.count)")
    try demand(again.first.map { $0 == ("Title", "é") } ?? false, "the text is not first")
  }

  private enum PNGStart {
    static let signature = 8
    static let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
  }

  private static func word(for error: ImageError) throws -> String {
    let isClean = error.message.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control
    }
    try demand(isClean, "a control character is in \(error.message)")
    if case .tooLarge = error { return "too large" }
    return "\(error)"
  }

  /// Small ones of every kind that is decoded.
  private static func files() throws -> [[UInt8]] {
    var generator = SeededGenerator(seed: 5)
    let noise = (0..<12 * 9 * 4).map { _ in UInt8(truncatingIfNeeded: generator.next() | 1) }
    let small = PixelImage(width: 12, height: 9, pixels: noise)
    let plain = PixelImage(
      width: 24, height: 20, pixels: (0..<480).flatMap { [UInt8($0 % 24), UInt8($0 / 24), 9, 255] })
    return [
      try ImageEncoder.png(small), try ImageEncoder.png(plain, compression: 0),
      try ImageEncoder.jpeg(small), try ImageEncoder.jpeg(plain, quality: 30),
      try ImageEncoder.webp(small), try ImageEncoder.webp(plain, lossless: true),
      try PNGTextChunks.adding([("Title", "Fox"), ("Comment", "狐")], to: ImageEncoder.png(small)),
    ]
  }
}
