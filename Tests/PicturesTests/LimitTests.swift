import Glibc
import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LimitTests {
  @Test("A header of 30000×30000 is refused before memory for pixels is asked for")
  func bomb() {
    let png = HandmadePNG(width: 30_000, height: 30_000, bitDepth: 8, colourType: 6)
    let size = PixelSize(width: 30_000, height: 30_000)
    for box in [nil, PixelSize(width: 10, height: 10)] {
      #expect(throws: ImageError.tooLarge(size, limit: 100_000_000)) {
        try ImageDecoder.decode(bytes: png.bytes, fitting: box)
      }
    }
  }

  @Test("Sides and files have limits of their own")
  func sidesAndBytes() throws {
    let file = try ImageEncoder.png(.gradient(40, 10))
    let size = PixelSize(width: 40, height: 10)
    #expect(throws: ImageError.tooLarge(size, limit: 39)) {
      try ImageDecoder.decode(bytes: file, limits: DecodeLimits(maximumSide: 39))
    }
    #expect(throws: ImageError.tooLarge(size, limit: 399)) {
      try ImageDecoder.decode(bytes: file, limits: DecodeLimits(maximumPixels: 399))
    }
    let tight = DecodeLimits(maximumFileBytes: file.count - 1)
    let error = ImageError.fileTooLarge(bytes: file.count, limit: file.count - 1)
    #expect(throws: error) { try ImageDecoder.decode(bytes: file, limits: tight) }
    try withTemporaryFile(file) { (path) throws in
      #expect(throws: error) { try ImageDecoder.decode(path: path, limits: tight) }
    }
    let exact = DecodeLimits(
      maximumPixels: 400, maximumSide: 40, maximumFileBytes: file.count)
    #expect(try ImageDecoder.decode(bytes: file, limits: exact).size == size)
  }

  @Test("No limit admits a side beyond what the scaling sums can hold")
  func sideCeiling() {
    let png = HandmadePNG(width: 70_000, height: 1, bitDepth: 1, colourType: 0)
    let size = PixelSize(width: 70_000, height: 1)
    #expect(throws: ImageError.tooLarge(size, limit: PixelImage.maximumSide)) {
      try ImageDecoder.decode(bytes: png.bytes, limits: DecodeLimits(maximumSide: .max))
    }
  }

  @Test("A thumbnail of a large PNG never holds the large picture")
  func streams() async {
    // In a process of its own: the peak of this one is shared with the other tests.
    await #expect(processExitsWith: .success) {
      let (width, height) = (8192, 4096)  // 134 MB as RGBA
      let row = [0] + [UInt8](repeating: 0b1010_1010, count: width / 8)
      let rows = (0..<height).flatMap { _ in row }
      let file = HandmadePNG(
        width: width, height: height, bitDepth: 1, colourType: 0, rows: rows
      ).bytes
      let before = peakKilobytes()
      let image = try ImageDecoder.decode(
        bytes: file, fitting: PixelSize(width: 128, height: 128))
      #expect(image == .plain(128, 64, [128, 128, 128, 255]))
      #expect(peakKilobytes() - before < 30_000)
    }
  }

  @Test("Missing files, folders and pipes are unreadable, and the reason is told")
  func unreadable() throws {
    let missing = "/nonexistent/\u{1B}[31mpicture.png"
    let error = ImageError.unreadable(path: missing, errno: ENOENT)
    #expect(throws: error) { try ImageDecoder.info(path: missing) }
    #expect(
      error.message == "Cannot read /nonexistent/\u{FFFD}[31mpicture.png: "
        + "No such file or directory.")
    #expect(throws: ImageError.unreadable(path: "/tmp", errno: EISDIR)) {
      try ImageDecoder.decode(path: "/tmp")
    }
    let pipe = "/tmp/pictures-pipe-\(getpid())"
    #expect(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    #expect(throws: ImageError.unreadable(path: pipe, errno: EINVAL)) {
      try ImageDecoder.decode(path: pipe)
    }
  }

  @Test("An empty file is no picture")
  func empty() throws {
    try withTemporaryFile([]) { (path) throws in
      #expect(throws: ImageError.unknownFormat) { try ImageDecoder.decode(path: path) }
    }
  }

  @Test("GIF and animated WebP are recognised but not decoded")
  func unsupported() throws {
    let gif = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x3B]
    #expect(throws: ImageError.unsupported(.gif)) { try ImageDecoder.decode(bytes: gif) }
    let canvas: [UInt8] = [0x02, 0, 0, 0, 7, 0, 0, 7, 0, 0]
    let chunks =
      Array("WEBPVP8X".utf8) + [10, 0, 0, 0] + canvas + Array("ANIM".utf8)
      + [6, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let webp = Array("RIFF".utf8) + [UInt8(chunks.count), 0, 0, 0] + chunks
    #expect(throws: ImageError.unsupported(.webp)) { try ImageDecoder.decode(bytes: webp) }
  }

  @Test("WebP refuses sides its format cannot state")
  func webpSide() throws {
    #expect(throws: ImageError.self) { try ImageEncoder.webp(.plain(16_384, 1, [1, 2, 3, 255])) }
  }
}

/// The largest resident size this process has had.
private func peakKilobytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Int(usage.ru_maxrss)
}
