/// One character of the grid, with its look.
///
/// A cell owns no heap memory: a base scalar and up to three combining ones are stored inline. A wide
/// character takes two cells: the left one has width 2, the right one width 0 and no text.
public struct Cell: Hashable, Sendable {
  /// The scalar that takes up the column or columns.
  public let base: Unicode.Scalar
  private var first: Unicode.Scalar = "\0"
  private var second: Unicode.Scalar = "\0"
  private var third: Unicode.Scalar = "\0"
  /// The style and, above it, the width, in one number: grids are compared at every frame.
  private var look: UInt64

  private static let widthShift: UInt64 = 60
  private static let styleMask: UInt64 = 1 << widthShift - 1

  /// A space in the terminal's own colours.
  public static let blank = Cell(" ", width: 1)

  /// A character. `combining` beyond the third scalar is left out; `width` is what the caller
  /// knows (1 or 2), or else it is looked up, at least 1.
  public init(
    _ base: Unicode.Scalar, combining: [Unicode.Scalar] = [], width: Int? = nil,
    style: Style = .plain
  ) {
    self.init(
      base, columns: min(2, max(1, width ?? CharacterWidth.columns(of: base))), style: style)
    for scalar in combining { append(combining: scalar) }
  }

  private init(_ base: Unicode.Scalar, columns: Int, style: Style) {
    self.base = base
    look = style.packed | UInt64(columns) << Self.widthShift
  }

  /// A base with three marks, one column wide.
  init(
    _ base: Unicode.Scalar,
    marks: (Unicode.Scalar, Unicode.Scalar, Unicode.Scalar), style: Style
  ) {
    self.init(base, columns: 1, style: style)
    (first, second, third) = marks
  }

  /// The right half of a wide character.
  static func rightHalf(style: Style) -> Cell { Cell(" ", columns: 0, style: style) }

  /// A space in this style.
  public static func blank(style: Style) -> Cell { Cell(" ", columns: 1, style: style) }

  /// Colours and attributes.
  public var style: Style {
    get { Style(packed: look & Self.styleMask) }
    set { look = look & ~Self.styleMask | newValue.packed }
  }

  /// 1, 2, or 0 for the right half of a wide character.
  public var width: Int { Int(look >> Self.widthShift) }

  /// The combining scalars, at most three.
  public var combining: [Unicode.Scalar] { [first, second, third].filter { $0 != "\0" } }

  /// Adds a combining scalar; ignored when three are there already.
  public mutating func append(combining scalar: Unicode.Scalar) {
    if first == "\0" {
      first = scalar
    } else if second == "\0" {
      second = scalar
    } else if third == "\0" {
      third = scalar
    }
  }

  /// What the cell shows; empty for the right half of a wide character.
  public var text: String {
    guard width > 0 else { return "" }
    var text = String.UnicodeScalarView([base])
    text.append(contentsOf: combining)
    return String(text)
  }

  /// The four scalars as stored, 0 for none: what a bulk copy to the terminal needs.
  var scalars: (UInt32, UInt32, UInt32, UInt32) {
    (base.value, first.value, second.value, third.value)
  }
}
