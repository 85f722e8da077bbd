internal import CTerminal

/// How many columns a scalar takes: the C library's table under a UTF-8 locale of our own, so the
/// answer does not depend on `LC_ALL`; a small table where the system has no UTF-8 locale.
public enum CharacterWidth {
  /// 0 for combining and invisible scalars, 1 or 2 for printable ones, at least 0.
  ///
  /// Controls and scalars unknown to the table count 1: they are drawn as U+FFFD.
  public static func columns(of scalar: Unicode.Scalar) -> Int {
    max(0, measured(scalar) ?? 1)
  }

  /// 0, 1 or 2, or nil for a scalar that cannot be printed (controls, unassigned ones).
  static func measured(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF: return 1
    case 0x4E00...0x9FFF, 0xAC00...0xD7A3: return 2
    default:
      let width = ct_width(scalar.value)
      return width < 0 ? nil : Int(width)
    }
  }
}
