/// The text chunks of a PNG file: reads and adds them without touching a pixel.
///
/// A chunk is `tEXt` when its text is ASCII, else `iTXt` in UTF-8. Keywords are 1…79 printable ASCII
/// characters without leading, trailing or doubled spaces (PNG Third Edition, 11.3.3.2).
public enum PNGTextChunks {
  /// A copy of the PNG file with the chunks added right behind its header.
  /// - Throws: `encodingFailed` for a keyword or text that PNG does not allow, `corrupt` when `png`
  ///   does not start as a PNG file.
  public static func adding(
    _ text: [(keyword: String, text: String)], to png: [UInt8]
  ) throws(ImageError) -> [UInt8] {
    guard png.count >= headerEnd, try ImageDecoder.info(prefix: png).signature == .png else {
      throw .corrupt(.png, detail: "the header is damaged or incomplete")
    }
    var result = Array(png[..<headerEnd])
    for (keyword, text) in text {
      result += try chunk(keyword: keyword, text: text)
    }
    return result + png[headerEnd...]
  }

  /// The uncompressed texts in file order, up to the first chunk that is cut short. Compressed ones
  /// (`zTXt`) are left out.
  /// - Throws: `unknownFormat` or `corrupt` when `png` does not start as a PNG file.
  public static func read(_ png: [UInt8]) throws(ImageError) -> [(keyword: String, text: String)] {
    guard try ImageDecoder.info(prefix: png).signature == .png else {
      throw .corrupt(.png, detail: "it is another format")
    }
    var texts: [(keyword: String, text: String)] = []
    var offset = 8
    while offset + 12 <= png.count {
      let length = png[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      let data = offset + 8
      guard length <= png.count - data - 4 else { break }
      if let text = entry(type: png[offset + 4..<data], data: png[data..<data + length]) {
        texts.append(text)
      }
      offset = data + length + 4
    }
    return texts
  }

  /// Signature and IHDR have a fixed length.
  private static let headerEnd = 8 + 12 + 13

  private static func chunk(keyword: String, text: String) throws(ImageError) -> [UInt8] {
    guard isKeyword(keyword) else {
      throw .encodingFailed("a PNG text keyword is 1 to 79 printable ASCII characters")
    }
    guard !text.utf8.contains(0) else {
      throw .encodingFailed("a PNG text cannot hold a NUL character")
    }
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    let separator: [UInt8] = isASCII ? [0] : [0, 0, 0, 0, 0]  // not compressed, no language
    let body = Array(keyword.utf8) + separator + Array(text.utf8)
    guard body.count <= Int32.max else { throw .encodingFailed("a PNG text is too long") }
    let checked = Array((isASCII ? "tEXt" : "iTXt").utf8) + body
    return bigEndian(UInt32(body.count)) + checked + bigEndian(CRC32.checksum(checked))
  }

  private static func isKeyword(_ keyword: String) -> Bool {
    let bytes = Array(keyword.utf8)
    return (1...79).contains(bytes.count) && bytes.allSatisfy { (0x20..<0x7F).contains($0) }
      && bytes.first != 0x20 && bytes.last != 0x20
      && zip(bytes, bytes.dropFirst()).allSatisfy { $0 != 0x20 || $1 != 0x20 }
  }

  private static func entry(
    type: ArraySlice<UInt8>, data: ArraySlice<UInt8>
  ) -> (keyword: String, text: String)? {
    guard let end = data.firstIndex(of: 0) else { return nil }
    let keyword = latin1(data[..<end])
    let rest = data[(end + 1)...]
    if type.elementsEqual("tEXt".utf8) { return (keyword, latin1(rest)) }
    guard type.elementsEqual("iTXt".utf8), rest.first == 0 else { return nil }
    let fields = rest.dropFirst(2).split(
      separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    return fields.count == 3 ? (keyword, String(decoding: fields[2], as: UTF8.self)) : nil
  }

  private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
