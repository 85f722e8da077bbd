/// What a terminal answers to a command of kitty's graphics protocol: `Gi=31;OK`.
struct KittyAnswer: Hashable {
  let id: UInt32
  /// Whether it says OK.
  let isGood: Bool
  /// The keys that it names, with their values.
  let keys: [String: String]

  /// Nil when the text is another command's answer.
  init?(_ text: String) {
    guard text.hasPrefix("G") else { return nil }
    let parts = text.dropFirst().split(separator: ";", maxSplits: 1)
    let pairs = (parts.first ?? "").split(separator: ",").compactMap { pair in
      let sides = pair.split(separator: "=", maxSplits: 1)
      return sides.count == 2 ? (String(sides[0]), String(sides[1])) : nil
    }
    keys = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    id = keys["i"].flatMap(UInt32.init) ?? 0
    isGood = parts.count == 2 && parts[1].hasPrefix("OK")
  }
}
