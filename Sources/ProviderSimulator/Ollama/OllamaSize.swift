/// The `size` field, read as Ollama reads it: `Sscanf(size, "%dx%d")` into 32-bit integers, with
/// anything that does not match silently ignored.
enum OllamaSize {
  /// Both numbers, or nil where Ollama ignores the field.
  static func parse(_ text: String) -> (width: Int, height: Int)? {
    var rest = Substring(text)
    guard let width = number(&rest), rest.first == "x" else { return nil }
    rest.removeFirst()
    guard let height = number(&rest) else { return nil }
    return (width, height)
  }

  /// The size of the picture: defaults for what is not positive, and klein's rounding.
  static func painted(width: Int, height: Int, by model: OllamaModel) -> (width: Int, height: Int) {
    let wide = width > 0 ? width : 1024
    let high = height > 0 ? height : 1024
    guard model.roundsToSixteen else {
      return (max(16, wide / 16 * 16), max(16, high / 16 * 16))
    }
    let limit = 2048.0 * 2048.0
    let area = Double(wide) * Double(high)
    let scale = area > limit ? (limit / area).squareRoot() : 1
    func rounded(_ side: Int) -> Int { max(16, (Int(Double(side) * scale) + 8) / 16 * 16) }
    return (rounded(wide), rounded(high))
  }

  private static func number(_ rest: inout Substring) -> Int? {
    rest = rest.drop { $0 == " " }
    var digits = rest.prefix { $0 == "-" || $0 == "+" }.prefix(1)
    rest = rest.dropFirst(digits.count)
    let figures = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(figures.count)
    digits += figures
    return Int32(digits).map(Int.init)
  }
}
