/// Draws the sixels of sequences onto pixels, as a terminal does.
struct SixelDecoder {
  let width: Int
  let height: Int
  /// nil where nothing was drawn.
  private(set) var pixels: [SIMD3<Int>?]
  private(set) var raster: [Int] = []
  /// Whether a pixel was drawn outside.
  private(set) var isOverdrawn = false

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = Array(repeating: nil, count: width * height)
  }

  /// Draws a sequence's body, from `0;1;0q` on, with its top left pixel in this row.
  mutating func draw(_ body: String, atRow top: Int) {
    var palette: [Int: SIMD3<Int>] = [:]
    var (color, column, band) = (0, 0, top)
    var rest = Substring(body.drop { $0 != "q" }.dropFirst())
    while let character = rest.popFirst() {
      switch character {
      case "\"": raster = Self.numbers(&rest)
      case "#":
        let numbers = Self.numbers(&rest)
        color = numbers[0]
        if numbers.count == 5 {
          palette[color] = SIMD3(numbers[2], numbers[3], numbers[4]) &* 255 / 100
        }
      case "$": column = 0
      case "-": (column, band) = (0, band + 6)
      case "!":
        let count = Self.numbers(&rest)[0]
        let value = rest.popFirst() ?? "?"
        for _ in 0..<count { put(value, palette[color], &column, band) }
      default: put(character, palette[color], &column, band)
      }
    }
  }

  private mutating func put(
    _ character: Character, _ color: SIMD3<Int>?, _ column: inout Int, _ band: Int
  ) {
    let bits = Int(character.asciiValue ?? 63) - 63
    for bit in 0..<6 where bits & 1 << bit != 0 {
      if column < width, band + bit < height {
        pixels[(band + bit) * width + column] = color
      } else {
        isOverdrawn = true
      }
    }
    column += 1
  }

  private static func numbers(_ rest: inout Substring) -> [Int] {
    let text = rest.prefix { $0.isNumber || $0 == ";" }
    rest = rest.dropFirst(text.count)
    return text.split(separator: ";").compactMap { Int($0) }
  }
}
