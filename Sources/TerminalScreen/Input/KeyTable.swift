/// Which bytes mean which key: xterm's control sequences, the kitty keyboard protocol's numbers, the
/// keypad in application mode, the Linux console's function keys.
enum KeyTable {
  /// The last byte of CSI and SS3 sequences.
  static let letters: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
  ]

  /// The number before `~`.
  static let tilde: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14),
    28: .function(15), 29: .function(16), 31: .function(17), 32: .function(18),
    33: .function(19), 34: .function(20),
  ]

  /// The keypad's characters after SS3: `j` is `*` … `y` is `9`.
  private static let keypad = Array("*+,-./0123456789".unicodeScalars)

  /// The key after SS3.
  static func key(afterSS3 byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "I"): return .tab
    case UInt8(ascii: "X"): return .character("=")
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      return .character(keypad[Int(byte - UInt8(ascii: "j"))])
    default: return letters[byte]
    }
  }

  /// The kitty protocol's keypad keys from 57399 on.
  private static let kittyKeypad: [Key] =
    "0123456789./*-+".unicodeScalars.map { .character($0) } + [
      .enter, .character("="), .character(","), .left, .right, .up, .down, .pageUp, .pageDown,
      .home, .end, .insert, .delete,
    ]

  /// The key of a `CSI … u` number; nil for modifiers, media keys and what is no character.
  static func key(code: Int) -> Key? {
    switch code {
    case 9: return .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 57376...57387: return .function(code - 57376 + 13)
    case 57399..<(57399 + kittyKeypad.count): return kittyKeypad[code - 57399]
    case 0xE000...0xF8FF: return nil
    case 32...0x10FFFF:
      guard let scalar = Unicode.Scalar(UInt32(code)), !(0x7F...0x9F).contains(code) else {
        return nil
      }
      return .character(scalar)
    default: return nil
    }
  }

  /// The chord of a C0 control byte or DEL.
  static func chord(control byte: UInt8) -> KeyChord {
    switch byte {
    case 0x00: return KeyChord(.character(" "), .ctrl)
    case 0x08, 0x7F: return KeyChord(.backspace)
    case 0x09: return KeyChord(.tab)
    case 0x0D: return KeyChord(.enter)
    case 0x1B: return KeyChord(.escape)
    default:
      // Ctrl-A … Ctrl-Z, then Ctrl-\ ] ^ _: the byte is the character's, less 64.
      let scalar = Unicode.Scalar(byte + 64)
      return KeyChord(.character(scalar), .ctrl)
    }
  }
}
