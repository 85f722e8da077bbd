/// Writes pictures with a palette as sixels (DEC STD 070): bands of six rows, colour by colour.
struct SixelEncoder {
  /// The rows of one band.
  static let bandHeight = 6

  private let image: IndexedImage
  private var output: [UInt8] = []
  /// For each colour its sixels in the band at hand, and the columns they lie in.
  private var sixels: [UInt8]
  private var extents: [Range<Int>]
  private var used: [Int] = []

  init(_ image: IndexedImage) {
    self.image = image
    sixels = [UInt8](repeating: 0, count: image.width * image.palette.count)
    extents = [Range<Int>](repeating: 0..<0, count: image.palette.count)
  }

  /// The sequence that draws these pixel rows at the cursor. Transparent pixels and the rows that
  /// the last band has too many are left as they are on the screen.
  mutating func sequence(rows: Range<Int>) -> [UInt8] {
    output = []
    append("\u{1B}P0;1;0q\"1;1;\(image.width);\(rows.count)")
    appendPalette(of: rows)
    for band in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.bandHeight) {
      if band > rows.lowerBound { output.append(UInt8(ascii: "-")) }
      collect(band..<min(band + Self.bandHeight, rows.upperBound))
      appendBand()
    }
    append("\u{1B}\\")
    return output
  }

  private mutating func append(_ text: String) { output += text.utf8 }

  /// Only the colours that occur; each costs up to 17 bytes.
  private mutating func appendPalette(of rows: Range<Int>) {
    var occurs = [Bool](repeating: false, count: 256)
    image.indices.withUnsafeBufferPointer { indices in
      for index in indices[rows.lowerBound * image.width..<rows.upperBound * image.width] {
        occurs[Int(index)] = true
      }
    }
    for (number, color) in image.palette.enumerated() where occurs[number] {
      let (red, green, blue) = (Self.percent(color.x), Self.percent(color.y), Self.percent(color.z))
      append("#\(number);2;\(red);\(green);\(blue)")
    }
  }

  private static func percent(_ value: UInt8) -> Int { (Int(value) * 100 + 127) / 255 }

  /// Takes the pixels of a band apart into colours.
  private mutating func collect(_ rows: Range<Int>) {
    let (width, colors) = (image.width, image.palette.count)
    for color in used { clear(color) }
    used.removeAll(keepingCapacity: true)
    image.indices.withUnsafeBufferPointer { indices in
      for row in rows {
        let bit = UInt8(1) << UInt8(row - rows.lowerBound)
        for column in 0..<width {
          let color = Int(indices[row * width + column])
          if color < colors { mark(color, column, bit) }
        }
      }
    }
  }

  private mutating func clear(_ color: Int) {
    for column in extents[color] { sixels[color * image.width + column] = 0 }
    extents[color] = 0..<0
  }

  private mutating func mark(_ color: Int, _ column: Int, _ bit: UInt8) {
    let extent = extents[color]
    if extent.isEmpty {
      used.append(color)
      extents[color] = column..<column + 1
    } else if column < extent.lowerBound || column >= extent.upperBound {
      extents[color] = min(extent.lowerBound, column)..<max(extent.upperBound, column + 1)
    }
    sixels[color * image.width + column] |= bit
  }

  /// Colours that lie side by side share one pass over the band: fewer returns to its left edge.
  private mutating func appendBand() {
    var rest = used.sorted { extents[$0].lowerBound < extents[$1].lowerBound }
    var isFirst = true
    while !rest.isEmpty {
      if !isFirst { output.append(UInt8(ascii: "$")) }
      isFirst = false
      var position = 0
      rest.removeAll { color in
        guard extents[color].lowerBound >= position else { return false }
        append("#\(color)")
        appendRun(0, extents[color].lowerBound - position)
        appendColumns(of: color)
        position = extents[color].upperBound
        return true
      }
    }
  }

  private mutating func appendColumns(of color: Int) {
    let base = color * image.width
    var (value, count) = (UInt8(0), 0)
    for column in extents[color] {
      let next = sixels[base + column]
      if next != value {
        appendRun(value, count)
        (value, count) = (next, 0)
      }
      count += 1
    }
    appendRun(value, count)
  }

  private mutating func appendRun(_ value: UInt8, _ count: Int) {
    if count > 3 {
      append("!\(count)")
      output.append(value + 63)
    } else {
      for _ in 0..<count { output.append(value + 63) }
    }
  }
}
