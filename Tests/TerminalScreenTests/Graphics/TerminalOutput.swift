/// Takes apart what a program writes to a terminal.
struct TerminalOutput {
  enum Piece: Equatable {
    case text(String)
    /// ESC and one character.
    case escape(Character)
    /// CSI: what follows the introducer.
    case control(String)
    case system(String)
    case device(String)
    case application(String)
  }

  private enum State: Equatable {
    case ground, escape, control, string(UInt8), stringEscape(UInt8), designation
  }

  private var state = State.ground
  private var buffer: [UInt8] = []
  private var pieces: [Piece] = []

  mutating func feed(_ bytes: some Sequence<UInt8>) -> [Piece] {
    for byte in bytes { take(byte) }
    if state == .ground { flushText() }
    defer { pieces = [] }
    return pieces
  }

  /// Whether nothing is left half.
  var isAtRest: Bool { state == .ground }

  private mutating func flushText() {
    if !buffer.isEmpty { pieces.append(.text(String(decoding: buffer, as: UTF8.self))) }
    buffer = []
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground where byte == 0x1B:
      flushText()
      state = .escape
    case .ground: buffer.append(byte)
    case .escape: takeAfterEscape(byte)
    case .designation: state = .ground
    case .control:
      buffer.append(byte)
      if (0x40...0x7E).contains(byte) { finish { .control($0) } }
    case .string(let kind) where byte == 0x1B: state = .stringEscape(kind)
    case .string(UInt8(ascii: "]")) where byte == 0x07: finish { .system($0) }
    case .string: buffer.append(byte)
    case .stringEscape(let kind) where byte == UInt8(ascii: "\\"): finish(kind)
    case .stringEscape(let kind):
      // Inside tmux's wrapping an ESC is followed by another.
      buffer += [0x1B, byte]
      state = .string(kind)
    }
  }

  private mutating func takeAfterEscape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "["): state = .control
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .string(byte)
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .designation
    default:
      pieces.append(.escape(Character(Unicode.Scalar(byte))))
      state = .ground
    }
  }

  private mutating func finish(_ kind: UInt8) {
    finish { text in
      switch kind {
      case UInt8(ascii: "]"): .system(text)
      case UInt8(ascii: "P"): .device(text)
      default: .application(text)
      }
    }
  }

  private mutating func finish(_ piece: (String) -> Piece) {
    pieces.append(piece(String(decoding: buffer, as: UTF8.self)))
    buffer = []
    state = .ground
  }
}
