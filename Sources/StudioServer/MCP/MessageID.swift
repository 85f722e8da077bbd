import StudioCore

/// What a JSON-RPC request calls itself: a string or a whole number (0 too), never null.
struct MessageID: Hashable, Sendable {
  let value: JSONValue

  init?(_ value: JSONValue?) {
    switch value {
    case .string(let text)? where text.utf8.count <= 256: self.value = .string(text)
    case .number(let text)? where Self.isInteger(text): self.value = .number(text)
    default: return nil
    }
  }

  private static func isInteger(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    return (1...64).contains(digits.count)
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
