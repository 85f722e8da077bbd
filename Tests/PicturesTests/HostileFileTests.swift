import Glibc
import Pictures
import StudioTestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct HostileFileTests {
  @Test(
    "Bombs are refused or shrunk in seconds, in no more memory than a picture of that kind takes")
  func bombs() async throws {
    // In a process of its own: the peak of this one is shared with the other tests.
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let bombs = PictureBombs.all()
      let before = Usage.now
      var decoded: Set<String> = []
      for (name, bytes) in bombs {
        let start = Usage.now.seconds
        let image = try? ImageDecoder.decode(
          bytes: bytes, fitting: PixelSize(width: 64, height: 64))
        #expect((image?.width ?? 0) <= 64, "\(name)")
        if image != nil { decoded.insert(name) }
        let seconds = Usage.now.seconds - start
        #expect(seconds < 5, "\(name) takes \(seconds) s")
        let kilobytes = Usage.now.peakKilobytes - before.peakKilobytes
        #expect(kilobytes < 48_000, "\(name) takes \(kilobytes) KB")
      }
      print(decoded.sorted().joined(separator: ", "), terminator: "")
    }
    let decoded = try String(decoding: #require(result).standardOutputContent, as: UTF8.self)
    #expect(
      decoded
        == "a PNG of a hundred megabytes, a small one of 450 scans, an interlaced one, "
        + "one pixel, and a hundred megabytes behind it, one with 100,000 chunks, "
        + "one with 100,000 pieces of nothing, one with a deflated profile, "
        + "one with a deflated text, one with a deflated text in UTF-8")
  }

  @Test("A JPEG of very many scans is refused where they would take long, and no other")
  func scans() throws {
    let bomb = PictureBombs.progressive(10_000, 10_000, scans: 450)
    #expect(throws: ImageError.corrupt(.jpeg, detail: "it has too many scans for its size")) {
      try ImageDecoder.decode(bytes: bomb, fitting: PixelSize(width: 64, height: 64))
    }
    let small = try ImageDecoder.decode(bytes: PictureBombs.progressive(64, 40, scans: 450))
    #expect(small.size == PixelSize(width: 64, height: 40))
    let usual = PictureBombs.progressive(2000, 1500, scans: 10)
    #expect(
      try ImageDecoder.decode(bytes: usual, fitting: PixelSize(width: 8, height: 8)).width == 8)
  }

  @Test("2,800 damaged files decode to their stated size or throw, within time and memory")
  func damaged() async {
    await #expect(processExitsWith: .success) {
      var generator = SeededGenerator(seed: 42)
      let limits = DecodeLimits(maximumPixels: 1_000_000)
      var refused = 0
      let start = Usage.now
      for file in try DamageTests.files() {
        for round in 0..<400 {
          let bytes = damagedCopy(of: file, rounds: 1 + round % 4, &generator)
          let box = round.isMultiple(of: 2) ? PixelSize(width: 9, height: 9) : nil
          do throws(ImageError) {
            let image = try ImageDecoder.decode(bytes: bytes, fitting: box, limits: limits)
            let size = try ImageDecoder.info(prefix: bytes).size
            #expect(image.size == box.map { size.fitted(into: $0) } ?? size)
          } catch {
            #expect(!error.message.isEmpty)
            refused += 1
          }
        }
      }
      #expect(Usage.now.seconds - start.seconds < 30)
      #expect(refused > 1000)
      #expect(refused < 2700)
      #expect(Usage.now.peakKilobytes - start.peakKilobytes < 48_000)
    }
  }
}

/// Changes bytes, lengths and order.
private func damagedCopy(
  of file: [UInt8], rounds: Int, _ generator: inout SeededGenerator
) -> [UInt8] {
  var bytes = file
  for _ in 0..<rounds where bytes.count > 1 {
    let place = Int.random(in: bytes.indices, using: &generator)
    let end = min(bytes.count, place + .random(in: 1...40, using: &generator))
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 2: bytes.replaceSubrange(place..<end, with: (place..<end).map { _ in 0xFF })
    case 3: bytes.removeLast(bytes.count - place)
    default: bytes[place] = .random(in: 0...255, using: &generator)
    }
  }
  return bytes
}

/// What this process has used.
private struct Usage {
  /// Of the processor.
  var seconds: Double
  /// The largest resident size so far.
  var peakKilobytes: Int

  static var now: Usage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let (user, system) = (usage.ru_utime, usage.ru_stime)
    let micros = Double(user.tv_usec + system.tv_usec) / 1e6
    return Usage(
      seconds: Double(user.tv_sec + system.tv_sec) + micros, peakKilobytes: Int(usage.ru_maxrss))
  }
}
