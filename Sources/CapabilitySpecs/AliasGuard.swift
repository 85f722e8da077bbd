/// Finds documents on which the YAML library itself would take exponential time: it compares mapping
/// keys by walking them, and a few nested aliases make a key of billions of nodes. Aliases anywhere
/// else share their node, so the bound on expanded nodes is enough for those.
enum AliasGuard {
  /// Whether the text holds an anchor, an alias, and something that may be a key other than plain
  /// text. Quotes and comments are not recognised: the answer errs towards yes.
  static func isRisky(_ yaml: String) -> Bool {
    let bytes = Array(yaml.utf8)
    return holdsToken("&", in: bytes) && holdsToken("*", in: bytes) && holdsUnusualKey(bytes)
  }

  /// An anchor or alias: the indicator where a node may begin, then a name.
  private static func holdsToken(_ indicator: Unicode.Scalar, in bytes: [UInt8]) -> Bool {
    bytes.indices.contains { index in
      bytes[index] == UInt8(ascii: indicator) && mayBeginNode(index, in: bytes)
        && index + 1 < bytes.count && isNameByte(bytes[index + 1])
    }
  }

  private static func holdsUnusualKey(_ bytes: [UInt8]) -> Bool {
    bytes.indices.contains { index in
      switch bytes[index] {
      case UInt8(ascii: "?"): mayBeginNode(index, in: bytes)
      case UInt8(ascii: ":"): endsCollectionOrAlias(bytes[..<index])
      default: false
      }
    }
  }

  private static func endsCollectionOrAlias(_ before: ArraySlice<UInt8>) -> Bool {
    var rest = before
    while let last = rest.last, " \t\r\n".utf8.contains(last) { rest.removeLast() }
    if let last = rest.last, "]}".utf8.contains(last) { return true }
    while let last = rest.last, isNameByte(last) { rest.removeLast() }
    return rest.last == UInt8(ascii: "*")
  }

  private static func mayBeginNode(_ index: Int, in bytes: [UInt8]) -> Bool {
    index == 0 || " \t\r\n[{,-:?".utf8.contains(bytes[index - 1]) || bytes[index - 1] >= 0x80
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    Identifier.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
