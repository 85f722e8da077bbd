/// Builds a `DisplayText` scalar by scalar; the rules of the filter live here and nowhere else.
struct TextSanitizer {
  let lineBreaks: DisplayText.LineBreaks
  let tabWidth: Int
  private var output: [UInt8] = []
  private var column = 0
  private var widest = 0
  /// Combining marks on the current base; 3 to begin with, as there is no base to carry one.
  private var marks = DisplayText.maximumMarks
  private var isAfterReturn = false
  private var isOneLine = true

  init(lineBreaks: DisplayText.LineBreaks, tabWidth: Int) {
    self.lineBreaks = lineBreaks
    self.tabWidth = max(1, tabWidth)
  }

  mutating func take(_ scalar: Unicode.Scalar) {
    let endsReturn = isAfterReturn && scalar == "\n"
    isAfterReturn = scalar == "\r"
    if endsReturn { return }
    switch scalar.value {
    case 0x20...0x7E: append(scalar, width: 1)
    case 0x09: (0..<(tabWidth - column % tabWidth)).forEach { _ in append(" ", width: 1) }
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: breakLine()
    case 0x00...0x1F: append(DisplayText.controlPicture(scalar.value), width: 1)
    case 0x7F: append("\u{2421}", width: 1)
    case 0x80...0x9F, 0x10EEEE: append("\u{FFFD}", width: 1)
    default: takePrintable(scalar)
    }
  }

  private mutating func takePrintable(_ scalar: Unicode.Scalar) {
    if DisplayText.isDropped(scalar) { return }
    switch CharacterWidth.measured(scalar) {
    case .none: append("\u{FFFD}", width: 1)
    case .some(0): appendMark(scalar)
    case .some(let width): append(scalar, width: width)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, width: Int) {
    put(scalar)
    column += width
    widest = max(widest, column)
    marks = 0
  }

  private mutating func appendMark(_ scalar: Unicode.Scalar) {
    guard marks < DisplayText.maximumMarks else { return }
    put(scalar)
    marks += 1
  }

  private mutating func breakLine() {
    switch lineBreaks {
    case .spaces: append(" ", width: 1)
    case .marks: append("\u{23CE}", width: 1)
    case .kept:
      put("\n")
      isOneLine = false
      column = 0
      marks = DisplayText.maximumMarks
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { return output.append(UInt8(scalar.value)) }
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  func finished() -> DisplayText {
    DisplayText(
      clean: String(decoding: output, as: UTF8.self), columns: widest, isOneLine: isOneLine)
  }
}

extension DisplayText {
  /// Combining marks a base may carry: what one cell can hold.
  static let maximumMarks = 3

  /// The picture of a C0 control: ␀ … ␟.
  static func controlPicture(_ value: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
  }

  /// What is left out: invisible scalars (joiners, zero-width spaces, bidi controls, variation
  /// selectors, tags: Unicode's Default_Ignorable_Code_Point), interlinear annotations, and skin
  /// tones, which terminals do not agree about.
  static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0...0xAC, 0xAE...0x2FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return false
    // Dashes, dots, arrows, boxes, stars.
    case 0x2010...0x2027, 0x2100...0x2BFF: return false
    case 0xFFF9...0xFFFB, 0x1F3FB...0x1F3FF: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
