import FoundationEssentials
import Pictures
import StudioCore
import Testing

@testable import StudioService

@Suite("The end of a picture's file", .timeLimit(.minutes(3)))
struct PictureTailTests {
  static let kinds: [String: [UInt8]] = {
    let pixels = (0..<64 * 64 * 4).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 5) | 3 }
    let image = PixelImage(width: 64, height: 64, pixels: pixels)
    let gif: [UInt8] =
      Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
      + [0x21, 0xF9, 4, 1, 0x3B, 0x3B, 0, 0]
      + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
    return [
      "png": (try? ImageEncoder.png(image)) ?? [], "jpeg": (try? ImageEncoder.jpeg(image)) ?? [],
      "webp": (try? ImageEncoder.webp(image)) ?? [], "gif": gif,
    ]
  }()

  private func isWhole(_ bytes: some Collection<UInt8>) throws -> Bool? {
    let folder = try StoreFolder()
    let path = "\(folder.path)/1.part"
    try Data(bytes).write(to: URL(filePath: path))
    return PictureTail.isWhole(path)
  }

  @Test("is found, also where more bytes follow it", arguments: kinds.keys.sorted())
  func whole(kind: String) throws {
    let bytes = try #require(Self.kinds[kind])
    #expect(bytes.count > 30)
    #expect(try isWhole(bytes) == true)
    #expect(try isWhole(bytes + Array("/2".utf8)) == true)
    #expect(try isWhole(bytes + [UInt8](repeating: 0, count: 70_000)) == true)
  }

  @Test("is missed wherever the file is cut", arguments: kinds.keys.sorted())
  func cut(kind: String) throws {
    let bytes = try #require(Self.kinds[kind])
    for length in [1, 12, 13, 33, bytes.count / 3, bytes.count / 2, bytes.count - 1]
    where length < bytes.count {
      #expect(try isWhole(bytes.prefix(length)) == false, "\(length) of \(bytes.count)")
    }
  }

  @Test("is not there in what is no picture, and not known of what cannot be read")
  func others() throws {
    #expect(try isWhole([]) == false)
    #expect(try isWhole("<html>".utf8) == false)
    #expect(PictureTail.isWhole("/nowhere/1.part") == nil)
  }
}
