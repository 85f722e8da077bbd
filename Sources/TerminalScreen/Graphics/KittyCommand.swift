/// The commands of kitty's graphics protocol, as complete sequences.
enum KittyCommand {
  /// The most base64 in one sequence; a multiple of 4, as the protocol wants.
  static let chunk = 4096

  static func sequence(_ keys: String, _ content: ArraySlice<UInt8> = []) -> [UInt8] {
    var bytes = Array("\u{1B}_G\(keys)".utf8)
    if !content.isEmpty {
      bytes.append(UInt8(ascii: ";"))
      bytes += content
    }
    return bytes + [0x1B, UInt8(ascii: "\\")]
  }

  /// The sequences that carry a long content. Each asks for silence: an answer that comes when the
  /// program is gone would be typed into the shell.
  static func transmission(_ keys: String, _ content: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: content.count, by: chunk).map { start in
      let end = min(start + chunk, content.count)
      let more = end < content.count ? 1 : 0
      let first = start == 0 ? keys + "," : ""
      return sequence("\(first)q=2,m=\(more)", content[start..<end])
    }
  }

  /// Ends a transmission that is not complete, and forgets what has come.
  static func abort(_ id: PictureID) -> [UInt8] { sequence("q=2,m=0") + free(id) }

  /// Frees a picture and all its placements.
  static func free(_ id: PictureID) -> [UInt8] { sequence("a=d,d=I,i=\(id.number),q=2") }

  /// Frees all pictures of a run, in terminals that know ranges (kitty 0.33).
  static func freeAll(session: UInt8) -> [UInt8] {
    let first = UInt32(session) << 24
    return sequence("a=d,d=R,x=\(first),y=\(first | 0xFF_FFFF),q=2")
  }
}
